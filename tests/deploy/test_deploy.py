"""What `deploy/` and the containers say of the parts is what the code knows: names, ports, settings, addresses."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import fields
from pathlib import PurePosixPath
from typing import Any

import kubernetes_validate
import pytest
import yaml

from gateway.__main__ import parser
from gateway.commands.serving import BESIDE
from gateway.settings import PREFIX, Settings, read_settings
from services.cip.settings import from_environment as cip_settings
from services.civic_data_lab.settings import from_environment as lab_settings
from services.ideenwerkstatt.settings import from_environment as ideas_settings
from services.kit import settings as kit_settings
from services.kit.asking import FEEDS
from services.marketplace.settings import from_environment as market_settings
from tools.run.parts import gateway_part, service_part
from tools.run.settings import ROOT, SERVICES
from tools.run.settings import read_settings as read_run_settings

DEPLOY = ROOT / "deploy"
BASE = DEPLOY / "kubernetes"
VERSIONS = ("1.29", "1.31", "1.33")
READERS = {
    "cip": cip_settings,
    "ideenwerkstatt": ideas_settings,
    "civic_data_lab": lab_settings,
    "marketplace": market_settings,
}
PROMTOOL = shutil.which("promtool")
HOUSES = {name.replace("_", "-"): name for name in SERVICES}
DOCKERFILES = {
    "gateway": ROOT / "gateway/Dockerfile",
    **{name: ROOT / f"services/{name}/Dockerfile" for name in SERVICES},
}


def manifests() -> Iterator[dict[str, Any]]:
    kustomization = yaml.safe_load((BASE / "kustomization.yaml").read_text(encoding="utf-8"))
    for name in kustomization["resources"]:
        yield from yaml.safe_load_all((BASE / name).read_text(encoding="utf-8"))


ALL = list(manifests())
DEPLOYMENTS = {each["metadata"]["name"]: each for each in ALL if each["kind"] == "Deployment"}
POD = {name: each["spec"]["template"]["spec"] for name, each in DEPLOYMENTS.items()}
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]


def of_kind(kind: str) -> dict[str, dict[str, Any]]:
    return {each["metadata"]["name"]: each for each in ALL if each["kind"] == kind}


def containers(pod: dict[str, Any]) -> list[dict[str, Any]]:
    return [*pod.get("initContainers", []), *pod["containers"]]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("manifest", ALL, ids=lambda each: f"{each['kind']}-{each['metadata']['name']}")
def test_a_manifest_is_valid(manifest: dict[str, Any], version: str) -> None:
    kubernetes_validate.validate(manifest, version, strict=True)


def test_every_file_of_the_base_is_in_it() -> None:
    kustomization = yaml.safe_load((BASE / "kustomization.yaml").read_text(encoding="utf-8"))
    assert {*kustomization["resources"], "kustomization.yaml"} == {file.name for file in BASE.iterdir()}
    images = {container["image"] for pod in POD.values() for container in containers(pod)}
    assert {each["name"] for each in kustomization["images"]} == images


def test_every_part_has_its_objects() -> None:
    parts = {"gateway", *HOUSES}
    assert set(DEPLOYMENTS) == set(of_kind("Service")) == set(of_kind("PodDisruptionBudget")) == parts


@pytest.mark.parametrize("part", ["gateway", *HOUSES])
def test_a_part_runs_without_rights_and_more_than_once(part: str) -> None:
    pod = POD[part]
    assert DEPLOYMENTS[part]["spec"]["replicas"] >= 2
    assert DEPLOYMENTS[part]["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    assert of_kind("PodDisruptionBudget")[part]["spec"]["minAvailable"] >= 1
    assert (pod["securityContext"]["runAsNonRoot"], pod["automountServiceAccountToken"]) == (True, False)
    for container in containers(pod):
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert container["resources"]["limits"]["memory"]
    (main,) = pod["containers"]
    assert {"startupProbe", "livenessProbe", "readinessProbe"} <= main.keys()
    user = re.search(r"^USER (\d+)", DOCKERFILES[HOUSES.get(part, part)].read_text(encoding="utf-8"), re.MULTILINE)
    assert user is not None
    assert int(user[1]) == pod["securityContext"]["runAsUser"]
    volumes = {each["name"] for each in pod["volumes"]}
    assert {each["name"] for each in main["volumeMounts"]} == volumes


@pytest.mark.parametrize("part", ["gateway", *HOUSES])
def test_whoever_looks_for_a_part_finds_it(part: str) -> None:
    """Labels, ports and addresses of one part are the same wherever they stand."""
    labels = DEPLOYMENTS[part]["spec"]["template"]["metadata"]["labels"]
    assert DEPLOYMENTS[part]["spec"]["selector"]["matchLabels"].items() <= labels.items()
    assert of_kind("Service")[part]["spec"]["selector"].items() <= labels.items()
    assert of_kind("PodDisruptionBudget")[part]["spec"]["selector"]["matchLabels"].items() <= labels.items()
    (main,) = POD[part]["containers"]
    ports = {each["name"]: each["containerPort"] for each in main["ports"]}
    exposed = re.search(r"^EXPOSE (.*)$", DOCKERFILES[HOUSES.get(part, part)].read_text(encoding="utf-8"), re.MULTILINE)
    assert exposed is not None
    assert set(map(int, exposed[1].split())) == set(ports.values())
    told = DEPLOYMENTS[part]["spec"]["template"]["metadata"]["annotations"]
    assert int(told["prometheus.io/port"]) == ports["admin" if part == "gateway" else "http"]


def given(container: dict[str, Any]) -> dict[str, str]:
    """The variables with their values; those from elsewhere with some that fit."""
    some = {"jwks-url": "https://login.example.org/jwks", "url": "postgresql://house@database/house"}
    found = {}
    for each in container["env"]:
        place = each.get("valueFrom", {})
        (key,) = [one["key"] for one in place.values()] or [""]
        found[each["name"]] = each.get("value", some.get(key, "word"))
    return found


def test_the_settings_of_the_gateway_are_its_own() -> None:
    (gateway,) = POD["gateway"]["containers"]
    variables = given(gateway)
    known = {PREFIX + each.name.upper() for each in fields(Settings)}
    assert {name for name in variables if name.startswith(PREFIX)} <= known
    settings = read_settings(variables)
    ports = {each["name"]: each["containerPort"] for each in gateway["ports"]}
    arguments = parser().parse_args(gateway["args"])
    assert (arguments.port, settings.admin_port) == (ports["http"], ports["admin"])
    assert settings.admin_port == arguments.port + BESIDE
    assert settings.drain_delay + settings.shutdown_grace < POD["gateway"]["terminationGracePeriodSeconds"]
    assert settings.drain_delay > 2 * gateway["readinessProbe"]["periodSeconds"]


@pytest.mark.parametrize("part", HOUSES)
def test_the_settings_of_a_house_are_its_own(part: str) -> None:
    (house,) = POD[part]["containers"]
    (migrate,) = POD[part]["initContainers"]
    prefix = HOUSES[part].upper()
    documented = set(re.findall(r"``(?:<P>_)?([A-Z_]+)``", kit_settings.__doc__ or "")) | {
        "OTEL_EXPORTER_OTLP_ENDPOINT"
    }
    for name in (each["name"] for each in (*house["env"], *migrate["env"])):
        assert name.removeprefix(f"{prefix}_") in documented, name
    settings = READERS[HOUSES[part]](given(house))
    assert settings.port == house["ports"][0]["containerPort"]
    assert settings.host == "0.0.0.0"
    for followed, address in settings.feeds.items():
        assert followed in FEEDS
        assert address == f"http://{followed.replace('_', '-')}:8080/graphql"
    expected = {each for each in SERVICES if each != "marketplace"} if part == "marketplace" else {"marketplace"}
    assert set(settings.feeds) == expected
    assert (migrate["args"], house["args"]) == (["migrate"], ["serve"])


def test_the_graph_of_the_cluster_is_ours() -> None:
    listed = yaml.safe_load(of_kind("ConfigMap")["gateway"]["data"]["supergraph.yaml"])
    ours = yaml.safe_load((ROOT / "schema/supergraph.yaml").read_text(encoding="utf-8"))
    assert listed["federation_version"] == ours["federation_version"]
    assert list(listed["subgraphs"]) == list(ours["subgraphs"])
    services = of_kind("Service")
    for name, each in listed["subgraphs"].items():
        assert (each["owner"], each["contact"]) == (
            ours["subgraphs"][name]["owner"],
            ours["subgraphs"][name]["contact"],
        )
        part = name.replace("_", "-")
        (port,) = services[part]["spec"]["ports"]
        assert each["routing_url"] == each["schema"]["subgraph_url"] == f"http://{part}:{port['port']}/graphql"


def test_probes_ask_what_is_there() -> None:
    (gateway,) = POD["gateway"]["containers"]
    paths = {name: gateway[name]["httpGet"]["path"] for name in ("startupProbe", "livenessProbe", "readinessProbe")}
    assert paths == {
        "startupProbe": "/health/live",
        "livenessProbe": "/health/live",
        "readinessProbe": "/health/ready",
    }
    for part in HOUSES:
        (house,) = POD[part]["containers"]
        assert house["readinessProbe"]["httpGet"]["path"] == "/health"
        # A house whose database is away says so at /health, and must not be killed for it.
        assert "tcpSocket" in house["livenessProbe"]


def test_everything_that_is_needed_is_told_in_the_readme() -> None:
    text = (DEPLOY / "README.md").read_text(encoding="utf-8")
    needed = re.findall(r"(?:secretKeyRef|configMapKeyRef): \{name: ([\w-]+), key: ([\w-]+)", whole())
    needed += [(name, "") for name in re.findall(r"secretName: ([\w-]+)", whole())]
    for name, key in needed:
        assert f"`{name}`" in text, name
        assert not key or f"`{key}`" in text, key


def whole() -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in BASE.glob("*.yaml"))


def test_the_network_lets_through_what_is_used() -> None:
    ports = {
        int(port["port"])
        for policy in of_kind("NetworkPolicy").values()
        for rule in (*policy["spec"].get("ingress", []), *policy["spec"].get("egress", []))
        for port in rule["ports"]
    }
    used = {each["containerPort"] for pod in POD.values() for each in pod["containers"][0]["ports"]}
    assert ports == used | {53, 443, 4318, 5432, 6379}
    assert of_kind("NetworkPolicy")["nobody"]["spec"]["policyTypes"] == ["Ingress", "Egress"]
    labels = {
        each["spec"]["template"]["metadata"]["labels"]["app.kubernetes.io/part-of"] for each in DEPLOYMENTS.values()
    }
    assert labels == {"civic-coding-graph"}


def test_all_images_are_on_one_python_and_pinned() -> None:
    texts = [file.read_text(encoding="utf-8") for file in DOCKERFILES.values()]
    (base,) = {re.search(r"^ARG PYTHON=(\S+)$", text, re.MULTILINE)[1] for text in texts}  # type: ignore[index]
    for text in texts:
        assert set(re.findall(r"^FROM (\S+)", text, re.MULTILINE)) == {"${PYTHON}"}
        assert "--constraint requirements.txt" in text
        assert re.search(r"^USER \d+:\d+$", text, re.MULTILINE)
    builds = [each["build"]["args"]["PYTHON"] for each in COMPOSE.values() if "build" in each]
    assert set(builds) == {f"${{PYTHON_IMAGE:-{base}}}"}
    assert len(builds) == len(DOCKERFILES) + 4, "the gateway's image also makes keys and the second gateway"


def test_compose_has_health_checks_profiles_and_no_root() -> None:
    once = {"development-key", "calls-key", "index-token", "collector"}  # those end, but for the last, without a shell
    assert {name for name, each in COMPOSE.items() if "healthcheck" not in each} == once
    assert {profile for each in COMPOSE.values() for profile in each.get("profiles", [])} == {
        "observability",
        "replicas",
        "pgvector",
    }
    assert not [name for name, each in COMPOSE.items() if "user" in each]
    known = {PREFIX + each.name.upper() for each in fields(Settings)}
    for name in ("gateway", "gateway-two"):
        assert {key for key in COMPOSE[name]["environment"] if key.startswith(PREFIX)} <= known
    for each in COMPOSE.values():
        for volume in each.get("volumes", []):
            source = volume.partition(":")[0]
            assert not source.startswith("./") or (ROOT / source).exists(), source


def test_calls_are_signed_in_compose_as_in_a_local_run() -> None:
    gateway = COMPOSE["gateway"]["environment"]
    assert gateway["GATEWAY_SIGNING_KEY"] == f"{COMPOSE['calls-key']['command'][1]}/private.pem"
    holders = [name for name, each in COMPOSE.items() if any(v.startswith("calls:") for v in each.get("volumes", []))]
    assert holders == ["calls-key", "gateway", "gateway-two"], "nobody else has the private half"
    assert "/calls" in DOCKERFILES["gateway"].read_text(encoding="utf-8")
    local = gateway_part(read_run_settings({}), "")
    assert gateway["GATEWAY_SIGN_QUERIES"] == local.environment["GATEWAY_SIGN_QUERIES"]
    for name in SERVICES:
        house = COMPOSE[name]["environment"]
        assert house["AUTH_GATEWAY_JWKS"] == "http://gateway:4000/.well-known/jwks.json"
        assert house["AUTH_UNSIGNED"] == service_part(read_run_settings({}), name, "").environment["AUTH_UNSIGNED"]


SIGNED_WITH = re.compile(r"GATEWAY_SIGN|AUTH_GATEWAY|AUTH_UNSIGNED")


def test_calls_are_signed_in_the_cluster_as_in_compose() -> None:
    """Every setting that compose signs with, and checks with, is set in the base, too."""
    for name in ("gateway", *SERVICES):
        (main,) = POD[name.replace("_", "-")]["containers"]
        here = {key: value for key, value in given(main).items() if SIGNED_WITH.match(key)}
        there = {key: value for key, value in COMPOSE[name]["environment"].items() if SIGNED_WITH.match(key)}
        assert here.keys() == there.keys(), name
        for key in here.keys() - {"AUTH_GATEWAY_JWKS"}:
            assert here[key] == there[key], key
    (port,) = of_kind("Service")["gateway"]["spec"]["ports"]
    assert port["port"] == 80
    assert {given(POD[part]["containers"][0])["AUTH_GATEWAY_JWKS"] for part in HOUSES} == {
        "http://gateway/.well-known/jwks.json"
    }
    file = PurePosixPath(given(POD["gateway"]["containers"][0])["GATEWAY_SIGNING_KEY"])
    holders = {
        part: volume["name"] for part, pod in POD.items() for volume in pod["volumes"] if has_the_signing_key(volume)
    }
    assert holders == {"gateway": "calls"}, "nobody else has the private half"
    mounts = {each["name"]: each["mountPath"] for each in POD["gateway"]["containers"][0]["volumeMounts"]}
    assert mounts["calls"] == str(file.parent)
    told = (DEPLOY / "README.md").read_text(encoding="utf-8")
    assert f"| Secret `gateway-signing-key` | `{file.name}` |" in told


def has_the_signing_key(volume: dict[str, Any]) -> bool:
    return bool(volume.get("secret", {}).get("secretName") == "gateway-signing-key")


def test_houses_reach_the_keys_of_the_gateway() -> None:
    policies = of_kind("NetworkPolicy")
    house, gateway = (
        {"podSelector": {"matchLabels": {name: value}}}
        for name, value in (
            ("civic-coding/role", "house"),
            ("app.kubernetes.io/name", "gateway"),
        )
    )
    port = [{"protocol": "TCP", "port": POD["gateway"]["containers"][0]["ports"][0]["containerPort"]}]
    assert any(house in rule["from"] and rule["ports"] == port for rule in policies["gateway"]["spec"]["ingress"])
    assert {"to": [gateway], "ports": port} in policies["houses"]["spec"]["egress"]


def test_prometheus_of_compose_asks_every_part() -> None:
    content = yaml.safe_load((DEPLOY / "compose/prometheus.yml").read_text(encoding="utf-8"))
    jobs = {each["job_name"]: each["static_configs"][0]["targets"] for each in content["scrape_configs"]}
    assert jobs == {"gateway": ["gateway:4009"], "house": [f"{name}:8080" for name in SERVICES]}


@pytest.mark.skipif(PROMTOOL is None, reason="promtool is not installed (Debian's package prometheus has it)")
@pytest.mark.parametrize("words", [("check", "rules", "alerts.yml"), ("test", "rules", "alerts_test.yml")])
def test_the_rules_hold(words: tuple[str, ...]) -> None:
    said = subprocess.run(
        [str(PROMTOOL), *words], cwd=DEPLOY / "prometheus", capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stdout + said.stderr


def test_each_alert_is_tested_as_it_fires_and_as_it_does_not() -> None:
    rules = yaml.safe_load((DEPLOY / "prometheus/alerts.yml").read_text(encoding="utf-8"))
    names = {rule["alert"] for group in rules["groups"] for rule in group["rules"]}
    wrong, well = yaml.safe_load((DEPLOY / "prometheus/alerts_test.yml").read_text(encoding="utf-8"))["tests"]
    (fired,) = wrong["promql_expr_test"]
    assert set(re.findall(r'alertname="(\w+)"', " ".join(each["labels"] for each in fired["exp_samples"]))) == names
    assert all(each["exp_samples"] == [] for each in well["promql_expr_test"])
    used = metrics_of(" ".join(rule["expr"] for group in rules["groups"] for rule in group["rules"]))
    given = {each["series"].partition("{")[0] for each in (*wrong["input_series"], *well["input_series"])}
    assert used <= given, "what is not there fires no alert, whether all is well or not"


def metrics_of(text: str) -> set[str]:
    """Names of our metrics in rules or a dashboard."""
    return set(re.findall(r"\b((?:civic|http|db)_[a-z0-9_]+)(?=[\[{\s)])", text)) - LABELS


LABELS = {
    *("http_route", "http_response_status_code", "civic_code", "civic_subgraph_name", "civic_swap_result"),
    *("civic_cache_result", "civic_document_id", "civic_statement_name", "civic_pool_name"),
    *("civic_connection_state", "civic_is_whole"),
}


def test_the_dashboard_is_whole() -> None:
    board = json.loads((DEPLOY / "grafana/civic-coding-graph.json").read_text(encoding="utf-8"))
    panels = [each for each in board["panels"] if each["type"] != "row"]
    places = [(each["gridPos"]["x"], each["gridPos"]["y"]) for each in board["panels"]]
    assert len(set(places)) == len(places)
    assert all(target["expr"] for each in panels for target in each["targets"])
    assert len({each["id"] for each in board["panels"]}) == len(board["panels"])


def expressions_of_deploy() -> list[list[str]]:
    """What the rules ask, and what the dashboard does."""
    rules = yaml.safe_load((DEPLOY / "prometheus/alerts.yml").read_text(encoding="utf-8"))
    board = json.loads((DEPLOY / "grafana/civic-coding-graph.json").read_text(encoding="utf-8"))
    return [
        [rule["expr"] for group in rules["groups"] for rule in group["rules"]],
        [target["expr"] for panel in board["panels"] for target in panel.get("targets", [])],
    ]
