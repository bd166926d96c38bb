"""Intake as a process of its own, for tests that kill it."""

import logging
import sys
from pathlib import Path

import uvloop

from schemas.configuration import Configuration
from schemas.configuration_rules import CLOCKS
from services.intake.server import run_intake
from services.streaming.settings import Settings
from tests.intake.world import configuration


def configured(folder: Path, partitions: int) -> Configuration:
    """The small world, with keys in the folder."""
    parts = {"kafka": {"partitions": partitions, "replication": 1}, "keys": {"directory": str(folder / "keys")}}
    raw = configuration(sorted(CLOCKS)) | parts | {"intake": {"shuffle_s": 0.3, "wait_s": 0.5}}
    return Configuration.model_validate(raw)


def main(folder: str, bootstrap: str, prefix: str, port: str, partitions: str) -> None:
    """Serve until killed. `python -m tests.intake.process FOLDER BOOTSTRAP PREFIX PORT PARTITIONS`."""
    logging.basicConfig(level=logging.INFO, stream=sys.stderr)
    settings = Settings(bootstrap=bootstrap, state_dir=Path(folder), prefix=prefix, port=int(port))
    uvloop.run(run_intake(configured(Path(folder), int(partitions)), settings))


if __name__ == "__main__":
    main(*sys.argv[1:])
