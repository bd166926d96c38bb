"""Wait until the services say that they are ready."""

from collections.abc import Mapping

import httpx
from tenacity import Retrying, retry_if_result, stop_after_delay, wait_fixed

from services.heed.demo.health import Health
from services.heed.errors import UserError

READY_S = 120.0


def wait_ready(addresses: Mapping[str, str], health: Health) -> None:
    """Return once every service is ready. Raises `UserError` where one can't run, or isn't ready in time."""
    tries = Retrying(
        retry=retry_if_result(bool),
        wait=wait_fixed(0.2),
        stop=stop_after_delay(READY_S),
        retry_error_callback=lambda state: state.outcome.result() if state.outcome else None,
    )
    waiting = tries(_waiting, addresses, health)
    if waiting:
        raise UserError(f"Not ready after {READY_S:.0f} s: {'; '.join(waiting)}")


def _waiting(addresses: Mapping[str, str], health: Health) -> list[str]:
    health.check()
    return [f"{name} {reason}" for name, address in addresses.items() if (reason := _not_ready(address))]


def _not_ready(address: str) -> str:
    try:
        answer = httpx.get(f"{address}/readyz", timeout=5)
    except httpx.TransportError:
        return "does not answer yet"
    return "" if answer.status_code == 200 else f"waits: {', '.join(answer.json()['waiting_for'])}"
