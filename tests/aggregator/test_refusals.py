"""`GET /v1/counts` and `/v1/series`: what they refuse, and what they say of themselves."""

import pytest
from structlog.testing import capture_logs

from tests.aggregator.asked import AREA, log_of, view_of
from tests.aggregator.served import Client


@pytest.mark.parametrize(("level", "name"), [("team", "team-2"), ("agency", "agency-c")])
def test_fewer_than_ten_people_are_never_counted_alone(level: str, name: str) -> None:
    response = Client(view_of(log_of({"team": "team-2"}))).get("/v1/counts", params={"area": AREA, level: name})
    assert response.status_code == 403
    assert response.headers["content-type"] == "application/problem+json"
    fault = response.json()["errors"][0]
    assert (fault["pointer"], fault["found"]) == (f"/{level}", name)
    assert "fewer than 10 people" in fault["message"]


@pytest.mark.parametrize("path", ["/v1/counts", "/v1/series"])
def test_without_the_internal_key_nothing_is_said(path: str) -> None:
    response = Client(view_of(log_of({})), key="another").get(path, params={"area": AREA})
    assert (response.status_code, response.headers["www-authenticate"]) == (401, "Bearer")
    assert "errors" not in response.json() or response.json()["errors"] == []


def test_every_problem_of_a_query_is_told_at_once() -> None:
    wrong = {"area": "Camden", "window": "30", "as_of": "yesterday", "tem": "team-1", "dimension": "colour"}
    response = Client(view_of(log_of({}))).get("/v1/counts", params=wrong)
    assert response.status_code == 422
    assert {one["pointer"] for one in response.json()["errors"]} >= {"/area", "/as_of", "/tem", "/dimension"}


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"window": "30"}, "/window"),
        ({"window": "2025-03-02..2025-03-01"}, "/window"),
        ({"window": "2025-02-30..2025-03-01"}, "/window"),
        ({"window": "2025-03-01..2025-03-02", "ending": "2025-03-02"}, "/ending"),
        ({"dimension": "factor", "value": "harm"}, "/value"),
        ({"agency": "agency-z"}, "/agency"),
        ({"team": "team-z"}, "/team"),
        ({"area": "E06000999"}, "/area"),
    ],
)
def test_a_query_that_cannot_be_answered_names_the_parameter(query: dict[str, str], pointer: str) -> None:
    response = Client(view_of(log_of({}))).get("/v1/counts", params={"area": AREA} | query)
    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (422, pointer)


def test_a_series_of_more_than_ten_years_is_refused() -> None:
    client = Client(view_of(log_of({})))
    asked = {"area": AREA, "window": "2016-01-01..2026-01-07"}
    assert client.get("/v1/series", asked).status_code == 200
    refused = client.get("/v1/series", asked | {"window": "2016-01-01..2026-01-08"})
    assert refused.status_code == 422
    assert refused.json()["errors"] == [{"pointer": "/window", "message": "at most 3,660 days"}]


def test_every_read_leaves_an_audit_line_also_when_it_is_refused() -> None:
    app = Client(view_of(log_of({})))
    with capture_logs() as lines:
        app.get("/v1/counts", params={"area": AREA, "team": "team-1"})
        app.get("/v1/series", params={"area": AREA, "team": "team-2"})
    assert [(line["path"], line["team"], line["refused"]) for line in lines] == [
        ("/v1/counts", "team-1", False),
        ("/v1/series", "team-2", True),
    ]


def test_while_the_view_is_being_built_no_count_is_given() -> None:
    view = view_of(log_of({}))
    view.waiting = ["view counts is being built"]
    response = Client(view).get("/v1/counts", params={"area": AREA})
    assert (response.status_code, response.headers["retry-after"]) == (503, "2")


def test_openapi_documents_each_parameter_and_refusal() -> None:
    described = Client(view_of(log_of({}))).get("/openapi.json", {}).json()["paths"]["/v1/counts"]["get"]
    names = {one["name"] for one in described["parameters"]}
    assert names == {"area", "agency", "team", "dimension", "value", "window", "ending", "as_of", "by"}
    assert set(described["responses"]) == {"200", "401", "403", "422", "503"}
    assert all(one["description"] for one in described["parameters"])
