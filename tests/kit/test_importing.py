"""Files are read row by row; how far an import is, is told when it takes long."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest

from services.kit.errors import StartError
from services.kit.reading import CHUNK, Raw, from_csv, from_json, read
from services.kit.telling import EVERY, Telling

LONG = "ä€😀" * CHUNK
"""A text that spans several parts of what is read at once."""


def items(content: str) -> list[Raw]:
    return list(from_json(BytesIO(content.encode())))


@pytest.mark.parametrize("indent", [None, 2])
def test_items_of_a_long_list_are_those_of_the_whole(indent: int | None) -> None:
    rows = [{"id": str(n), "n": n, "deep": {"list": [n, None, 1.5, True, ']},\\"']}} for n in range(2_000)]
    rows[7]["long"] = LONG
    given = [each.given for each in items(json.dumps(rows, indent=indent, ensure_ascii=False))]
    assert given == rows


def test_a_number_that_is_cut_is_read_on() -> None:
    digits = str(2**63 - 1)
    content = "[" + ",".join([digits] * 5_000) + "]"
    assert {raw.given[""] for raw in items(content)} == {2**63 - 1}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ('[{"a":1} {"a":2}]', "there is no comma before item 2"),
        ('[{"a":1},]', "item 2: Expecting value"),
        ('[{"a":1}', "its list has no end"),
        ('[{"a":1}] x', "there is something behind its list"),
        ('[{"a":NaN}]', "item 1: "),
        ('[{"a":"\\ud800"}]', "item 1: "),
        ("[1", "item 1: its list has no end"),
        ("", "unexpected end|Input is a zero-length"),
    ],
)
def test_what_is_wrong_with_a_list_is_told_with_its_item(content: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        items(content)


def test_rows_before_a_broken_line_are_given_first(tmp_path: Path) -> None:
    """A byte that is no UTF-8, far behind: its line and place in the whole file."""
    file = tmp_path / "x.csv"
    file.write_bytes(b"a;b\r\n" + b"1;2\r\n" * 50_000 + b"1;\xe4\r\n")
    rows = read({".csv": from_csv}, file)
    assert next(rows) == Raw("line 2", {"a": "1", "b": "2"})
    with pytest.raises(StartError, match="line 50002, byte 3 is no UTF-8; in Windows-1252 it would be 'ä'"):
        list(rows)


def test_a_short_command_says_nothing_and_a_long_one_how_far_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    now = [0.0]
    short = Telling("cip", lambda: now[0])
    short(500, 1_000)
    short(1_000, 1_000)
    long = Telling("cip", lambda: now[0])
    for done in range(1, 5):
        now[0] += EVERY * 0.6
        long(done * 500, 2_000)
    told = capsys.readouterr()
    assert told.err.splitlines() == [
        "cip: 1000 of 2000 rows after 6 s",
        "cip: 2000 of 2000 rows after 12 s; the database has yet to keep them",
    ]
    assert told.out == ""
