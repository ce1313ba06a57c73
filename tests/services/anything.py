"""Valid queries and references that nobody would write by hand, made from a service's schema."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import hypothesis_graphql
from graphql import GraphQLSchema, GraphQLUnionType, print_schema
from hypothesis import strategies as st
from hypothesis_graphql import nodes

from tests.kit.asking import Answer

EXPECTED = frozenset({"BAD_USER_INPUT", "UNAUTHENTICATED", "FORBIDDEN", "NOT_FOUND"})
"""The codes of what a client does wrong, or may not; everything else would be an error of the service."""

INSTANTS = st.datetimes(timezones=st.sampled_from([None, UTC])).map(lambda moment: moment.isoformat())
TEXTS = st.text(max_size=8) | st.sampled_from(["DEE02", "150020000000", "org_1", "https://data.example.org/paths"])
SOMETHING = st.booleans() | st.integers(-(2**53), 2**53) | TEXTS | st.lists(TEXTS, max_size=2)
VALUES = st.none() | SOMETHING


def queries(schema: GraphQLSchema) -> st.SearchStrategy[str]:
    """Queries over all root fields but federation's own."""
    assert schema.query_type is not None
    return hypothesis_graphql.queries(
        print_schema(schema),
        fields=[name for name in schema.query_type.fields if not name.startswith("_")],
        custom_scalars={"DateTime": INSTANTS.map(nodes.String), "URL": TEXTS.map(nodes.String)},
        allow_x00=True,
    )


def references(schema: GraphQLSchema) -> st.SearchStrategy[list[Any]]:
    """Representations with known and unknown types, with right and wrong and missing keys."""
    union = schema.type_map["_Entity"]
    assert isinstance(union, GraphQLUnionType)
    names = st.sampled_from([*(kind.name for kind in union.types), "Nobody"])
    keys = st.fixed_dictionaries({}, optional=dict.fromkeys(("id", "uri", "slug", "ars", "nuts"), VALUES))
    known = st.builds(lambda name, values: {"__typename": name, **values}, names, keys)
    return st.lists(known | SOMETHING, max_size=6)


def unexpected(answer: Answer) -> list[dict[str, Any]]:
    """The errors that no client can cause."""
    return [error for error in answer.errors if error["extensions"]["code"] not in EXPECTED]
