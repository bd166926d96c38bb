"""`heed counts`: rolling counts of incident reports, from the aggregator's API."""

import asyncio
from typing import Annotated

import httpx
import typer

from services.aggregator.answers import CountsAnswer
from services.aggregator.client import CountsRefused, read_counts
from services.heed.context import Heed, heed_of
from services.heed.errors import UserError
from services.heed.output import Json, show
from services.heed.secret_files import internal_key


def counts(
    context: typer.Context,
    area: Annotated[str | None, typer.Option(help="ONS code of the area; default is every area.")] = None,
    agency: Annotated[str | None, typer.Option(help="Only this agency.")] = None,
    team: Annotated[str | None, typer.Option(help="Only this team; never one with fewer than 10 people.")] = None,
    dimension: Annotated[str, typer.Option(help="What to count by: total, incident_class, factor, layer, …")] = "total",
    by: Annotated[str, typer.Option(help="Rows per value, agency or team.")] = "team",
    window: Annotated[str, typer.Option(help="Days: 7, 28, 90 or 365, or first..last.")] = "28",
    ending: Annotated[
        str | None, typer.Option(help="Last day of the window, such as 2026-03-31 [default: today].")
    ] = None,
    as_of: Annotated[str | None, typer.Option(help="What was known at the end of this day [default: all].")] = None,
    as_json: Json = False,
) -> None:
    """Show rolling counts of incident reports per team, agency or partnership. Internal: not for publication."""
    heed = heed_of(context)
    asked = {"agency": agency, "team": team, "dimension": dimension, "by": by, "window": window}
    asked |= {"ending": ending, "as_of": as_of}
    areas = [area] if area else [each.code for each in heed.configuration.areas]
    answers = [ask(heed, {"area": code, **asked}) for code in areas]
    if as_json:
        show([answer.model_dump(mode="json") for answer in answers], {}, as_json=True, title="", empty="")
        return
    rows = [{"area": answer.area, **row.model_dump()} for answer in answers for row in answer.rows]
    columns = {"area": "area", "agency": "agency", "team": "team", "value": dimension, "n": "reports"}
    title = f"Reports of what happened from {answers[0].first} to {answers[0].last}"
    show(rows, columns, as_json=False, title=title, empty=f"{title}: none.")


def ask(heed: Heed, question: dict[str, str | None]) -> CountsAnswer:
    """One answer of the aggregator. Raises `UserError` with what it says is wrong."""
    address = heed.address("aggregator")
    given = {name: value for name, value in question.items() if value is not None}
    try:
        return asyncio.run(read_counts(address, internal_key(heed.keys), given))
    except CountsRefused as refused:
        raise UserError(f"The aggregator at {address} answers: {refused}") from None
    except httpx.TransportError:
        raise UserError(f"The aggregator does not answer at {address}. Is it running (`heed aggregator`)?") from None
