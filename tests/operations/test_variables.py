"""The quick yes to variables is never wrong: whatever it accepts, graphql-core accepts."""

from __future__ import annotations

from typing import Any

from graphql import build_schema, get_variable_values
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.operations import DocumentLimits, pick_operation, read_document

SCHEMA = build_schema(
    """
    type Query { f(a: In!, b: [Int!], c: Kind = ONE, d: Float!, e: [[ID]], g: Boolean, h: Only, i: Any): Int }
    input In { text: String! more: In list: [In!] number: Int! = 3 kind: Kind }
    input Only @oneOf { a: Int b: String }
    enum Kind { ONE TWO }
    scalar Any
    """
)
TEXT = """
query($a: In!, $b: [Int!], $c: Kind = TWO, $d: Float! = 1.5, $e: [[ID]], $g: Boolean, $h: Only, $i: Any) {
  f(a: $a, b: $b, c: $c, d: $d, e: $e, g: $g, h: $h, i: $i)
}
"""
OPERATION = pick_operation(read_document(TEXT, SCHEMA, DocumentLimits()), None)

ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["ONE", "TWO", "x", ""]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["text", "a", "kind"]), inner, max_size=2)
    ),
    max_leaves=4,
)
KIND = st.sampled_from(["ONE", "TWO", "THREE"]) | st.none()
IN: st.SearchStrategy[Any] = st.deferred(
    lambda: st.fixed_dictionaries(
        {"text": st.text(max_size=2)},
        optional={"more": IN, "list": st.lists(IN, max_size=1), "number": st.integers(0, 9) | st.none(), "kind": KIND},
    )
)
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "a": IN | ANYTHING,
        "b": st.lists(st.integers(0, 9), max_size=2) | ANYTHING,
        "c": KIND | ANYTHING,
        "d": st.floats() | st.integers() | ANYTHING,
        "e": st.lists(st.lists(st.text(max_size=1), max_size=1), max_size=1) | ANYTHING,
        "g": st.booleans() | ANYTHING,
        "h": st.fixed_dictionaries({"a": st.integers(0, 9)}) | ANYTHING,
        "i": ANYTHING,
        "unknown": ANYTHING,
    },
)


@settings(max_examples=100, deadline=None)
@given(VALUES)
def test_what_is_accepted_quickly_is_right(values: dict[str, Any]) -> None:
    definitions = OPERATION.node.variable_definitions or ()
    if OPERATION.accepts(values):
        assert not isinstance(get_variable_values(SCHEMA, definitions, values), list)


def test_the_common_case_is_accepted_quickly() -> None:
    assert OPERATION.accepts({"a": {"text": "x", "list": [{"text": "y", "kind": "ONE"}]}, "b": [1], "e": [["1"], None]})
    assert not OPERATION.accepts({"a": {"text": "x", "list": [{"text": "y", "number": None}]}})
    assert not OPERATION.accepts({"b": [1]})
    assert not OPERATION.accepts({"a": {"text": "x"}, "d": None})
