"""The HTTP application that every service starts from: its documentation loads nothing from elsewhere."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from services.streaming.documentation import page

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def web_app(title: str, description: str = "", lifespan: Lifespan | None = None) -> FastAPI:
    """An application with `/openapi.json`, and `/docs` made from it, instead of FastAPI's pages.

    Those load scripts from a public host: it would learn who reads, and a network without the internet shows nothing.
    """
    app = FastAPI(title=title, version="1", description=description, lifespan=lifespan, docs_url=None, redoc_url=None)

    @app.get("/docs", include_in_schema=False)
    async def read_documentation() -> HTMLResponse:
        return HTMLResponse("".join(page(app.openapi())))

    return app
