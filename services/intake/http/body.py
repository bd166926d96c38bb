"""Reading a request's body, within bounds."""

from starlette.requests import ClientDisconnect, Request

from services.intake.refusal import RefusedError, one

JSON = frozenset({"application/json", ""})
NDJSON = frozenset({"application/x-ndjson", "application/ndjson", "application/jsonl"})


def media_type(request: Request) -> str:
    """The body's media type without parameters. Raises `RefusedError` (415) for a compressed body."""
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise RefusedError(one(415, "media_type", "a body without Content-Encoding"))
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def require_json(request: Request) -> None:
    """Raises `RefusedError` (415) unless the body is said to be JSON."""
    if media_type(request) not in JSON:
        raise RefusedError(one(415, "media_type", "Content-Type: application/json"))


async def read_body(request: Request, most: int) -> bytes:
    """The whole body. Raises `RefusedError` (413) as soon as it is longer than `most` bytes."""
    _check_announced(request, most)
    parts: list[bytes] = []
    size = 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > most:
                raise _too_large(most)
            parts.append(part)
    except ClientDisconnect:
        raise RefusedError(one(400, "disconnected", "a whole body")) from None
    return b"".join(parts)


def _check_announced(request: Request, most: int) -> None:
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > most:
        raise _too_large(most)


def _too_large(most: int) -> RefusedError:
    return RefusedError(one(413, "too_large", f"at most {most:,} bytes"))
