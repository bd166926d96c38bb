"""Wait until the services say that they are ready."""

from collections.abc import Mapping

import httpx
from tenacity import Retrying, retry_if_result, stop_after_delay, wait_fixed

from services.heed.errors import UserError
from services.heed.process import Manager

READY_S = 90.0
TAIL = 15


def wait_ready(addresses: Mapping[str, str], manager: Manager) -> None:
    """Return once every service is ready. Raises `UserError` with the end of the log of one that can't run."""
    tries = Retrying(
        retry=retry_if_result(bool),
        wait=wait_fixed(0.2),
        stop=stop_after_delay(READY_S),
        retry_error_callback=lambda state: state.outcome.result() if state.outcome else None,
    )
    waiting = tries(_waiting, addresses, manager)
    if waiting:
        raise UserError(f"Not ready after {READY_S:.0f} s: {'; '.join(waiting)}")


def _waiting(addresses: Mapping[str, str], manager: Manager) -> list[str]:
    for process in manager.states():
        if process.given_up:
            tail = "\n".join(process.log.read_text(errors="replace").splitlines()[-TAIL:])
            raise UserError(f"{process.name} can't run. The end of {process.log}:\n{tail}")
    return [f"{name} {reason}" for name, address in addresses.items() if (reason := _not_ready(address))]


def _not_ready(address: str) -> str:
    try:
        answer = httpx.get(f"{address}/readyz", timeout=5)
    except httpx.TransportError:
        return "does not answer yet"
    return "" if answer.status_code == 200 else f"waits: {', '.join(answer.json()['waiting_for'])}"
