"""The text of events says the same however it was cut on its way, and whatever ends its lines."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.subgraphs.event_text import Event, EventText, TooLargeError

LINES = (
    "event: next",
    "data: {}",
    "data:{",
    "data",
    ": a comment",
    "id: 7",
    "",
    "",
    "event: complete",
    "data: ü\u2028",
)
TEXTS = st.lists(st.sampled_from(LINES), max_size=12)
ENDS = st.sampled_from(("\n", "\r", "\r\n"))


def read(pieces: list[bytes], largest: int = 1000) -> list[Event]:
    text = EventText(largest)
    return [event for piece in pieces for event in text.feed(piece)]


@given(TEXTS, ENDS, st.lists(st.integers(1, 200), max_size=8))
def test_where_it_is_cut_and_how_lines_end_does_not_matter(lines: list[str], end: str, cuts: list[int]) -> None:
    whole = "".join(line + end for line in lines).encode()
    places = [0, *sorted({cut for cut in cuts if cut < len(whole)}), len(whole)]
    pieces = [whole[begin:until] for begin, until in pairwise(places)]
    assert read(pieces) == read(["".join(line + "\n" for line in lines).encode()])


def test_fields_comments_and_the_mark_of_utf_8_are_read_as_the_standard_says() -> None:
    text = b"\xef\xbb\xbfevent: next\nretry: 5\ndata: a\ndata:b\n:ping\n\n\ndata\n\nevent: complete\n\ndata: torn"
    assert read([text]) == [Event("next", b"a\nb"), Event("", b""), Event("complete", b"")]


@pytest.mark.parametrize("piece", [b"data: " + b"x" * 50, b"data: x\n", b":" + b"-" * 50 + b"\n"])
def test_one_event_is_bounded_many_are_not(piece: bytes) -> None:
    with pytest.raises(TooLargeError):
        read([piece] * 50, largest=100)
    assert len(read([b"data: x\n\n"] * 500, largest=100)) == 500
