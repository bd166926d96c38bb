"""Stories of every rule: clear, just over and just under the limit, cured by what came late, taken back.

Each rule has a file of them (`files/*.toml`). They are written from the table of rules and the clocks of guidance, and
count hours, days and working days apart from triage: so each checks the other.
"""

from services.heed.simulate.tales.planting import plant_every_rule
from services.heed.simulate.tales.text import packaged_tales

__all__ = ["packaged_tales", "plant_every_rule"]
