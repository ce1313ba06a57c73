"""The saved operations of people as they stand in GraphiQL, each by the demo person for whom it is meant."""

from __future__ import annotations

import pytest

from tests.acceptance.conftest import Town

MEANT_FOR = {
    20: "unbekannt",
    21: "mira",
    22: "mira",
    23: "mira",
    24: "jonas",
    25: "cip",
    28: "mira",
    29: "mira",
    30: "neuling",
    33: "marktplatz",
    36: "aylin",
    37: "aylin",
    38: "aylin",
    41: "aylin",
    47: "aylin",
    50: "aylin",
    51: "mira",
    54: "mira",
    56: "jonas",
    58: "aylin",
    59: "jonas",
    60: "jonas",
    61: "marktplatz",
    62: "cip",
    63: "aylin",
    65: None,
    66: "jonas",
    67: "cip",
    72: "cip",
    74: "jonas",
    158: "verwalterin",
    161: "jonas",
    163: "ideenwerkstatt",
    169: "ideenwerkstatt",
    173: "ideenwerkstatt",
    184: None,
    185: "jonas",
    188: "jonas",
    193: "mira",
    201: "datalab",
}


@pytest.mark.parametrize("town", ["demo"], indirect=True)
async def test_each_does_what_it_says_without_a_word_changed(town: Town) -> None:
    for number, person in MEANT_FOR.items():
        for given in (await town.saved(person, number)).values():
            refused = given.get("errors", []) if isinstance(given, dict) else []
            assert refused == [], (number, refused)
