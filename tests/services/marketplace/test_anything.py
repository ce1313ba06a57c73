"""Whatever a query or a reference asks, the service answers it or says why not: never with an error of its own."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.marketplace.schema import SCHEMA
from tests.kit.asking import ask, entities
from tests.services.anything import queries, references, unexpected
from tests.services.conftest import House, bearer

# Queries on a schema of this size are slow to make.
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(query=queries(SCHEMA._schema), staff=st.booleans())
async def test_no_valid_query_is_an_error_of_the_service(read_only: House, query: str, staff: bool) -> None:
    headers = bearer("member_jo", "marketplace:manage", "ideas:write") if staff else {}
    answer = await ask(read_only.app, query, headers=headers)
    assert unexpected(answer) == [], query


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(asked=references(SCHEMA._schema))
async def test_each_reference_has_its_place_in_the_answer(read_only: House, asked: list[Any]) -> None:
    answer = await entities(read_only.app, "__typename", asked)
    assert unexpected(answer) == []
    assert len(answer.data) == len(asked)
    refused = {error["path"][1] for error in answer.errors}
    for place, (wish, found) in enumerate(zip(asked, answer.data, strict=True)):
        assert found is None or found["__typename"] == wish["__typename"]
        assert place not in refused or found is None
