"""The payload that authorities send to the DfE's children's social care API, as case events.

Source of its structure: Data to Insight, *DfE CSC API data flows*, payload structure after the DfE's specification 0.7.
A payload names only children who have changed, so nothing counts as vanished because it isn't in one; what was deleted
at its source it says itself, with `purge`.
"""

from services.intake.adapters.csc.payload import Payload

__all__ = ["Payload"]
