"""What intake would say of a line, as far as that can be told without it: its form, not its agency's rights."""

import json

from pydantic import ValidationError

from schemas.problems import problems
from services.heed.sending.lines import BadLine, Lines
from services.intake.api_events import SENT_EVENT
from services.intake.api_reports import SENT_REPORT, envelope_rules


def checked(lines: Lines, line: bytes) -> list[str]:
    """Every problem; none for a line that is valid."""
    try:
        kind, _, body = lines.record(line)
        if kind == "case-event":
            SENT_EVENT.validate_json(json.dumps(body))
            return []
        report = SENT_REPORT.validate_json(json.dumps(body))
        return [f"/{one.field}: {one.message}" for one in envelope_rules(report)]
    except BadLine as error:
        return [str(error)]
    except ValidationError as error:
        return [f"{one.pointer}: {one.message}" for one in problems(error)]
