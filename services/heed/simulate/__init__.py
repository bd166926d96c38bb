"""A seeded pilot: the configuration's areas, agencies and teams, a year of what they would record, and planted stories.

Everything is invented. The same configuration, seed, size and last day give the same bytes.
"""

from services.heed.simulate.bad_records import bad_records
from services.heed.simulate.command import simulate_command
from services.heed.simulate.generating import DEMO, LAST_DAY, Size, generate
from services.heed.simulate.pilot import Pilot
from services.heed.simulate.send import SendResult, send
from services.heed.simulate.truth import Truth
from services.heed.simulate.world import AreaKey

__all__ = [
    "DEMO",
    "LAST_DAY",
    "AreaKey",
    "Pilot",
    "SendResult",
    "Size",
    "Truth",
    "bad_records",
    "generate",
    "send",
    "simulate_command",
]
