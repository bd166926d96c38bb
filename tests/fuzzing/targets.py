"""What a fuzzer feeds: each takes bytes and returns, or raises what no input may raise."""

import io
import json
import tempfile
from pathlib import Path

from pydantic import ValidationError

from services.heed.errors import UserError
from services.heed.reports.mapping import BadCell, Mapping
from services.heed.reports.tables import rows
from services.heed.sending.lines import BadLine, Lines
from services.intake.adapters.cin import Census, CensusError, Made, Sender
from services.intake.api_events import SENT_EVENT
from services.intake.area_keys import AreaKey
from services.intake.cloudevents import structured
from services.intake.guard import UnreadableError, read

AREA = "E06000901"
KEY = AreaKey(1, b"k" * 32)
SENDER = Sender(AREA, "aldermere-childrens-services", lambda text: "k1:" + "5e" * 32)
MAPPING = Mapping.model_validate(
    {"key": "Ref", "columns": {"incident_class": "Type", "occurred_on": "Date", "factors": "Why"}}
)


def census(data: bytes) -> None:
    """A census: every event that comes of it is one that intake takes, whatever the file says."""
    found = Census(io.BytesIO(data))
    try:
        head = found.header()
        for outcomes in found.outcomes(head, SENDER):
            for one in outcomes:
                if isinstance(one, Made):
                    SENT_EVENT.validate_json(json.dumps(one.event))
    except CensusError:
        return


def line(data: bytes) -> None:
    """A line of an agency's own sender: no child's identifier is left where the area's key is held."""
    try:
        _, _, body = Lines({AREA: KEY}).record(data)
    except BadLine:
        return
    if body.get("area") == AREA and isinstance(body.get("child"), dict) and "subject_key" not in body["child"]:
        raise AssertionError("a child's identifier is left")


def envelope(data: bytes) -> None:
    """A CloudEvent: an event or a refusal with words."""
    try:
        value = read(data)
    except UnreadableError:
        return
    if isinstance(value, dict):
        found = structured(value)
        if not isinstance(found, bytes) and not found.errors:
            raise AssertionError("refused without a reason")


def table(data: bytes) -> None:
    """A table of reports: rows, or what is wrong with it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("t.xlsx" if data[:2] == b"PK" else "t.csv")
        path.write_bytes(data)
        try:
            for _, row in rows(path):
                try:
                    MAPPING.report(row)
                except BadCell:
                    continue
        except UserError:
            return


def event(data: bytes) -> None:
    """A case event: what is read is written and read again as the same."""
    try:
        found = SENT_EVENT.validate_json(data)
    except (ValidationError, ValueError):
        return
    again = SENT_EVENT.validate_json(found.model_dump_json(exclude_none=True))
    if again != found:
        raise AssertionError("it isn't the same")


TARGETS = {one.__name__: one for one in (census, line, envelope, table, event)}
