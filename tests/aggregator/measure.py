"""How fast the fold is: `python -m tests.aggregator.measure [REPORTS] [DAYS]` folds a made log into a file."""

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from services.aggregator.fold import Aggregator
from services.streaming.testing import log_of, open_fold
from tests.aggregator.made import stream

DAY_MS = 86_400_000
START_MS = 1_704_110_400_000


def main(reports: int = 100_000, days: int = 365, batch: int = 5_000) -> None:
    """Prints reports a second of processor time of the fold alone, the panes that it put, and bytes a report."""
    log = log_of(
        list(stream(reports, days=days)), topic="incident-reports", start_ms=START_MS, step_ms=days * DAY_MS // reports
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "state.sqlite"
        folded = open_fold(Aggregator(), topic="incident-reports", path=path)
        took, panes = 0.0, 0
        for start in range(0, reports, batch):
            records = log[start : start + batch]
            began = time.process_time()
            done = folded.apply(records, start, start + len(records))
            took += time.process_time() - began
            panes += len(done.values)
            folded.file.sent(start + len(records))
        size = path.stat().st_size
    print(f"{reports / took:,.0f} reports/s, {panes / reports:.1f} panes a report, {size / reports:.0f} B a report")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
