"""Settings: read once, everything that is wrong is said at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.ground.by_subgraph import BySubgraph, for_all
from gateway.ground.error_detail import ErrorDetail
from gateway.ground.errors import ConfigurationError
from gateway.settings import Settings, read_settings, unknown_subgraphs, unknown_variables


def test_without_file_and_environment_the_defaults_hold() -> None:
    assert read_settings({}) == Settings()


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "gateway.yaml"
    file.write_text("port: 4100\nworkers: 2\nsubgraph_urls: {cip: 'http://cip.example/graphql'}\n")
    settings = read_settings({"GATEWAY_PORT": "4200"}, file)
    assert (settings.port, settings.workers) == (4200, 2)
    assert settings.subgraph_urls == {"cip": "http://cip.example/graphql"}


@pytest.mark.parametrize(
    ("variable", "text", "name", "value"),
    [
        ("GATEWAY_GRAPHIQL", "off", "graphiql", False),
        ("GATEWAY_CORS_ORIGINS", "https://a.example, https://b.example", "cors_origins", ("https://a.example", "https://b.example")),
        ("GATEWAY_SUBGRAPH_URLS", "a=http://a/x?y=1,b=http://b", "subgraph_urls", {"a": "http://a/x?y=1", "b": "http://b"}),
        ("GATEWAY_CLIENT_STALL", "2.5", "client_stall", 2.5),
        ("GATEWAY_SUBGRAPH_DEADLINE", "2.5", "subgraph_deadline", for_all(2.5)),
        ("GATEWAY_SUBGRAPH_DEADLINE", "all=20, cip=5", "subgraph_deadline", BySubgraph({"all": 20.0, "cip": 5.0})),
        ("GATEWAY_SUBGRAPH_DEADLINE", "cip=5", "subgraph_deadline", BySubgraph({"all": 30.0, "cip": 5.0})),
        ("GATEWAY_ERROR_DETAIL", "all", "error_detail", for_all(ErrorDetail.ALL)),
        ("GATEWAY_ERROR_DETAIL", "x=all", "error_detail", BySubgraph({"all": ErrorDetail.CODE, "x": ErrorDetail.ALL})),
        ("GATEWAY_OPERATIONS", "schema/operations", "operations", Path("schema/operations")),
        ("GATEWAY_PORT", "", "port", 4000),
    ],
)  # fmt: skip
def test_every_form_of_value_is_read_from_text(variable: str, text: str, name: str, value: object) -> None:
    assert getattr(read_settings({variable: text}), name) == value


@pytest.mark.parametrize(
    ("text", "waits"),
    [
        ("subgraph_deadline: 5", {"all": 5.0}),
        ("subgraph_deadline: {marketplace: 5}", {"all": 30.0, "marketplace": 5.0}),
        ("subgraph_deadline: {all: 20, marketplace: 5.5}", {"all": 20.0, "marketplace": 5.5}),
    ],
)
def test_a_file_may_give_each_subgraph_its_value(tmp_path: Path, text: str, waits: dict[str, float]) -> None:
    file = tmp_path / "gateway.yaml"
    file.write_text(text)
    found = read_settings({}, file).subgraph_deadline
    assert found.values == waits
    assert found.of("marketplace") == waits.get("marketplace", waits["all"])


def test_every_problem_of_values_by_subgraph_is_listed(tmp_path: Path) -> None:
    file = tmp_path / "gateway.yaml"
    file.write_text("error_detail: {cip: much}\n")
    with pytest.raises(ConfigurationError) as caught:
        read_settings({"GATEWAY_SUBGRAPH_DEADLINE": "all=5,cip=0,marketplace=0"}, file)
    assert [problem.split(": ", 1)[1] for problem in caught.value.problems] == [
        "'much' is none of code, message, all.",
        "0.0 is less than 0.001.",
        "0.0 is less than 0.001.",
    ]


@pytest.mark.parametrize(
    "text", ["5,cip=3", "cip=3,5", "cip=1,cip=2", "=3", "cip=", "cip", "all=1,all=2", "=", "a=1=2"]
)
def test_what_is_neither_one_value_nor_one_for_each_subgraph_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read_settings({"GATEWAY_SUBGRAPH_DEADLINE": text})
    assert len(caught.value.problems) == 1


@pytest.mark.parametrize("text", ["{}", "{1: 2}", "[1]", "{cip: [1]}", "{cip: {all: 1}}", "{'': 1}", "true"])
def test_a_file_with_no_values_by_subgraph_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "gateway.yaml"
    file.write_text(f"subgraph_deadline: {text}\n")
    with pytest.raises(ConfigurationError):
        read_settings({}, file)


def test_unknown_subgraphs_are_named_whatever_setting_they_stand_in() -> None:
    environment = {
        "GATEWAY_SUBGRAPH_URLS": "cpi=http://x",
        "GATEWAY_SUBGRAPH_DEADLINE": "cip=1,market=2",
        "GATEWAY_ERROR_DETAIL": "all=all,house=all",
    }
    problems = unknown_subgraphs(read_settings(environment), ("cip", "marketplace"))
    assert [problem.split(";")[0] for problem in problems] == [
        "subgraph_urls: There is no subgraph 'cpi'",
        "subgraph_deadline: There is no subgraph 'market'",
        "error_detail: There is no subgraph 'house'",
    ]
    assert unknown_subgraphs(Settings(), ()) == ()


def test_all_problems_are_listed_together(tmp_path: Path) -> None:
    file = tmp_path / "gateway.yaml"
    file.write_text("prot: 4100\nworkers: 0\ngraphiql: perhaps\nport: true\n")
    with pytest.raises(ConfigurationError) as caught:
        read_settings({"GATEWAY_LIMIT_BODY": "much"}, file)
    assert [problem.split(": ", 1)[1] for problem in caught.value.problems] == [
        "there is no setting 'prot'.",
        "True is not a whole number.",
        "'perhaps' is neither true nor false.",
        "'much' is not a whole number.",
        "0 is less than 1.",
    ]


@pytest.mark.parametrize("text", ["a", "a=1,b", "a:1"])
def test_pairs_without_a_sign_are_not_dropped_in_silence(text: str) -> None:
    with pytest.raises(ConfigurationError, match=r"cannot be used") as caught:
        read_settings({"GATEWAY_SUBGRAPH_URLS": text})
    assert "name=value" in caught.value.problems[0]


@pytest.mark.parametrize("text", ["- a\n- b\n", "just words", "{1: 2}", "a: [", "\x00", "port: 1\nport: 2"])
def test_a_file_that_holds_no_settings_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "gateway.yaml"
    file.write_text(text)
    with pytest.raises(ConfigurationError):
        read_settings({}, file)


@pytest.mark.parametrize(
    ("environment", "word"),
    [
        ({"GATEWAY_FORWARD_HEADERS": "connection"}, "never handed on"),
        ({"GATEWAY_FORWARD_HEADERS": "*"}, "never handed on"),
        ({"GATEWAY_FORWARD_HEADERS": "two words"}, "not the name"),
        ({"GATEWAY_JWKS_URL": "u", "GATEWAY_DEV_ISSUER_KEY": "k", "GATEWAY_DEV_PERSONAS": "p"}, "beside"),
        ({"GATEWAY_DEV_ISSUER_KEY": "k"}, "needs both"),
        ({"GATEWAY_PATH": "/"}, "must begin with /"),
        ({"GATEWAY_CORS_ORIGINS": "*", "GATEWAY_CORS_CREDENTIALS": "yes"}, "name the origins"),
        ({"GATEWAY_PUBLIC_CODES": "NOT_FOUND,INTERNAL_SERVER_ERROR"}, "never public"),
        ({"GATEWAY_ERROR_EXTENSIONS": "hint,reference"}, "own word"),
        ({"GATEWAY_PORT": "70000"}, "more than 65535"),
    ],
)  # fmt: skip
def test_settings_that_contradict_one_another_are_refused(environment: dict[str, str], word: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read_settings(environment)
    assert word in caught.value.problems[0]


def test_a_misspelt_variable_is_found_though_it_is_no_error() -> None:
    environment = {"GATEWAY_PROT": "4100", "GATEWAY_PORT": "4200", "PATH": "/bin"}
    assert unknown_variables(environment) == ("GATEWAY_PROT",)
    assert read_settings(environment).port == 4200
