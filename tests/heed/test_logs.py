"""A log store gets one JSON object a line."""

import json
import subprocess
import sys

SCRIPT = """
import logging, structlog
from services.heed.logs import configure_logging
configure_logging(readable=False, service=True)
structlog.get_logger("heed").info("folded", records=3)
logging.getLogger("uvicorn.error").warning("from a library: %s", "kept")
logging.getLogger("uvicorn.error").info("left out")
try:
    1 / 0
except ZeroDivisionError:
    structlog.get_logger("heed").exception("failed")
"""


def test_each_event_is_one_json_object_with_time_level_and_fields() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    folded, library, failed = map(json.loads, done.stderr.splitlines())
    assert (folded["event"], folded["records"], folded["level"]) == ("folded", 3, "info")
    assert folded["timestamp"].endswith("Z")
    assert library["event"] == "from a library: kept"
    assert "ZeroDivisionError" in failed["exception"]
