"""Regions are found by the beginnings of the words of their names, accents and case aside."""

from __future__ import annotations

import pytest

from services.kit.database import open_connection
from tests.kit.asking import ask
from tests.services.conftest import House

NAMED = "query ($text: String, $level: RegionLevel) { regions(text: $text, level: $level) { name } }"


@pytest.mark.parametrize(
    ("text", "level", "names"),
    [
        ("ahn", None, ["Ähnlingen"]),
        ("ÄHNL", "MUNICIPALITY", ["Ähnlingen"]),
        ("ähn", "STATE", []),
        ("saal hal", None, ["Halle (Saale)"]),
        ("(Saale", None, ["Halle (Saale)"]),
        ("anhalt", None, ["Sachsen-Anhalt"]),
        ("Sachsen-An", None, ["Sachsen-Anhalt"]),
        ("nhalt", None, []),
        ("' & b:*", None, ["Berlin"]),
        ("_", None, None),
        ("", None, None),
        (" %!", "STATE", None),
        ("a" * 101, None, None),
        (None, None, None),
        (None, "STATE", ["Berlin", "Sachsen-Anhalt"]),
    ],
)
async def test_words_lead_to_regions(
    market: House, text: str | None, level: str | None, names: list[str] | None
) -> None:
    answer = await ask(market.app, NAMED, {"text": text, "level": level})
    if names is None:
        assert answer.data == {"regions": None}
        assert answer.codes == [("BAD_USER_INPUT", "regions")]
        assert market.trips == []
    else:
        assert answer.errors == []
        assert [each["name"] for each in answer.data["regions"]] == names
        assert len(market.trips) == 1


async def test_the_list_has_the_size_that_was_asked_for(market: House) -> None:
    answer = await ask(market.app, "{ regions(level: STATE, first: 1) { name } }")
    assert answer.data == {"regions": [{"name": "Berlin"}]}
    assert (await ask(market.app, "{ regions(level: STATE, first: 0) { name } }")).codes == [
        ("BAD_USER_INPUT", "regions")
    ]


@pytest.mark.parametrize(
    ("index", "asked"),
    [
        ("region_words", "array_to_tsvector(name_words(name)) @@ words_begin('muster')"),
        ("region_of_level_by_name", "level = 'STATE' ORDER BY folded(name), ars LIMIT 20"),
    ],
)
async def test_an_index_stands_behind_it(market: House, index: str, asked: str) -> None:
    async with open_connection(market.url, schema=market.schema) as connection, connection.transaction():
        await connection.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        plan = await connection.fetch(f"EXPLAIN SELECT ars FROM region WHERE {asked}")
    assert f"{index}" in "\n".join(str(row[0]) for row in plan)
