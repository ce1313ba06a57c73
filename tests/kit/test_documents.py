"""Documents are read once, within limits, and remembered within so many bytes."""

from __future__ import annotations

import gc
import tracemalloc

import pytest
from graphql import GraphQLError, ValueNode, build_schema, parse
from hypothesis import given
from hypothesis import strategies as st

from services.kit.documents import Documents, depth_of
from services.kit.errors import BadInputError, TooDeepError

SCHEMA = build_schema("type Query { a: Query, b(x: Int): String }")


def documents(memory: int = 16_777_216) -> Documents:
    return Documents(SCHEMA, 15_000, 10, memory)


def test_a_text_is_read_once() -> None:
    some = documents()
    assert some.read("{ b }") is some.read("{ b }")
    assert some.read("{ c }").errors


def test_limits_are_kept() -> None:
    with pytest.raises(GraphQLError, match="token"):
        documents().read("{ " + "b " * 15_001 + "}")
    with pytest.raises(TooDeepError, match="11 levels"):
        documents().read("{ " + "a { " * 10 + "b" + " }" * 11)
    assert documents().read("{ " + "a { " * 9 + "b" + " }" * 10).errors == ()


WIDE = ("a%d: b ", "somewhatLongAlias%d: b ", "a%d: b(x: 1) ", "a%d: a { b } ")


@pytest.mark.parametrize("piece", WIDE)
def test_what_is_remembered_is_no_larger_than_estimated(piece: str) -> None:
    some = documents()
    tracemalloc.start()
    found = some._read("{ " + "".join(piece % number for number in range(300)) + "}")
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken <= found.size


def test_what_was_refused_holds_no_more_than_its_text() -> None:
    some = documents()
    tracemalloc.start()
    found = some._read("{ " + "b(x: 1) " * 60 + "}")
    gc.collect()
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken <= found.size


SCALARS = build_schema("""
  scalar Day
  input Span { from: Day!, more: [Span], size: Int, days: [Day!] }
  type Query { on(day: Day!, span: Span, spans: [Span]): String }
  type Mutation { on(day: Day!): String }
""")


def no_day(node: ValueNode, _: object = None) -> object:
    raise BadInputError("This is no day.")


SCALARS.type_map["Day"].parse_literal = no_day  # type: ignore[attr-defined]

USED = ['day: "x"', "day: 5", 'day: $d, span: { from: "x" }', 'day: $d, span: { from: $d, more: { from: "x" } }']
USED += ['day: $d, span: { from: $d, days: "x" }', 'day: $d, spans: { from: $d, days: ["x", 5] }']
ALWAYS = ["day: null", 'day: $d, span: { from: $d, size: "x" }', "day: $d, span: { from: null }", "day: $d, span: {}"]
ALWAYS += ["day: $d, span: { from: $d, days: [null] }", 'day: "x", span: { from: $d, other: 1 }', 'day: $d, span: "x"']


@pytest.mark.parametrize(
    ("arguments", "is_refused"), [*((each, False) for each in USED), *((each, True) for each in ALWAYS)]
)
def test_a_literal_that_only_a_scalar_refuses_is_left_to_its_field(arguments: str, is_refused: bool) -> None:
    some = Documents(SCALARS, 15_000, 10, 16_777_216)
    assert bool(some.read(f"query ($d: Day!) {{ on(day: $d) other: on({arguments}) }}").errors) is is_refused


def test_where_something_is_changed_nothing_is_done_by_halves() -> None:
    some = Documents(SCALARS, 15_000, 10, 16_777_216)
    (error,) = some.read('mutation { one: on(day: "x") }').errors
    assert isinstance(error.original_error, BadInputError)


def test_many_large_texts_do_not_add_up() -> None:
    some = documents(memory=1_500_000)
    for number in range(24):
        some.read("{ " + " ".join(f"a{number}x{each}: b" for each in range(300)) + "}")
    assert sum(each.size for each in (*some.known._young.values(), *some.known._old.values())) <= 3_000_000
    assert len(some.known) < 24


def test_fragments_that_double_at_each_level_are_looked_at_once() -> None:
    chain = " ".join(f"fragment F{n} on Query {{ a {{ ...F{n + 1} ...F{n + 1} }} }}" for n in range(60))
    assert depth_of(parse(chain + " fragment F60 on Query { b } { ...F0 }")) == 61


@pytest.mark.parametrize(
    ("text", "depth"),
    [
        ("{ b }", 1),
        ("{ a { ... { a { b } } } }", 3),
        ("{ ...F } fragment F on Query { ...F }", 0),
        ("{ ...F } fragment F on Query { a { ...G } } fragment G on Query { b ...F }", 2),
        ("{ ...Nowhere b }", 1),
        ("type Query { a: Int }", 0),
    ],
)
def test_depths(text: str, depth: int) -> None:
    assert depth_of(parse(text)) == depth


@given(st.lists(st.tuples(st.integers(0, 3), st.lists(st.integers(0, 7), max_size=3)), min_size=1, max_size=8))
def test_the_depth_is_that_of_the_longest_way_through_the_fragments(parts: list[tuple[int, list[int]]]) -> None:
    """Fragment n spreads only later ones, each below so many fields of its own."""

    def body(number: int) -> str:
        depth, spreads = parts[number]
        inner = " ".join(["b", *(f"...F{spread}" for spread in spreads if number < spread < len(parts))])
        return "a { " * depth + inner + " }" * depth

    def deepest(number: int) -> int:
        depth, spreads = parts[number]
        return depth + max([1, *(deepest(spread) for spread in spreads if number < spread < len(parts))])

    fragments = " ".join(f"fragment F{number} on Query {{ {body(number)} }}" for number in range(len(parts)))
    assert depth_of(parse(f"{{ ...F0 }} {fragments}")) == max(deepest(number) for number in range(len(parts)))
