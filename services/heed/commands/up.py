"""`heed up`: make Kafka ready for the services."""

import asyncio

import typer

from services.heed.context import heed_of
from services.heed.up import bring_up
from services.intake.keys import ensure_demo_keys


def up(context: typer.Context) -> None:
    """Make Kafka ready: topics, the packaged rules, each area's and team's settings; in a demo also keys in .heed/.

    Run it after each change of deploy/heed.toml, too. Doing it again changes nothing.
    """
    heed = heed_of(context)
    if heed.configuration.demo:
        ensure_demo_keys(heed.configuration, heed.keys)
    done = asyncio.run(bring_up(heed.settings(), heed.configuration))
    typer.echo(f"{done.topics} topic settings changed, {done.records} records appended (rules, areas, teams).")
    typer.echo("Next, each in a terminal of its own: `heed intake`, `heed triage`, `heed aggregator`.")
