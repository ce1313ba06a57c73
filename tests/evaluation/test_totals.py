"""Totals, facets and filters agree over the demo data and the shipped model: what a facet counts, its filter finds."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Mapping, Sequence
from functools import partial
from typing import Any

import pytest

from services.kit.database import open_connection
from services.marketplace.matching.embed import load_embedder
from services.marketplace.settings import EMBEDDING_MODEL, SHIPPED_MODEL
from tests.conftest import FreshDatabase
from tests.kit.asking import ask
from tests.services.conftest import House
from tests.services.marketplace.conftest import running
from tools.evaluate.fill import fill_demo

pytestmark = pytest.mark.skipif(
    str(SHIPPED_MODEL) != EMBEDDING_MODEL, reason="the shipped model's weights are not here"
)

FILTERS = {
    "KIND": "kinds: [{}]",
    "TOPIC": 'filter: {{ topicSlugs: ["{}"] }}',
    "REGION": 'filter: {{ regionArs: ["{}"] }}',
    "PROGRAMME": 'filter: {{ programmes: ["{}"] }}',
    "STATUS": "filter: {{ status: [{}] }}",
    "LANGUAGE": "filter: {{ languages: [{}] }}",
}
COUNTED = f"totalCount totalCountIsEstimate facets(by: [{', '.join(FILTERS)}]) {{ by values {{ value count }} }}"
ASK = f"query ($q: String!) {{ search(query: $q, first: 1) {{ {COUNTED} }} }}"
PAGE = """query ($q: String!, $after: String) { search(query: $q, first: 100, after: $after) {
  totalCount edges { cursor } pageInfo { hasNextPage endCursor } } }"""
MATCHED = """query ($q: String!) { match(input: { text: $q }, first: 1) { totalCount
  facets(by: [KIND]) { values { count } } } }"""
QUESTIONS = [
    "Natur",
    "Pflege",
    "Schule",
    "Wald",
    "Mobilität im ländlichen Raum",
    "Barrierefreiheit",
    "Leichte Sprache",
    "Hochwasser",
    "Ehrenamt",
    "Energie sparen",
    "Gesundheit",
    "Kinder und Jugendliche",
    "Ältere Menschen",
    "Sprachmodelle",
    "Datensätze zu Verkehr",
    "Förderung",
    "Workshop",
    "Beratung für Vereine",
    "Verwaltung",
    "Bürgerbeteiligung",
    "climate data",
    "volunteers",
    "language learning",
    "air quality",
    "accessibility",
    "Kommunen",
    "Landwirtschaft",
    "Bienen",
    "Museum",
    "Bibliothek",
    "Feuerwehr",
    "Fahrrad",
    "Inklusion",
    "Wohnen",
    "Arbeit und Ausbildung",
    "Integration",
    "Leipzig",
    "Sachsen-Anhalt",
    "Chatbot",
    "Open Data",
    "Was kostet die KI die Umwelt?",  # titles of what is over
    "Förderaufruf Verständliche Verwaltung",
]
OTHERS = 2  # values of a facet that are asked for beside all kinds
AT_ONCE = 4


@pytest.fixture(scope="module")
async def demo(lasting_database: FreshDatabase) -> AsyncIterator[House]:
    url = await lasting_database("template0")
    async with open_connection(url, schema="marketplace") as connection:
        await fill_demo(connection)
    async with running(url, partial(load_embedder, EMBEDDING_MODEL)) as (house, _):
        yield house


async def asked(house: House, query: str, **given: Any) -> dict[str, Any]:
    answer = await ask(house.app, query, given)
    assert answer.errors == []
    data: dict[str, Any] = answer.data
    return data


async def totals(house: House, question: str, wanted: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """What is found under the filter of each facet and value."""
    found: dict[tuple[str, str], int] = {}
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        fields = " ".join(
            f"a{place}: search(query: $q, first: 1, {FILTERS[by].format(value)}) {{ totalCount }}"
            for place, (by, value) in enumerate(some)
        )
        answer = await asked(house, f"query ($q: String!) {{ {fields} }}", q=question)
        found |= {each: answer[f"a{place}"]["totalCount"] for place, each in enumerate(some)}
    return found


def some_of(counts: Mapping[tuple[str, str], int], chance: random.Random) -> list[tuple[str, str]]:
    chosen = [each for each in counts if each[0] == "KIND"]
    for by in FILTERS.keys() - {"KIND"}:
        values = sorted(each for each in counts if each[0] == by)
        chosen += chance.sample(values, min(OTHERS, len(values)))
    return sorted(chosen)


@pytest.mark.parametrize("question", QUESTIONS)
async def test_a_facet_counts_what_its_filter_finds(demo: House, question: str) -> None:
    every = (await asked(demo, ASK, q=question))["search"]
    assert not every["totalCountIsEstimate"]
    counts = {(facet["by"], one["value"]): one["count"] for facet in every["facets"] for one in facet["values"]}
    assert sum(count for (by, _), count in counts.items() if by == "KIND") == every["totalCount"]
    chosen = some_of(counts, random.Random(question))
    assert await totals(demo, question, chosen) == {each: counts[each] for each in chosen}


@pytest.mark.parametrize("question", QUESTIONS[:6])
async def test_pages_go_through_all_that_is_counted(demo: House, question: str) -> None:
    after, seen = None, list[str]()
    while True:
        page = (await asked(demo, PAGE, q=question, after=after))["search"]
        seen += [each["cursor"] for each in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert len(set(seen)) == len(seen) == page["totalCount"]


async def test_a_match_counts_the_same_way(demo: House) -> None:
    found = (await asked(demo, MATCHED, q="Schule"))["match"]
    assert sum(each["count"] for facet in found["facets"] for each in facet["values"]) == found["totalCount"] > 50
