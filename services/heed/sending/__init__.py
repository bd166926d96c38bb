"""Sending to intake from an agency's own network: a spool on disk, retries, each record once.

from services.heed.sending import Sender, Spool

with Spool(Path("heed-spool.sqlite3")) as spool:
    spool.put(event)                                   # a dict as POST /v1/case-events takes it; on disk on return
    async with httpx.AsyncClient(base_url=intake) as client:
        done = await Sender(spool, Door(client, api_key)).flush()
"""

from services.heed.sending.sender import Sender, Sent
from services.heed.sending.spool import Refused, Spool, Waiting

__all__ = ["Refused", "Sender", "Sent", "Spool", "Waiting"]
