"""Asking the counts' HTTP interface, for `heed counts`."""

from collections.abc import Mapping

import httpx

from services.aggregator.answers import CountsAnswer, ProblemDetails


class CountsRefused(Exception):
    """The service would not answer; the message lists every problem."""


async def read_counts(address: str, internal_key: str, question: Mapping[str, str]) -> CountsAnswer:
    """`GET /v1/counts` at the base URL `address`, with the parameters of `CountsQuery`.

    Raises `CountsRefused`, and `httpx.HTTPError` where the service can't be reached.
    """
    headers = {"Authorization": f"Bearer {internal_key}"}
    async with httpx.AsyncClient(base_url=address, headers=headers, timeout=10) as client:
        response = await client.get("/v1/counts", params=dict(question))
    if response.headers.get("content-type") == "application/problem+json":
        raise CountsRefused(_words(ProblemDetails.model_validate_json(response.content)))
    response.raise_for_status()
    return CountsAnswer.model_validate_json(response.content)


def _words(problem: ProblemDetails) -> str:
    faults = [
        f"{' '.join(filter(None, (one.pointer.lstrip('/'), one.found)))}: {one.message}" for one in problem.errors
    ]
    return "\n".join([problem.title, *faults])
