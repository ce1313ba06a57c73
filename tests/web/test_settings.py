"""Settings: read once, everything that is wrong is said at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.ground.errors import ConfigurationError
from gateway.settings import Settings, read_settings, unknown_variables


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
        ("GATEWAY_SUBGRAPH_DEADLINE", "2.5", "subgraph_deadline", 2.5),
        ("GATEWAY_OPERATIONS", "schema/operations", "operations", Path("schema/operations")),
        ("GATEWAY_PORT", "", "port", 4000),
    ],
)  # fmt: skip
def test_every_form_of_value_is_read_from_text(variable: str, text: str, name: str, value: object) -> None:
    assert getattr(read_settings({variable: text}), name) == value


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


@pytest.mark.parametrize("text", ["- a\n- b\n", "just words", "{1: 2}", "a: [", "\x00"])
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
