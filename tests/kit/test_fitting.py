"""What does not fit of a line is told all at once, and with what was perhaps meant."""

from __future__ import annotations

from services.kit.columns import Column, free, identifier, needed, one_of, text, words
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
