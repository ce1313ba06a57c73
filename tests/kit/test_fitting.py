"""What does not fit of a line is told all at once, and with what was perhaps meant."""

from __future__ import annotations

import pytest

from services.kit.columns import Column, UnfitError, free, identifier, needed, one_of, text, words
from services.kit.fitting import Fitting, header_of
from services.kit.reading import Raw

COLUMNS = (
    needed("id", identifier),
    words("title"),
    needed("phase", one_of(["OPEN"])),
    free("note", text()),
)
TYPED = (needed("type", one_of(["Tool"])), *COLUMNS[:2], needed("license", text(), "Tool"))


def told(columns: tuple[Column, ...], **given: str) -> list[str]:
    raw = Raw("line 2", given)
    return Fitting(columns, "id", None, header_of(columns, [raw])).row(raw)[1]


def test_a_text_without_its_language_is_meant_in_german() -> None:
    assert told(COLUMNS, id="a", title="A call", phase="OPEN") == [
        "title is no column of this table; perhaps title_de is meant",
        "title_de is missing",
    ]


def test_where_no_column_is_near_all_are_named() -> None:
    assert told(COLUMNS, id="a", title_de="A call", phase="OPEN", programme_slug="cip") == [
        "programme_slug is no column of this table; it has id, title_de, phase, note"
    ]


def test_what_is_missing_is_told_beside_what_is_wrong() -> None:
    assert told(COLUMNS, id="a", phase="SOON") == [
        "phase is 'SOON'; it would have to be one of OPEN",
        "title_de is missing",
    ]


def test_of_a_type_that_does_not_fit_nothing_is_asked() -> None:
    assert told(TYPED, id="a", type="Hammer") == ["type is 'Hammer'; it would have to be one of Tool"]
    assert told(TYPED, id="a", type="Tool") == ["title_de is missing", "license is missing"]


@pytest.mark.parametrize("value", [[], {}, ["OPEN"], {"de": "OPEN"}, 1, True])
def test_what_is_no_word_is_none_of_them(value: object) -> None:
    """JSON has lists and objects where a word belongs, and a set cannot even look those up."""
    for known in ({"OPEN", "CLOSED"}, ["OPEN", "CLOSED"]):
        with pytest.raises(UnfitError, match="it would have to be one of CLOSED, OPEN"):
            one_of(known)(value)


def test_a_name_that_a_terminal_would_obey_is_told_as_it_is_written() -> None:
    first, second = told(COLUMNS, id="a", title_de="A", phase="OPEN", **{"\x1b[2Jno": "x", "\0id": "y"})
    assert first.startswith("'\\x1b[2Jno' is no column of this table; it has id, ")
    assert second == "'\\x00id' is no column of this table; perhaps id is meant"
