"""This project's intake with the demo's configuration: every 2xx is on disk, validated and without a duplicate."""

from pathlib import Path

import uvloop

from bench.work import Job
from schemas.configuration import Configuration, load_configuration
from schemas.settings import KeyPaths
from services.intake.server import run_intake
from services.streaming.settings import Settings

DEMO = Path(__file__).parents[2] / "deploy" / "heed.toml"


def configuration_in(directory: Path) -> Configuration:
    """The demo's configuration, with its secrets in `directory`."""
    keys = KeyPaths(directory=directory / "keys", dead_letter=directory / "keys" / "dead-letter")
    return load_configuration(DEMO).model_copy(update={"keys": keys})


if __name__ == "__main__":
    job = Job.from_argv()
    settings = Settings(job.bootstrap, job.state_dir, job.prefix, port=job.port)
    uvloop.run(run_intake(configuration_in(job.state_dir), settings))
