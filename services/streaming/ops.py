"""What operators ask of every service over HTTP: metrics, liveness, readiness."""

from collections.abc import Callable

from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

NotReady = Callable[[], list[str]]
"""Why the service isn't ready; an empty list when it is."""


def add_ops(app: FastAPI, not_ready: NotReady) -> None:
    """Add `/metrics`, `/healthz` and `/readyz` (503 with the reasons while it isn't ready)."""

    @app.get("/metrics", include_in_schema=False)
    async def read_metrics() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    @app.get("/healthz", include_in_schema=False)
    async def healthz() -> dict[str, str]:
        return {"status": "alive"}

    @app.get("/readyz", include_in_schema=False)
    async def readyz() -> JSONResponse:
        reasons = not_ready()
        return JSONResponse({"ready": not reasons, "waiting_for": reasons}, status_code=503 if reasons else 200)
