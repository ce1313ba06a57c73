"""A number that no double holds is no Float (GraphQL 3.5.2), wherever a literal stands for one; a custom scalar may."""

from __future__ import annotations

from decimal import Decimal
from math import isfinite
from sys import float_info

import pytest
from graphql import build_schema
from hypothesis import given
from hypothesis import strategies as st

from gateway.composition.elements import Schema
from gateway.composition.validation.inputs import fits
from gateway.ground.codes import PublicCode
from gateway.ground.errors import CollectedRequestError
from gateway.operations.document import DocumentLimits, read_document
from tests.composition.subgraph_sets import codes, subgraph, subgraphs

SCHEMA = build_schema("""
  directive @scaled(by: Float) on FIELD
  scalar Money
  input In { f: Float fs: [[Float!]] in: In ins: [In] m: Money ms: [Money] }
  type Query { echo(f: Float, sure: Float! = 1, fs: [Float], in: In, m: Money, ms: [Money]): Int }
""")
NUMBERS = st.from_regex(r"-?(0|[1-9][0-9]{0,5})(\.[0-9]{1,5})?[eE][-+]?[0-9]{1,3}", fullmatch=True) | st.integers(
    -(10**400), 10**400
).map(str)
FLOATS = [
    "{{ echo(f: {}) }}",
    "{{ echo(sure: {}) }}",
    "{{ echo(fs: {}) }}",
    "{{ echo(fs: [1, {}]) }}",
    "{{ echo(in: {{f: {}}}) }}",
    "{{ echo(in: {{fs: [[1], [{}]]}}) }}",
    "{{ echo(in: {{in: {{ins: [{{f: {}}}]}}}}) }}",
    "{{ echo @scaled(by: {}) }}",
    "query($f: Float = {}) {{ echo(f: $f) }}",
    "query($fs: [Float] = [{}]) {{ echo(fs: $fs) }}",
    "query($in: In = {{ins: {{f: {}}}}}) {{ echo(in: $in) }}",
    "{{ ...F }} fragment F on Query {{ echo(f: {}) }}",
]
CUSTOM = [
    "{{ echo(m: {}) }}",
    "{{ echo(m: [{{f: {}}}]) }}",
    "{{ echo(ms: [{}]) }}",
    "{{ echo(in: {{m: {}, ms: [{{x: 1e400}}]}}) }}",
    "query($m: Money = {{f: {}}}) {{ echo(m: $m) }}",
]


def refusals(text: str) -> int:
    try:
        read_document(text, SCHEMA, DocumentLimits())
    except CollectedRequestError as error:
        assert {each.code for each in error.errors} == {PublicCode.GRAPHQL_VALIDATION_FAILED}
        assert all("Float" in each.message and each.locations for each in error.errors)
        return len(error.errors)
    return 0


@given(place=st.sampled_from(FLOATS), number=NUMBERS)
def test_a_float_is_a_double(place: str, number: str) -> None:
    assert refusals(place.format(number)) == (0 if isfinite(float(number)) else 1)


@given(place=st.sampled_from(CUSTOM), number=NUMBERS)
def test_custom_scalars_read_their_literals_themselves(place: str, number: str) -> None:
    assert refusals(place.format(number)) == 0


@pytest.mark.parametrize("place", FLOATS)
def test_every_place_refuses(place: str) -> None:
    assert refusals(place.format("1e400")) == 1
    assert refusals(place.format("1" + "0" * 400)) == 1


SDL = [
    "type Query {{ a(f: Float = {}): Int }}",
    "type Query {{ a(f: [Float!] = [1, {}]): Int }}",
    "input In {{ f: Float = {} }} type Query {{ a(i: In): Int }}",
    "input In {{ f: Float }} type Query {{ a(i: In = {{f: {}}}): Int }}",
    "directive @scaled(by: Float) on FIELD_DEFINITION type Query {{ a: Int @scaled(by: {}) }}",
]


@pytest.mark.parametrize("sdl", SDL)
def test_neither_is_it_in_a_schema(sdl: str) -> None:
    assert codes(subgraph("a", sdl.format("1e400"))) == {"INVALID_GRAPHQL"}
    assert not codes(subgraph("a", sdl.format("1.12345678901234567890123")))


@pytest.mark.parametrize(
    ("number", "expected"), [("1e400", {"REQUIRES_INVALID_FIELDS"}), ("1.123456789012345678", set())]
)
def test_nor_in_what_is_required(number: str, expected: set[str]) -> None:
    a = 'type Query { t: T } type T @key(fields: "id") { id: ID! x(f: [Float]): Int @external '
    a += f'y: Int @requires(fields: "x(f: [{number}])") }}'
    b = 'type T @key(fields: "id") { id: ID! x(f: [Float]): Int }'
    assert codes(*subgraphs(a=a, b=b)) == expected


@given(st.decimals(allow_nan=False, allow_infinity=False) | st.integers(-(10**400), 10**400))
def test_constants_of_composition_fit_alike(number: Decimal | int) -> None:
    assert fits(Schema(), "Float", number) == (abs(Decimal(number)) <= Decimal(float_info.max))
