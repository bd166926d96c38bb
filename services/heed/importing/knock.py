"""Is intake there? Asked before a long job, so that a wrong address is told at once."""

import httpx

from services.heed.errors import UserError

PATIENCE_S = 10.0


async def knock(client: httpx.AsyncClient) -> None:
    """Return when somebody answers at the client's base URL. Raises `UserError`."""
    try:
        await client.get("/healthz", timeout=PATIENCE_S)
    except httpx.TransportError:
        raise UserError(
            f"Intake does not answer at {client.base_url}. Is it running (`heed intake`)? --intake URL names another."
        ) from None
