"""The teams with most incident reports, by rolling windows, as the aggregator answers."""

import asyncio
from collections import defaultdict
from datetime import date

from services.aggregator.answers import CountsAnswer
from services.aggregator.client import read_counts
from services.heed.context import Heed
from services.heed.output import Row
from services.heed.secret_files import internal_key

WINDOWS = (7, 28, 90, 365)
"""Days."""
RANKED_BY = 90
COLUMNS = {"area": "area", "agency": "agency", "team": "team"} | {f"{days}": f"{days} days" for days in WINDOWS}
TITLE = "Busiest teams: reports of the last days up to {ending:%-d %B %Y} (internal: not for publication)"


async def busiest(heed: Heed, ending: date, most: int) -> list[Row]:
    """At most so many teams of all areas, as rows under `COLUMNS`. Teams under 10 people are never among them."""
    asked = [(area.code, days) for area in heed.configuration.areas for days in WINDOWS]
    answers = await asyncio.gather(*(_ask(heed, area, days, ending) for area, days in asked))
    counted: dict[tuple[str, str, str], Row] = defaultdict(dict)
    for (_, days), answer in zip(asked, answers, strict=True):
        for row in answer.rows:
            if row.agency and row.team:
                counted[answer.area, row.agency, row.team][str(days)] = row.n
    ranked = sorted(counted.items(), key=lambda one: (-one[1].get(str(RANKED_BY), 0), one[0]))
    return [_row(heed, team, counts) for team, counts in ranked[:most]]


async def _ask(heed: Heed, area: str, days: int, ending: date) -> CountsAnswer:
    question = {"area": area, "by": "team", "dimension": "total", "window": str(days), "ending": str(ending)}
    return await read_counts(heed.address("aggregator"), internal_key(heed.keys), question)


def _row(heed: Heed, place: tuple[str, str, str], counts: Row) -> Row:
    areas = {area.code: area.name for area in heed.configuration.areas}
    agencies = {agency.id: agency.name for agency in heed.configuration.agencies}
    teams = {team.id: team.name for team in heed.configuration.teams}
    area, agency, team = place
    named = {"area": areas[area], "agency": agencies[agency], "team": teams[team]}
    return named | {str(days): counts.get(str(days), 0) for days in WINDOWS}
