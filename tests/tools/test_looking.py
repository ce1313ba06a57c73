"""What the start says last fits the houses of the run: nothing is offered that then fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from graphql import build_schema, parse, validate

from tools.run.looking import OF_ALL, OF_ONE, where_to_look
from tools.run.settings import DEFAULT_PORTS, SERVICES, RunSettings

SCHEMA = Path(__file__).parents[2] / "schema"


def told(services: tuple[str, ...], invited: str | None) -> str:
    settings = RunSettings(home=Path("/somewhere"), ports=DEFAULT_PORTS, databases={}, services=services)
    return "\n".join(where_to_look(settings, invited))


def test_with_all_houses_the_first_query_is_over_all() -> None:
    shown = told(SERVICES, "a-token")
    assert OF_ALL in shown
    assert "  a-token" in shown
    assert "Today is 2025-06-16 here" in shown


@pytest.mark.parametrize("house", SERVICES)
def test_one_house_is_asked_what_it_answers_alone(house: str) -> None:
    shown = told((house,), None)
    assert OF_ONE[house] in shown
    assert OF_ALL not in shown
    assert "invitation" not in shown
    subgraph = build_schema((SCHEMA / "subgraphs" / f"{house}.graphql").read_text(encoding="utf-8"), assume_valid=True)
    assert validate(subgraph, parse(OF_ONE[house])) == []


def test_the_first_query_over_all_fits_the_graph() -> None:
    assert validate(build_schema((SCHEMA / "api.graphql").read_text(encoding="utf-8")), parse(OF_ALL)) == []
