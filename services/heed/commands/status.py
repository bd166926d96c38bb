"""`heed status`: how far behind each part is."""

import asyncio
import json
from datetime import datetime
from typing import Any

import typer

from services.heed.context import Heed, heed_of
from services.heed.lag import fold_lag
from services.heed.noticed import standing
from services.heed.output import Json, show
from services.heed.reading import last_values, read_topic
from services.heed.scrape import intake_spool, service_states

FOLDS = {
    "group": "fold",
    "partition": "partition",
    "lag_records": "records\nbehind",
    "lag_seconds": "seconds\nbehind",
    "checkpoint": "last checkpoint,\nUTC",
    "position": "position",
}


NOTICES = {"area": "area", "agency": "agency", "about": "about", "since": "since,\nUTC", "words": "what"}


def status(context: typer.Context, as_json: Json = False) -> None:
    """Show lag, checkpoints, dead letters, what waits in intake's spool, and what operators should look into.

    Read from Kafka, so it works also while services are down. A fold is level when it is 0 records behind.
    """
    heed = heed_of(context)
    found = asyncio.run(_status(heed))
    if as_json:
        typer.echo(json.dumps(found, indent=1))
        return
    folds = [{**fold, "checkpoint": _short(fold["checkpoint"])} for fold in found["folds"]]
    show(folds, FOLDS, as_json=False, title="Folds", empty="No fold has published anything yet.")
    show(
        found["services"],
        {"service": "service", "state": "state", "address": "address"},
        as_json=False,
        title="Services",
        empty="",
    )
    notices = [{**one, "since": _short(one["since"])} for one in found["notices"]]
    show(notices, NOTICES, as_json=False, title="To look into", empty="No feed is silent, no rule over its budget.")
    spool = found["spool"]
    typer.echo(
        f"Dead letters: {found['dead_letters']}.  In intake's spool: "
        + ("unknown" if spool is None else f"{spool['records']} records, the oldest {spool['age_seconds']:.1f} s old")
        + "."
    )


def _short(checkpoint: str | None) -> str | None:
    """Narrow enough for a terminal; `--json` has it in full."""
    return None if checkpoint is None else datetime.fromisoformat(checkpoint).strftime("%-d %b %H:%M:%S")


async def _status(heed: Heed) -> dict[str, Any]:
    settings = heed.settings()
    return {
        "folds": await fold_lag(settings),
        "notices": standing(await last_values(settings, "operator-notices")),
        "dead_letters": len(await read_topic(settings, "dead-letters")),
        "services": service_states(heed),
        "spool": intake_spool(heed),
    }
