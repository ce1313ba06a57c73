"""The whole house under the eyes of its operator: one tree of spans for a request, figures everywhere.

And in none of it is anything of who asked for what.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.deploy.test_deploy import expressions_of_deploy, metrics_of
from tests.house.conftest import IDEA, House, started
from tests.ports import free_ports
from tests.telemetry.collector import Collector, Span, collecting
from tools.run.settings import ROOT, SERVICES

SAVED = (ROOT / "schema/operations/12_organisation_across_ministries.graphql").read_text(encoding="utf-8")
MARK = "Geheimniskrämerei"
ADDRESS = "127.0.0.1"
PATIENCE = 60.0
(ADMIN,) = free_ports(1)


@pytest.fixture(scope="module")
def collector() -> Iterator[Collector]:
    with collecting() as opened:
        yield opened


@pytest.fixture(scope="module")
def house(collector: Collector) -> Iterator[House]:
    more = {
        "OTEL_EXPORTER_OTLP_ENDPOINT": collector.address,
        "OTEL_BSP_SCHEDULE_DELAY": "50",
        "GATEWAY_TRACE_DOCUMENTS": "true",
        "GATEWAY_LOG_FORMAT": "json",
        "GATEWAY_ACCESS_LOG": "true",
        "ADMIN_PORT": str(ADMIN),
        "LOG_FORMAT": "json",
        "ACCESS_LOG": "on",
    }
    with tempfile.TemporaryDirectory(prefix="civic-told-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        with started(Path(folder), more=more) as running:
            running.wait_for_line("Ctrl-C stops everything")
            yield running


def trace_of(collector: Collector, operation: str) -> Span:
    """The gateway's span of the request with this operation, when all that hangs below it has come."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        for span in list(collector.spans):
            if span.attributes.get("graphql.operation.name") == operation:
                server = next((each for each in collector.spans if each.id == span.parent), None)
                calls = [each for each in collector.below(span) if each.kind == "CLIENT"]
                if server is not None and all(collector.below(call) for call in calls):
                    return server
        time.sleep(0.05)
    raise AssertionError(f"no whole trace of {operation} came")


def test_one_tree_from_the_client_to_the_statements_of_every_service(house: House, collector: Collector) -> None:
    assert house.ask(SAVED)["data"]["organisation"]["displayName"]
    server = trace_of(collector, "OrganisationAcrossMinistries")
    assert (server.service, server.name, server.parent) == ("civic-gateway", "POST /graphql", "")
    (operation,) = collector.below(server)
    assert operation.name == "query"
    assert operation.attributes["civic.document.id"].startswith("12")
    assert {span.name for span in collector.below(operation)} == {"plan", "POST"}
    services: dict[str, set[str]] = {}
    for call in collector.below(operation):
        for answered in collector.below(call):
            assert (answered.kind, answered.name) == ("SERVER", "POST /graphql")
            assert answered.service == call.attributes["civic.subgraph.name"]
            statements = {trip.attributes["db.query.summary"] for trip in collector.below(answered)}
            services.setdefault(answered.service, set()).update(statements)
    assert set(services) == set(SERVICES)
    assert all(services.values()), services


def test_nothing_tells_who_asked_for_what(house: House, collector: Collector) -> None:
    """Marked values in variables and in the document, a token, an address: in no log and no span."""
    token = house.login("mira")
    created = house.ask(
        "mutation Create($input: IdeaInput!) { createIdea(input: $input) { idea { id } errors { code } } }",
        {"input": {**IDEA, "title": MARK, "summary": MARK}},
        token,
    )
    assert created["data"]["createIdea"]["idea"]["id"]
    house.ask(f'query Search {{ search(query: "{MARK}", first: 3) {{ totalCount }} }}', None, token)
    house.ask('query Wrong { idea(id: "%s") { nothing } }' % MARK, None, token)  # noqa: UP031
    house.ask("{ myIdeas(first: 1) { nodes { title } } }", None, token)
    trace_of(collector, "Create")
    logs = "".join(file.read_text(encoding="utf-8") for file in (house.home / "logs").glob("*.log"))
    assert '"operation_name":"Create"' in logs
    begun = [line for line in logs.splitlines() if "Application startup complete" in line]
    assert len(begun) == len(SERVICES)
    assert all(line.startswith('{"time"') for line in begun)
    for mark in (MARK, MARK[:9], token, token.split(".")[1][:40]):
        assert mark not in logs
        assert mark not in collector.whole
    assert f'"client":"{ADDRESS}' not in logs
    assert '"client":"127.0.0.0/24"' in logs


def test_every_metric_of_dashboard_and_alerts_is_one_that_is_shown(house: House) -> None:
    addresses = [f"http://{ADDRESS}:{house.ports[service]}/metrics" for service in SERVICES]
    addresses.append(f"http://{ADDRESS}:{ADMIN}/metrics")
    shown: set[str] = set()
    for address in addresses:
        with urllib.request.urlopen(address, timeout=10) as answer:
            for family in text_string_to_metric_families(answer.read().decode()):
                endings = ("_bucket", "_sum", "_count") if family.type == "histogram" else ("", "_total")
                shown |= {family.name + ending for ending in endings}
    for expressions in expressions_of_deploy():
        used = metrics_of(" ".join(expressions))
        assert len(used) > 10
        assert used <= shown


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed (Debian's package prometheus)")
def test_every_service_shows_figures_that_promtool_accepts(house: House) -> None:
    for service in SERVICES:
        with urllib.request.urlopen(f"http://{ADDRESS}:{house.ports[service]}/metrics", timeout=10) as answer:
            text = answer.read().decode()
        assert 'db_client_operation_duration_seconds_count{db_system_name="postgresql"' in text
        said = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True, text=True, check=False)
        assert (said.returncode, said.stdout + said.stderr) == (0, "")


PROMETHEUS = shutil.which("prometheus")


@contextmanager
def prometheus_of(house: House) -> Iterator[str]:
    """A real one with the files of `deploy/`, but for addresses and pauses."""
    text = (ROOT / "deploy/compose/prometheus.yml").read_text(encoding="utf-8")
    (port,) = free_ports(1)
    places = {"gateway:4009": f"{ADDRESS}:{ADMIN}", "15s": "1s"}
    places |= {f"{service}:8080": f"{ADDRESS}:{house.ports[service]}" for service in SERVICES}
    places["/etc/prometheus/alerts.yml"] = str(ROOT / "deploy/prometheus/alerts.yml")
    for before, after in places.items():
        assert before in text, before
        text = text.replace(before, after)
    with tempfile.TemporaryDirectory(prefix="civic-prometheus-", ignore_cleanup_errors=True) as folder:
        Path(folder, "prometheus.yml").write_text(text, encoding="utf-8")
        options = (f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/data")
        command = (str(PROMETHEUS), *options, f"--web.listen-address={ADDRESS}:{port}")
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
            try:
                yield f"http://{ADDRESS}:{port}/api/v1"
            finally:
                process.terminate()


def asked(address: str, **query: str) -> Any:
    with urllib.request.urlopen(f"{address}?{urllib.parse.urlencode(query)}", timeout=10) as answer:
        said = json.loads(answer.read())
    assert said["status"] == "success", said
    return said["data"]


@pytest.mark.skipif(PROMETHEUS is None, reason="prometheus is not installed (Debian's package prometheus)")
def test_a_real_prometheus_reads_every_part_and_asks_all_that_rules_and_dashboard_ask(house: House) -> None:
    house.ask(SAVED)
    with prometheus_of(house) as address:
        until, well = time.monotonic() + PATIENCE, set[str]()
        while len(well) < len(SERVICES) + 1:
            assert time.monotonic() < until, f"only {well} were read"
            with suppress(OSError):
                targets = asked(f"{address}/targets")["activeTargets"]
                well = {each["labels"]["instance"] for each in targets if each["health"] == "up"}
            time.sleep(0.1)
        rules = [rule for group in asked(f"{address}/rules")["groups"] for rule in group["rules"]]
        assert len(rules) == len(expressions_of_deploy()[0])
        assert [rule["lastError"] for rule in rules if rule.get("lastError")] == []
        for expressions in expressions_of_deploy():
            for expression in expressions:
                asked(f"{address}/query", query=expression.replace("$__rate_interval", "1m"))
        up = asked(f"{address}/query", query="sum(up)")["result"]
        assert up[0]["value"][1] == str(len(SERVICES) + 1)
