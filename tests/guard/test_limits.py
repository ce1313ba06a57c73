"""How much an operation may ask for, whoever answers it: services, or the gateway itself."""

from __future__ import annotations

import pytest
from graphql import build_schema

from gateway.answering.graph import Graph
from gateway.answering.prepare import read_operation, specialise_operation
from gateway.ground.errors import CollectedRequestError, RequestError
from gateway.guard.limits import Limits, check_limits
from gateway.model.supergraph import Supergraph

SCHEMA = build_schema(
    "type Query { me: Member, ideas: [Idea!]! } type Member { ideas: [Idea] } type Idea { title: Int }"
)
SUPERGRAPH = Supergraph(sdl="", subgraphs={}, schema=SCHEMA, api=SCHEMA)
DEPTH, ALIASES, ROOT, FIELDS = (f"MAX_{each}_EXCEEDED" for each in ("DEPTH", "ALIASES", "ROOT_FIELDS", "FIELDS"))


def problems(text: str, limits: Limits) -> list[str]:
    """The codes of what is too much."""

    def never(*_: object, **__: object) -> None:
        raise AssertionError("nothing is planned here")

    graph = Graph(SUPERGRAPH, never, never, check=lambda operation: check_limits(operation, limits))  # type: ignore[arg-type]
    operation = read_operation(graph, text, None)
    assert not isinstance(operation, RequestError), operation
    found = specialise_operation(graph, operation, ())
    if isinstance(found, CollectedRequestError):
        return [each.code.value for each in found.errors]
    return [found.code.value] if isinstance(found, RequestError) else []


def test_every_reason_is_told() -> None:
    limits = Limits(depth=2, aliases=1, root_fields=1)
    assert problems("{ a: me { b: ideas { title } } ideas { title } }", limits) == [DEPTH, ALIASES, ROOT]
    assert problems("{ a: me { __typename } }", limits) == []


@pytest.mark.parametrize(
    ("text", "limits", "codes"),
    [
        ("{ a: __typename b: __typename c: __typename }", Limits(aliases=2), [ALIASES]),
        ("{ a: __typename me { __typename } b: __typename }", Limits(root_fields=2), [ROOT]),
        ("{ ... on Query { a: __typename ...F } } fragment F on Query { b: __typename }", Limits(aliases=1), [ALIASES]),
        ("{ a: __schema { types { name } } b: __schema { types { name } } }", Limits(fields=5), [FIELDS]),
        ('{ __type(name: "Idea") { x: name y: name } }', Limits(aliases=1), [ALIASES]),
        ("{ __schema { types { fields { type { name } } } } }", Limits(depth=4), [DEPTH]),
        ("{ me { ideas { title } } a: __typename }", Limits(fields=3), [FIELDS]),
        ("{ __typename __typename __typename }", Limits(root_fields=1, fields=1), []),
        ("{ a: __typename b: __typename @skip(if: true) }", Limits(aliases=1), []),
    ],
)
def test_what_the_gateway_answers_itself_counts_too(text: str, limits: Limits, codes: list[str]) -> None:
    assert problems(text, limits) == codes
