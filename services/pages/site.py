"""Pages from templates, with the layout, the headers and the way out that all share."""

from typing import Any

from fastapi import FastAPI
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from services.pages.assets import stylesheet
from services.pages.headers import FILE_HEADERS, HEADERS

GOVUK = "govuk_frontend_jinja"
"""The macros of the GOV.UK Design System's patterns. The look is our own: this is no page of the government's."""
LEAVE = "/leave"
ELSEWHERE = "https://www.bbc.co.uk/weather"
"""Where "Exit this page" leads: a page that anybody might read (the GOV.UK Design System's default)."""


class Site:
    """The pages of one service. `package` holds its templates, in a folder `templates`."""

    def __init__(self, package: str, name: str, home: str) -> None:
        self._sheet = stylesheet()
        self._environment = _environment(package)
        self._environment.globals.update(
            site_name=name, home=home, stylesheet=self._sheet.path, leave=LEAVE, elsewhere=ELSEWHERE
        )

    def page(self, template: str, /, status: int = 200, **values: Any) -> HTMLResponse:
        """The page, complete."""
        return HTMLResponse(self.html(template, **values), status, HEADERS)

    def html(self, template: str, /, **values: Any) -> str:
        """The page's text alone."""
        return self._environment.get_template(template).render(**values)

    def add_to(self, app: FastAPI, cookies: tuple[str, ...] = ()) -> None:
        """Serve the stylesheet, and the way out, which takes the cookies along."""

        @app.get(self._sheet.path, include_in_schema=False)
        async def sheet() -> Response:
            return Response(self._sheet.content, 200, FILE_HEADERS, "text/css")

        @app.get(LEAVE, include_in_schema=False)
        async def leave() -> Response:
            answer = see(ELSEWHERE)
            for name in cookies:
                answer.delete_cookie(name, path="/", httponly=True, samesite="strict")
            return answer


def see(path: str) -> Response:
    """Go and read that page (303), so that reading it again sends nothing twice."""
    return RedirectResponse(path, 303, HEADERS)


def from_here(request: Request) -> bool:
    """Whether a form came from one of our own pages, as far as the browser says (Fetch Metadata, else `Origin`)."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin in (None, "null") or origin.partition("://")[2] == request.headers.get("host")


def _environment(package: str) -> Environment:
    ours = [PackageLoader(package), PackageLoader("services.pages")]
    return Environment(
        loader=ChoiceLoader([*ours, PrefixLoader({GOVUK: PackageLoader(GOVUK)})]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
