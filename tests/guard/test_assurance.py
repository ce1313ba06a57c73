"""The gateway's own policy: an assurance level (acr) of at least substantial, whatever else a token says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from gateway.composition import compose
from gateway.guard.assurance import SUBSTANTIAL, is_substantial
from gateway.guard.rights import Asked, rights_of
from gateway.identity.tokens import caller_of
from gateway.making import policies_of, supergraph_of
from gateway.model.caller import ANONYMOUS, Caller
from gateway.model.composition import Composed, SubgraphSource
from gateway.settings import Settings, read_settings
from services.kit import assurance
from tools.run.parts import gateway_part
from tools.run.settings import ROOT
from tools.run.settings import read_settings as run_settings

NAME = "assurance_substantial"
SCHEMA = """
extend schema @link(url: "https://specs.apollo.dev/federation/v2.6", import: ["@policy"])
type Query { hello: String @policy(policies: [["assurance_substantial"]]) }
"""
values = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(), st.lists(st.sampled_from(sorted(SUBSTANTIAL))), st.just({})
)


@pytest.mark.parametrize("acr", sorted(SUBSTANTIAL))
def test_each_level_from_substantial_on_is_enough(acr: str) -> None:
    assert is_substantial(caller_of({"sub": "anna", "exp": 1, "acr": acr})) is True


@pytest.mark.parametrize(
    "acr", ["STORK-QAA-Level-1", "STORK-QAA-Level-2", "http://eidas.europa.eu/LoA/low", "LOW", "stork-qaa-level-3", "0"]
)
def test_nothing_below_and_nothing_like_it_is(acr: str) -> None:
    assert is_substantial(caller_of({"sub": "anna", "exp": 1, "acr": acr})) is False


@given(acr=values, others=st.dictionaries(st.sampled_from(["amr", "role", "scope", "level"]), values))
def test_only_the_levels_themselves_open_it(acr: Any, others: dict[str, Any]) -> None:
    """Whatever JSON a token holds: no error, and no way in by another claim."""
    caller = Caller("anna", claims={**others, "acr": acr})
    assert is_substantial(caller) is (isinstance(acr, str) and acr in SUBSTANTIAL)
    assert is_substantial(Caller("anna", claims=others)) is False


def test_whoever_shows_no_token_has_no_level() -> None:
    assert is_substantial(ANONYMOUS) is False
    assert is_substantial(Caller(None, claims={"acr": "HIGH"})) is False


def test_the_house_that_asks_again_knows_the_same_levels() -> None:
    """The gateway and CIP share no code; a level that one of them knows alone would open to nobody, or mislead."""
    assert SUBSTANTIAL == assurance.SUBSTANTIAL


def compose_variable() -> str:
    containers = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    return str(containers["services"]["gateway"]["environment"]["GATEWAY_POLICIES"])


def run_variable(home: Path) -> str:
    return gateway_part(run_settings({"RUN_HOME": str(home)}), "token").environment["GATEWAY_POLICIES"]


@pytest.mark.parametrize("place", ["run", "compose"])
def test_make_run_and_the_containers_open_what_the_graph_guards(place: str, tmp_path: Path) -> None:
    """Every policy that our graph names has a function, and it is this one."""
    text = run_variable(tmp_path) if place == "run" else compose_variable()
    supergraph = supergraph_of((ROOT / "schema" / "supergraph.graphql").read_text(encoding="utf-8"), Settings())
    policies = policies_of(supergraph, read_settings({"GATEWAY_POLICIES": text}))
    assert dict(policies) == {NAME: is_substantial}


def test_without_its_function_it_stays_closed(caplog: pytest.LogCaptureFixture) -> None:
    composed = compose([SubgraphSource("greeter", "http://127.0.0.1:9/", SCHEMA)])
    assert isinstance(composed, Composed)
    policies = policies_of(supergraph_of(composed.supergraph_sdl, Settings()), Settings())
    rights = rights_of(Caller("anna", claims={"acr": "HIGH"}), Asked(frozenset(), frozenset((NAME,))), policies)
    assert rights.policies == frozenset()
    assert "has no function" in caplog.text
