"""Whatever a valid query asks, the service answers it or says why not: never with an error of its own."""

from __future__ import annotations

from typing import Any

import hypothesis_graphql
from graphql import print_schema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import nodes

from services.cip.schema import SCHEMA
from tests.kit.asking import Answer, ask
from tests.services.cip.conftest import Cip

EXPECTED = {"BAD_USER_INPUT", "UNAUTHENTICATED", "FORBIDDEN", "NOT_FOUND"}
PLAIN = print_schema(SCHEMA._schema)
FIELDS = [name for name in SCHEMA._schema.query_type.fields if not name.startswith("_")]  # type: ignore[union-attr]
QUERIES = hypothesis_graphql.queries(
    PLAIN,
    fields=FIELDS,
    custom_scalars={"Date": st.dates().map(str).map(nodes.String)},
    allow_x00=True,
)


@settings(
    max_examples=60,
    deadline=None,
    # Queries on a schema of this size are slow to make; the fixture only reads.
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
@given(query=QUERIES, staff=st.booleans())
async def test_no_valid_query_is_an_error_of_the_service(cip: Cip, query: str, staff: bool) -> None:
    headers = cip.issuer.bearer(scope="cip:manage") if staff else {}
    answer: Answer = await ask(cip.app, query, headers=headers)
    codes: set[Any] = {code for code, _ in answer.codes}
    assert codes <= EXPECTED, (query, answer.errors)
