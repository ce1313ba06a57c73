"""A type that nobody can name because its ministry is down is an outage, not a fault of the one that answered."""

from __future__ import annotations

import pytest

from tests.federation.example import load
from tests.federation.federated import ask
from tests.federation.test_failures import down

EXAMPLE = load("interface_objects")


@pytest.mark.parametrize("dead", list(EXAMPLE.subgraphs))
async def test_a_dead_ministry_never_makes_a_type_impossible(dead: str) -> None:
    for text in EXAMPLE.queries.values():
        variables = {"no": False} if "$no" in text else {}
        got = await ask(EXAMPLE, text, variables, spoiled={dead: down})
        assert {error["extensions"]["code"] for error in got.get("errors", [])} <= {"SUBREQUEST_HTTP_ERROR"}, got
