"""What becomes of teams: kept by the day from which it holds. Reports are counted where they were sent from."""

import sqlite3

from schemas.reports import TeamChanged


def keep(db: sqlite3.Connection, change: TeamChanged, known: int) -> None:
    """Remember name, agency and headcount from a day on; of two for one day the later in the log holds."""
    row = (
        change.area,
        change.team,
        change.from_day.toordinal(),
        known,
        change.agency,
        change.name,
        change.headcount,
    )
    db.execute("INSERT OR REPLACE INTO teams VALUES (?, ?, ?, ?, ?, ?, ?)", row)
