"""Alerts that can fire: each names what is measured, says how urgent it is, and what to do at night."""

import re
from functools import reduce
from typing import Any

import pytest

from schemas.topology import load_topology
from tests.deploy.parts import DEPLOY, ROOT, SCRAPED, alerts, loaded, parsed, series, services
from tests.deploy.promql import selectors, templated

ALERTS = alerts()
SCENARIOS = loaded(ROOT / "tests" / "deploy" / "rules_test.yml")["tests"]
FILLED = {"{{ $labels.topic }}": "cases", "{{ $labels.partition }}": "0", "OFFSET": "1", "ID": "1"}
"""What stands in an alert's commands for what Prometheus, or its reader, fills in."""

each_alert = pytest.mark.parametrize("rule", ALERTS.values(), ids=list(ALERTS))


def test_what_an_expression_selects_is_read_from_it() -> None:
    expression = 'sum by (group) (rate(a_total{group="x", b!~"y z"}[5m])) or (b unless b offset 10m) > 2e6'
    assert list(selectors(expression)) == [("a_total", {"group": "x", "b": "y z"}), ("b", {}), ("b", {})]


@each_alert
def test_an_alert_selects_series_and_labels_that_a_service_declares(rule: dict[str, Any]) -> None:
    known, found = series(), list(selectors(rule["expr"]))
    assert found
    assert [name for name, _ in found if name not in known] == []
    assert [(name, label) for name, matched in found for label in matched if label not in known[name]] == []


@each_alert
def test_an_alert_about_a_fold_names_one_that_there_is(rule: dict[str, Any]) -> None:
    folds = {fold for topic in load_topology().topics.values() for fold in topic.folds}
    assert {matched["group"] for _, matched in selectors(rule["expr"]) if "group" in matched} <= folds


@each_alert
def test_an_alert_tells_only_labels_that_its_series_have(rule: dict[str, Any]) -> None:
    """Another one is shown as nothing: "stopped at partition "."""
    known = series()
    labels = frozenset[str].intersection(*(known[name] for name, _ in selectors(rule["expr"])))
    assert {label for text in rule["annotations"].values() for label in templated(text)} <= labels


@each_alert
def test_an_alert_has_a_severity_and_a_summary_and_a_page_says_what_to_do(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in ("page", "ticket")
    assert {"summary"} <= set(rule["annotations"]) <= {"summary", "action"}
    assert rule["labels"]["severity"] == "ticket" or rule["annotations"].get("action")


@each_alert
def test_a_command_that_an_alert_names_can_be_typed(rule: dict[str, Any]) -> None:
    for line in re.findall(r"`heed ([^`]*)`", rule["annotations"].get("action", "")):
        parsed(reduce(lambda said, place: said.replace(place, FILLED[place]), FILLED, line))


def test_every_alert_has_a_scenario_in_which_it_fires() -> None:
    fired = {one["alertname"] for each in SCENARIOS for one in each["alert_rule_test"] if one.get("exp_alerts")}
    assert fired == set(ALERTS)


def test_a_scenario_s_series_have_the_labels_of_the_metric_they_stand_for() -> None:
    known = series()
    for one in (one for each in SCENARIOS for one in each["input_series"]):
        [(name, labels)] = selectors(one["series"])
        assert set(labels) | SCRAPED == known[name]


def test_prometheus_scrapes_every_service_with_metrics_under_the_job_of_the_rules() -> None:
    settings = loaded(DEPLOY / "prometheus" / "prometheus.yml")
    [job] = settings["scrape_configs"]
    [group] = job["static_configs"]
    assert {target.partition(":")[0] for target in group["targets"]} == {
        name for name, one in services().items() if "/readyz" in str(one.get("healthcheck"))
    }
    jobs = {matched["job"] for rule in ALERTS.values() for _, matched in selectors(rule["expr"]) if "job" in matched}
    assert jobs == {job["job_name"]}
    assert settings["rule_files"] == ["rules.yml"]
