"""The command line: what there is, and the options that all share."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from services.heed.checks import servers, service_urls, topic_prefix
from services.heed.commands import area_key, aside, dead_letters, keys, receipt, rules, serve, state, topics
from services.heed.commands.alerts import alerts
from services.heed.commands.api_key import api_key_command
from services.heed.commands.backtest import backtest
from services.heed.commands.broker import broker
from services.heed.commands.counts import counts
from services.heed.commands.deidentify import deidentify
from services.heed.commands.status import status
from services.heed.commands.up import up
from services.heed.conformance.command import conformance
from services.heed.context import PORTS, Heed
from services.heed.demo.command import demo
from services.heed.failures import told
from services.heed.importing import import_app
from services.heed.logs import configure_logging
from services.heed.places import cache_folder
from services.heed.reports.command import reports
from services.heed.sending.command import send
from services.heed.simulate import simulate_command
from services.heed.snapshots.command import csc_payload, ssd, views
from services.heed.subject_key import subject_key_command

HELP = """Heed: critical incident reporting for children's safeguarding, in a just culture, on Kafka.

Begin with `heed demo`: a simulated pilot, from agencies' systems to alerts and counts. Nothing to set up.

To run the parts yourself: `heed broker`, `heed up`, then `heed intake`, `heed triage` and `heed aggregator`, each in
its own terminal.
"""
CONFIGURATION = Path(__file__).parents[2] / "deploy" / "heed.toml"

app = typer.Typer(
    help=HELP, no_args_is_help=True, add_completion=False, rich_markup_mode="markdown", pretty_exceptions_enable=False
)


@app.callback()
def options(
    context: typer.Context,
    config: Annotated[
        Path,
        typer.Option(
            envvar="HEED_CONFIG",
            dir_okay=False,
            help="Areas, agencies, teams, feeds, clocks.",
            show_default="deploy/heed.toml",
        ),
    ] = CONFIGURATION,
    kafka: Annotated[
        str | None,
        typer.Option(envvar="HEED_KAFKA", callback=servers, help="Kafka's bootstrap servers, host:port[,…]."),
    ] = None,
    prefix: Annotated[
        str | None,
        typer.Option(
            envvar="HEED_PREFIX",
            callback=topic_prefix,
            help="What topics and groups begin with, instead of the configuration's.",
        ),
    ] = None,
    home: Annotated[Path, typer.Option(envvar="HEED_HOME", help="This installation's own folder.")] = Path(".heed"),
    at: Annotated[
        list[str] | None,
        typer.Option(
            envvar="HEED_AT",
            callback=service_urls,
            help="Where a service answers that isn't at its usual port of this machine: intake=http://host:port. "
            "For each of them once; in the variable with spaces between.",
        ),
    ] = None,
) -> None:
    """Read the options that every command shares."""
    configure_logging(readable=sys.stderr.isatty(), service=context.invoked_subcommand in PORTS)
    addresses = dict(each.split("=", 1) for each in at or ())
    context.obj = Heed(config, kafka, home, cache_folder(os.environ), prefix, addresses)


RUN, FEED, LOOK, RULES = "Run it", "Feed it", "Look at it", "Rules"
PUT_RIGHT = "Put it right"

app.command(rich_help_panel=RUN)(demo)
app.command(rich_help_panel=RUN)(broker)
app.command(rich_help_panel=RUN)(up)
app.command(rich_help_panel=RUN)(serve.intake)
app.command(rich_help_panel=RUN)(serve.triage)
app.command(rich_help_panel=RUN)(serve.aggregator)
import_app.command("reports")(reports)
import_app.command("ssd")(ssd)
import_app.command("ssd-views")(views)
import_app.command("csc-payload")(csc_payload)
app.add_typer(import_app, name="import", rich_help_panel=FEED)
app.command("simulate", rich_help_panel=FEED)(simulate_command)
app.command(rich_help_panel=FEED)(send)
app.command(rich_help_panel=FEED)(conformance)
app.command("subject-key", rich_help_panel=FEED)(subject_key_command)
app.command("api-key", rich_help_panel=FEED)(api_key_command)
app.command(rich_help_panel=FEED)(deidentify)
app.add_typer(keys.app, name="keys", rich_help_panel=FEED)
app.add_typer(area_key.app, name="area-key", rich_help_panel=FEED)
app.command(rich_help_panel=LOOK)(status)
app.command(rich_help_panel=LOOK)(counts)
app.command(rich_help_panel=LOOK)(alerts)
app.add_typer(receipt.app, name="receipt", rich_help_panel=LOOK)
app.add_typer(rules.app, name="rules", rich_help_panel=RULES)
app.command(rich_help_panel=RULES)(backtest)
app.add_typer(topics.app, name="topics", rich_help_panel=PUT_RIGHT)
app.add_typer(dead_letters.app, name="dead-letters", rich_help_panel=PUT_RIGHT)
app.add_typer(aside.app, name="aside", rich_help_panel=PUT_RIGHT)
app.add_typer(state.app, name="state", rich_help_panel=PUT_RIGHT)


def main() -> None:
    """Run the command; what a person can put right is told in a line or two, with exit code 2."""
    with told():
        app()
