"""From text to an operation: what is refused, with which code, and what is left for the planner."""

from __future__ import annotations

import gc
from contextlib import suppress
from typing import Any

import pytest
from graphql import NameNode, OperationDefinitionNode, Token, build_schema

from gateway.ground.errors import CollectedRequestError, RequestError
from gateway.model.operation import print_selections
from gateway.model.supergraph import Supergraph
from gateway.operations import (
    ClientOperation,
    DocumentLimits,
    Specialised,
    answer_introspection,
    condition_values,
    pick_operation,
    read_document,
    read_variables,
    specialise,
)

SCHEMA = build_schema(
    """
    type Query { idea(id: ID!, filter: Filter): Idea  ideas(first: Int = 10): [Idea!]! }
    type Mutation { submit(id: ID!): Idea }
    input Filter { stage: Stage, words: [String!] }
    enum Stage { DRAFT AWARDED }
    type Idea { id: ID! title: String stage: Stage twin: Idea }
    """
)
SUPERGRAPH = Supergraph(sdl="", subgraphs={}, schema=SCHEMA, api=SCHEMA)


def read(text: str, name: str | None = None, **limits: Any) -> ClientOperation:
    return pick_operation(read_document(text, SCHEMA, DocumentLimits(**limits)), name)


def special(text: str, **variables: Any) -> Specialised:
    operation = read(text)
    values = read_variables(operation, variables)
    return specialise(operation, SUPERGRAPH, condition_values(operation, values))


def planned(text: str, **variables: Any) -> str | None:
    operation = special(text, **variables).planned
    return print_selections(operation.selections) if operation else None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{ ideas { ", "GRAPHQL_PARSE_FAILED"),
        ("{ ideas {} }", "GRAPHQL_PARSE_FAILED"),
        ("{ " * 5000, "GRAPHQL_PARSE_FAILED"),
        ("{ ideas { nope } }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ ideas }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { ideas { id } }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }", "GRAPHQL_VALIDATION_FAILED"),
        ("query A { ideas { id } } query B { ideas { id } }", "OPERATION_NAME_REQUIRED"),
    ],
)
def test_a_bad_document_is_refused_with_its_code(text: str, code: str) -> None:
    with pytest.raises(RequestError) as refused:
        read(text)
    assert refused.value.code == code


def test_an_unknown_operation_name_is_refused() -> None:
    with pytest.raises(RequestError) as refused:
        read("query A { ideas { id } }", "B")
    assert refused.value.code == "OPERATION_NOT_FOUND"


def test_validation_reports_every_error_with_its_place() -> None:
    with pytest.raises(CollectedRequestError) as refused:
        read("{ ideas { nope\n nada } }")
    assert [error.locations for error in refused.value.errors] == [((1, 11),), ((2, 2),)]


def test_a_document_deeper_than_the_interpreter_goes_is_refused() -> None:
    text = "{ idea(id: 1) " + "{ twin " * 4000 + "{ id }" + "}" * 4001
    with pytest.raises(RequestError) as refused:
        read(text)
    assert refused.value.code in ("GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED")


def test_an_operation_that_explodes_when_written_out_is_refused() -> None:
    doubling = " ".join(
        f"fragment F{n} on Idea {{ a: twin {{ ...F{n + 1} }} b: twin {{ ...F{n + 1} }} }}" for n in range(20)
    )
    operation = read(f"{{ ideas {{ ...F0 }} }} {doubling} fragment F20 on Idea {{ id }}")
    with pytest.raises(RequestError) as refused:
        specialise(operation, SUPERGRAPH, ())
    assert refused.value.code == "OPERATION_TOO_LARGE"


def test_an_operation_nested_deeper_than_the_limit_is_refused() -> None:
    def nested(levels: int) -> str:
        return "{ idea(id: 1) { " + "twin { " * levels + "id" + " }" * (levels + 2)

    assert specialise(read(nested(5), depth=8), SUPERGRAPH, ()).planned
    with pytest.raises(RequestError) as refused:
        specialise(read(nested(8), depth=8), SUPERGRAPH, ())
    assert refused.value.code == "OPERATION_TOO_LARGE"


def test_only_the_picked_operation_and_its_fragments_count() -> None:
    text = "query A($s: Boolean!) { ideas { ...X } } query B { ideas { ...Y } } "
    text += "fragment X on Idea { id @skip(if: $s) } fragment Y on Idea { title }"
    assert read(text, "A").conditions == ("s",)
    assert read(text, "B").conditions == ()
    assert set(read(text, "B").fragments) == {"Y"}


@pytest.mark.parametrize(
    ("text", "given", "words"),
    [
        ("query($id: ID!) { idea(id: $id) { id } }", {}, "$id"),
        ("query($id: ID!) { idea(id: $id) { id } }", {"id": None}, "$id"),
        ("query($n: Int) { ideas(first: $n) { id } }", {"n": "three"}, "Int"),
        ("query($f: Filter) { idea(id: 1, filter: $f) { id } }", {"f": {"stage": "HIDDEN"}}, "HIDDEN"),
        ("query($f: Filter) { idea(id: 1, filter: $f) { id } }", {"f": {"colour": "red"}}, "colour"),
        ("query($s: Boolean = true) { ideas { id @skip(if: $s) } }", {"s": None}, "$s"),
    ],
)
def test_bad_variables_are_the_clients_fault(text: str, given: dict[str, Any], words: str) -> None:
    operation = read(text)
    with pytest.raises(RequestError) as refused:
        condition_values(operation, read_variables(operation, given))
    assert refused.value.code == "BAD_USER_INPUT"
    assert words in refused.value.message


def test_variables_are_handed_on_as_they_came() -> None:
    operation = read("query($f: Filter, $n: Int = 3) { idea(id: 1, filter: $f) { id } ideas(first: $n) { id } }")
    given = {"f": {"stage": "DRAFT", "words": "one"}, "unknown": 1}
    assert read_variables(operation, given) == {"f": {"stage": "DRAFT", "words": "one"}}


@pytest.mark.parametrize(("value", "expected"), [(True, "{ ideas { id } }"), (False, "{ ideas { id title } }")])
def test_skip_and_include_are_decided_before_planning(value: bool, expected: str) -> None:
    text = "query($s: Boolean!) { ideas { id title @skip(if: $s) ... @include(if: false) { stage } } }"
    assert planned(text, s=value) == expected


def test_the_default_of_a_condition_counts() -> None:
    assert planned("query($s: Boolean = true) { ideas { id title @skip(if: $s) } }") == "{ ideas { id } }"


def test_an_object_without_selections_is_still_fetched_but_asked_as_written() -> None:
    specialised = special("{ ideas { id @skip(if: true) } }")
    assert specialised.planned is not None
    assert print_selections(specialised.planned.selections) == "{ ideas { __typename } }"
    assert print_selections(specialised.asked.selections) == "{ ideas }"


def test_variables_that_only_a_skipped_field_used_are_not_planned() -> None:
    specialised = special(
        "query($n: Int, $i: ID!) { ideas(first: $n) { id } idea(id: $i) @skip(if: true) { id } }", i=1
    )
    assert specialised.planned is not None
    assert [variable.name for variable in specialised.planned.variables] == ["n"]


def test_introspection_is_split_off() -> None:
    text = "{ __typename a: __schema { queryType { name } } ...F } "
    text += 'fragment F on Query { ideas { id } __type(name: "Idea") { kind } }'
    specialised = special(text)
    assert specialised.planned is not None
    assert print_selections(specialised.planned.selections) == "{ ideas { id } }"
    assert specialised.introspection is not None
    answer = answer_introspection(specialised.client, specialised.introspection, {})
    assert answer == {"a": {"queryType": {"name": "Query"}}, "__type": {"kind": "OBJECT"}}


def test_an_operation_of_introspection_only_has_nothing_to_plan() -> None:
    specialised = special("{ __schema { queryType { name } } }")
    assert specialised.planned is None


def test_no_tokens_stay_with_a_document() -> None:
    """They lead to each other in both directions: only a collection of garbage would find them."""

    def tokens() -> int:
        return sum(type(each) is Token for each in gc.get_objects())

    gc.collect()
    gc.disable()
    try:
        before = tokens()
        read_document("{ __typename # a comment\n }", SCHEMA, DocumentLimits())
        with pytest.raises(CollectedRequestError):
            read_document("{ __typename ", SCHEMA, DocumentLimits())
        assert tokens() == before
    finally:
        gc.enable()


def test_a_valid_document_keeps_the_places_of_its_variables_alone() -> None:
    text = "query($id: ID!, $first: Int) { idea(id: $id) { title } ideas(first: $first) { id } }"
    [operation] = read_document(text, SCHEMA, DocumentLimits()).ast.definitions
    assert isinstance(operation, OperationDefinitionNode)
    assert [variable.loc and variable.loc.start for variable in operation.variable_definitions or ()] == [6, 16]
    assert operation.loc is operation.selection_set.selections[0].loc is None


def test_a_document_that_is_forgotten_is_gone_at_once() -> None:
    """The rules of validation and the document must not keep each other until a collection of garbage."""

    def nodes() -> int:
        return sum(type(each) is NameNode and each.value.startswith("only_here") for each in gc.get_objects())

    gc.collect()
    gc.disable()
    try:
        before = nodes()
        for text in (
            "query($id: ID!) { only_here: idea(id: $id) { ... on Idea { title } } }",
            "{ idea { only_here_2 } }",
        ):
            with suppress(CollectedRequestError):
                read_document(text, SCHEMA, DocumentLimits())
        assert nodes() == before
    finally:
        gc.enable()
