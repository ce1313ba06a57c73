"""Field merging (GraphQL 5.3.2): the same verdicts as graphql-core's, in steps that grow like the document."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest
from graphql import OverlappingFieldsCanBeMergedRule, parse, specified_rules, validate
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gateway.ground.errors import CollectedRequestError, RequestError
from gateway.model.budget import Budget, TooExpensiveError
from gateway.operations import DocumentLimits, read_document
from gateway.operations.document import RULES
from gateway.operations.merging import field_conflicts
from tests.operations.merging_documents import SCHEMA, document


def messages(text: str) -> list[str]:
    return [error.message for error in field_conflicts(SCHEMA, parse(text), lambda _: None)]


def steps(text: str) -> int:
    taken = 0

    def spend(count: int) -> None:
        nonlocal taken
        taken += count

    assert not list(field_conflicts(SCHEMA, parse(text), spend))
    return taken


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**64).map(document))
@example("{ node { ... on Idea { a: title } ... on Prize { a: id } } }")
@example("{ node { ... on Idea { a: next { a: id } } ... on Prize { a: next { a: title } } } }")
@example("{ node { ... on Idea { a: mark { a: text } } ... on Prize { a: mark { a: text b: size } b: id } } }")
@example("{ node { ... on Idea { ...F } ... on Prize { ...F } } } fragment F on Node { next { ...F a: id a: title } }")
@example("{ idea @stream { id } idea { id } }")
@example("{ a: nope { id } a: other { title } ...G } fragment G on Nothing { b b: c }")
def test_the_verdict_is_that_of_graphql_core(text: str) -> None:
    expected = validate(SCHEMA, parse(text), [OverlappingFieldsCanBeMergedRule])
    assert bool(messages(text)) is bool(expected), [error.message for error in expected]


@pytest.mark.parametrize(
    ("text", "words", "columns"),
    [
        ("{ node { a: id a: title } }", "Fields 'a' conflict because 'id' and 'title' are different fields.", [10, 16]),
        ("{ count(of: null) count }", "Fields 'count' conflict because they have differing arguments.", [3, 19]),
        (
            "{ node { ... on Idea { size } ... on Prize { size } } }",
            "Fields 'size' conflict because they return conflicting types 'Int' and 'Int!'.",
            [24, 46],
        ),
        (
            "{ node { mark { ...A } } node { mark { ...B } } } fragment A on Mark { a: text } "
            "fragment B on Mark { a: size }",
            "Fields 'node' conflict because subfields 'mark' conflict because subfields 'a' conflict because 'text' "
            "and 'size' are different fields.",
            [3, 10, 72, 26, 33, 103],
        ),
    ],
)
def test_a_conflict_is_told_with_names_and_places(text: str, words: str, columns: list[int]) -> None:
    (error,) = field_conflicts(SCHEMA, parse(text), lambda _: None)
    assert error.message == f"{words} Use different aliases on the fields to fetch both if this was intentional."
    assert [place.column for place in error.locations or ()] == columns


def test_a_conflict_in_a_fragment_is_told_once_however_often_it_is_spread() -> None:
    text = "{ idea { ...F twin { ...F } } node { ...F } } fragment F on Idea { a: id a: title }"
    assert len(messages(text)) == 1


def like_fragments(count: int) -> str:
    spreads = " ".join(f"...F{number}" for number in range(count))
    return f"{{ node {{ {spreads} }} }} " + " ".join(
        f"fragment F{number} on Node {{ next {{ next {{ id title }} }} }}" for number in range(count)
    )


def repeats(count: int) -> str:
    return "{ " + "idea { twin { title } } " * count + "}"


def by_type(count: int) -> str:
    one = "... on Idea { a: next { id b: title } } "
    other = "... on Prize { c: mark { idea { id } } b: next { ... on Idea { c: size } } } "
    return "{ node { " + (one + other) * count + "} }"


def arguments(count: int) -> str:
    return "{ " + 'count(of: "x", filter: { words: ["x"] }) ' * count + "}"


def doubling(count: int) -> str:
    inner = " ".join(
        f"fragment F{n} on Node {{ a: next {{ ...F{n + 1} ...F{n + 1} }} b: next {{ ...F{n + 1} }} }}"
        for n in range(count)
    )
    return f"{{ node {{ ...F0 }} }} {inner} fragment F{count} on Node {{ id }}"


def doubling_by_type(count: int) -> str:
    inner = " ".join(
        f"fragment F{n} on Node {{ ... on Idea {{ a: next {{ ...F{n + 1} }} }} "
        f"... on Prize {{ a: next {{ ...F{n + 1} }} }} }}"
        for n in range(count)
    )
    return f"{{ node {{ ...F0 }} }} {inner} fragment F{count} on Node {{ id }}"


def chain(count: int) -> str:
    inner = " ".join(f"fragment F{n} on Node {{ id ...F{n + 1} }}" for n in range(count))
    return f"{{ node {{ ...F0 }} }} {inner} fragment F{count} on Node {{ id }}"


def operations(count: int) -> str:
    return " ".join(f"query Q{n} {{ node {{ ...F }} }}" for n in range(count)) + " fragment F on Node { id title }"


def variables(count: int) -> str:
    declared = ", ".join(f"$n{n}: Int" for n in range(count))
    return (
        f"query({declared}) {{ node {{ " + " ".join(f"a{n}: next(first: $n{n}) {{ id }}" for n in range(count)) + " } }"
    )


def directives(count: int) -> str:
    return "query($s: Boolean!) { node { " + "id @skip(if: $s) @include(if: true) " * count + "} }"


SHAPES = [like_fragments, repeats, by_type, arguments, chain, operations, variables, directives]
BOMBS = [doubling, doubling_by_type]


@pytest.mark.parametrize("shape", [*SHAPES, *BOMBS])
def test_the_steps_grow_like_the_document(shape: Callable[[int], str]) -> None:
    assert steps(shape(160)) <= 2.2 * steps(shape(80))


@pytest.mark.parametrize("shape", SHAPES)
def test_a_valid_document_of_any_size_is_valid(shape: Callable[[int], str]) -> None:
    text = shape(80 if shape is chain else 800)
    assert read_document(text, SCHEMA, DocumentLimits(tokens=50_000, directives=2_000)).ast.definitions


@pytest.mark.parametrize("shape", [*SHAPES, *BOMBS])
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_each_other_rule_grows_like_the_document(rule: type, shape: Callable[[int], str]) -> None:
    def calls(count: int) -> int:
        ast = parse(shape(count))
        return counted(lambda: validate(SCHEMA, ast, [rule]))

    assert calls(96) <= 2.3 * calls(48)


def counted(work: Callable[[], object]) -> int:
    """Function calls, Python's and C's, while ``work`` is done: time that does not hang on the machine."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return calls


def test_every_rule_of_the_specification_but_one_is_graphql_cores() -> None:
    assert set(specified_rules) - set(RULES) == {OverlappingFieldsCanBeMergedRule}


def test_the_check_can_be_ended() -> None:
    text = repeats(200)
    plenty = Budget(1_000_000)
    read_document(text, SCHEMA, DocumentLimits(), plenty)
    taken = 1_000_000 - plenty.steps
    with pytest.raises(TooExpensiveError):
        read_document(text, SCHEMA, DocumentLimits(), Budget(taken - 1))


@pytest.mark.parametrize(("text", "selections"), [(repeats(400), 20), (chain(250), 20_000)])
def test_what_is_too_large_is_not_called_invalid(text: str, selections: int) -> None:
    with pytest.raises(RequestError) as refused:
        read_document(text, SCHEMA, DocumentLimits(selections=selections))
    assert not isinstance(refused.value, CollectedRequestError)
    assert refused.value.code == "OPERATION_TOO_LARGE"


def test_many_operations_that_share_many_fragments_are_too_large_not_invalid() -> None:
    spreads = " ".join(f"...F{n}" for n in range(400))
    asked = " ".join(
        f"query Q{n}($n: Int) {{ node {{ ...All next(first: $n) {{ id }} a{n}: id {f'...F{n}'} }} }}"
        for n in range(200)
    )
    fragments = " ".join(f"fragment F{n} on Node {{ id }}" for n in range(400))
    with pytest.raises(RequestError) as refused:
        read_document(f"{asked} fragment All on Node {{ {spreads} }} {fragments}", SCHEMA, DocumentLimits())
    assert refused.value.code == "OPERATION_TOO_LARGE"
