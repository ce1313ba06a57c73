"""Pages, cursors and loaders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.kit.batch import Asked, asked
from services.kit.errors import BadInputError
from services.kit.paging import PageRequest, decode_cursor, encode_cursor, page

WORDS = st.text('aä🙂\0"\\\n ١')
VALUES = {
    str: WORDS,
    int: st.integers(-(2**63), 2**63 - 1),
    date: st.dates(),
    Decimal: st.decimals(allow_nan=False, allow_infinity=False),
    datetime: st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=2))])),
    float: st.floats(allow_nan=False, allow_infinity=False),
}
KEYS = st.lists(st.sampled_from(sorted(VALUES, key=str)), min_size=1, max_size=3).flatmap(
    lambda shape: st.tuples(st.just(tuple(shape)), st.tuples(*(VALUES[kind] for kind in shape)))
)


@given(KEYS)
def test_a_cursor_gives_its_sort_key_back(shape_and_key: tuple[tuple[type, ...], tuple[object, ...]]) -> None:
    shape, sort_key = shape_and_key
    cursor = encode_cursor("things", sort_key)
    assert decode_cursor("things", cursor, shape) == sort_key
    assert cursor.isascii()


@given(
    st.text() | st.binary().map(lambda raw: raw.decode("latin-1")), st.sampled_from([(str,), (int, str), (datetime,)])
)
def test_any_other_text_is_refused_or_of_the_right_shape(cursor: str, shape: tuple[type, ...]) -> None:
    try:
        values = decode_cursor("things", cursor, shape)
    except BadInputError:
        return
    assert [type(value) for value in values] == list(shape)


@pytest.mark.parametrize(
    ("values", "shape"),
    [(("a",), (int,)), ((True,), (int,)), (("a", "b"), (str,)), ((), (str,)), (("2024-01-01T00:00:00",), (datetime,))],
)
def test_a_cursor_of_another_list_is_refused(values: tuple[object, ...], shape: tuple[type, ...]) -> None:
    with pytest.raises(BadInputError, match="not a cursor of this list"):
        decode_cursor("things", encode_cursor("things", values), shape)


@given(KEYS, st.text(), st.text())
def test_a_cursor_of_another_name_is_refused(
    shape_and_key: tuple[tuple[type, ...], tuple[object, ...]], name: str, other: str
) -> None:
    shape, sort_key = shape_and_key
    assume(name != other)
    with pytest.raises(BadInputError, match="not a cursor of this list"):
        decode_cursor(other, encode_cursor(name, sort_key), shape)


def test_a_page_knows_its_neighbours() -> None:
    request = PageRequest(2, None, "things")
    assert (request.limit, request.after_or_nulls(1)) == (3, (None,))
    first = page([1, 2, 3], request)
    assert (first.rows, first.has_next, first.has_previous) == ((1, 2), True, False)
    following = PageRequest(2, decode_cursor("things", encode_cursor(first.listed, (2,)), (int,)), "things")
    assert following.after_or_nulls(1) == (2,)
    last = page([3], following)
    assert (last.rows, last.has_next, last.has_previous) == ((3,), False, True)


async def test_fields_with_arguments_are_one_trip_for_each_set_of_arguments() -> None:
    trips: list[tuple[list[str], int]] = []

    async def answer(keys: Sequence[str], length: int) -> list[str]:
        trips.append((list(keys), length))
        return [key * length for key in keys]

    loader = asked(answer)
    assert await loader.load_many([Asked("a", 2), Asked("b", 3), Asked("c", 2)]) == ["aa", "bbb", "cc"]
    assert trips == [(["a", "c"], 2), (["b"], 3)]
