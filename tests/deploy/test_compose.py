"""What compose.yml says is what the code does: commands, variables, ports, the page that tells health."""

import re
from typing import Any

import pytest
import typer
from fastapi.routing import APIRoute

from schemas.configuration import load_configuration
from services.heed.cli import app
from services.heed.context import PORTS
from services.heed.process.program import STOP_S
from services.streaming.broker.docker import IMAGE
from services.streaming.ops import add_ops
from services.streaming.web import web_app
from tests.deploy.parts import DEPLOY, parsed, services

SERVICES = services()
OURS = {name: one for name, one in SERVICES.items() if one["image"] == "heed"}
RUNNING = {name: one for name, one in OURS.items() if name in PORTS}

each_of_ours = pytest.mark.parametrize("one", OURS.values(), ids=list(OURS))
each_running = pytest.mark.parametrize(("name", "one"), RUNNING.items(), ids=list(RUNNING))


def volume(one: dict[str, Any], name: str) -> str:
    """Where the container sees it."""
    [found] = [each.split(":")[1] for each in one["volumes"] if each.split(":")[0] == name]
    return str(found)


def test_compose_runs_every_service_and_readies_kafka_first() -> None:
    assert set(OURS) == {*PORTS, "up"}
    assert OURS["up"]["depends_on"] == {"kafka": {"condition": "service_healthy"}}
    assert {str(one["depends_on"]) for one in RUNNING.values()} == {
        "{'up': {'condition': 'service_completed_successfully'}}"
    }


@each_of_ours
def test_the_command_can_be_typed(one: dict[str, Any]) -> None:
    parsed(one["command"])


@each_of_ours
def test_every_command_in_a_container_reads_the_configuration_that_is_mounted(one: dict[str, Any]) -> None:
    assert one["environment"]["HEED_CONFIG"] == volume(one, "./heed.toml")
    load_configuration(DEPLOY / "heed.toml")


@each_of_ours
def test_heed_status_in_a_container_finds_every_service(one: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEED_AT", one["environment"]["HEED_AT"])
    context = parsed("status")
    assert context.parent is not None
    ports = {name: parsed(each["command"]).params["port"] for name, each in RUNNING.items()}
    assert set(context.parent.params["at"]) == {f"{name}=http://{name}:{port}" for name, port in ports.items()}


@each_of_ours
def test_a_variable_is_one_that_heed_reads(one: dict[str, Any]) -> None:
    options: Any = typer.main.get_command(app)
    assert set(one["environment"]) <= {each.envvar for each in options.params if each.envvar}


@each_of_ours
def test_kafka_is_reached_where_it_says_that_it_is(one: dict[str, Any]) -> None:
    told = SERVICES["kafka"]["environment"]["KAFKA_ADVERTISED_LISTENERS"]
    assert told == f"PLAINTEXT://{one['environment']['HEED_KAFKA']}"


@each_running
def test_a_service_runs_its_own_command_and_is_published_on_its_usual_port_to_this_machine_only(
    name: str, one: dict[str, Any]
) -> None:
    context = parsed(one["command"])
    assert (context.info_name, context.params["host"]) == (name, "0.0.0.0")  # noqa: S104 - inside its container
    assert one["ports"] == [f"127.0.0.1:{PORTS[name]}:{context.params['port']}"]


@each_running
def test_health_is_asked_where_the_service_tells_it(name: str, one: dict[str, Any]) -> None:
    application = web_app(name)
    add_ops(application, list)
    [url] = re.findall(r"http://[^']+", one["healthcheck"]["test"][-1])
    assert url == f"http://127.0.0.1:{parsed(one['command']).params['port']}/readyz"
    assert "/readyz" in {route.path for route in application.routes if isinstance(route, APIRoute)}


@each_running
def test_a_service_has_the_time_that_it_takes_to_end_in_order(name: str, one: dict[str, Any]) -> None:
    assert int(one["stop_grace_period"].removesuffix("s")) > STOP_S


@pytest.mark.parametrize("name", sorted({*SERVICES} - {"up"}))
def test_what_runs_for_long_is_started_again_when_it_ends(name: str) -> None:
    assert SERVICES[name]["restart"] == "always"


def test_kafka_is_the_version_that_the_tests_run_on() -> None:
    assert SERVICES["kafka"]["image"] == IMAGE


@pytest.mark.parametrize("name", [name for name, one in SERVICES.items() if one.get("ports")])
def test_nothing_is_published_to_the_network(name: str) -> None:
    """Kafka and the metrics ask nobody who they are."""
    assert all(port.startswith("127.0.0.1:") for port in SERVICES[name]["ports"])
