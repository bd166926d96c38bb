"""Coverage-guided fuzzing with Atheris: `python -m tests.fuzzing.run TARGET SECONDS`. Ends with 1 at a finding.

`make fuzz` installs it beside the tests' own packages and runs every target.
"""

import json
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["services", "schemas"]):
    from tests.fuzzing.targets import TARGETS

from tests.adapters.census import census, child, episode, head
from tests.intake.world import event, report

SEEDS = {
    "census": [census(child(episode()), header=head())],
    "line": [json.dumps(one).encode() for one in (event(), {"idempotency_key": "a", "report": report()})],
    "envelope": [json.dumps({"specversion": "1.0", "id": "1", "source": "/a", "type": "x", "data": event()}).encode()],
    "table": [b"Ref,Type,Date,Why\n1,x,01/02/2026,a;b\n", b'Ref;"Type";Date\n1;"x\n";2\n'],
    "event": [json.dumps(event()).encode()],
}


def main(name: str, seconds: str) -> None:
    """Runs one target for so long."""
    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(SEEDS[name]):
            (Path(folder) / str(number)).write_bytes(seed)
        flags = [f"-max_total_time={seconds}", "-max_len=20000", "-rss_limit_mb=2048", "-timeout=10"]
        atheris.Setup([sys.argv[0], folder, *flags], TARGETS[name])
        atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
