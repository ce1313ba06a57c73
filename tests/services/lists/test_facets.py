"""A facet says what its filter then finds: for every facet and value, beside other filters, for different viewers."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.kit.asking import ask
from tests.services.conftest import House, bearer
from tests.services.lists.conftest import rows

Houses = Mapping[str, House]
FILTER_OF = {
    "TOPIC": 'topicSlugs: ["{}"]',
    "REGION": 'regionArs: ["{}"]',
    "STATUS": "status: [{}]",
    "MATURITY": "maturity: [{}]",
    "AI_METHOD": "aiMethods: [{}]",
    "SECTOR": "sectors: [{}]",
}
FACETS = f"facets(by: [{', '.join(FILTER_OF)}]) {{ by values {{ value label count }} }} totalCount"
# Every value that there can be; also those that no facet names must agree: nothing is found by them.
VALUES = {
    "TOPIC": "SELECT slug FROM topic",
    "REGION": "SELECT ars FROM region",
    "STATUS": "SELECT DISTINCT status FROM idea",
    "MATURITY": "SELECT DISTINCT maturity FROM idea",
    "AI_METHOD": "SELECT DISTINCT unnest(ai_methods) FROM idea",
    "SECTOR": "SELECT DISTINCT sector FROM actor",
}
AUTHOR = """SELECT t.actor_id FROM idea_team t JOIN idea i ON i.id = t.idea_id JOIN member m ON m.actor_id = t.actor_id
  WHERE i.status = 'DRAFT' AND m.state = 'ACTIVE' ORDER BY 1 LIMIT 1"""
BESIDE = {
    "nothing": {},
    "a text": {"text": 'text: "Daten"'},
    "maturity and goals": {"MATURITY": "maturity: [CONCEPT, PILOT]", "sdgs": "sdgs: [3, 4, 10, 13]"},
    "sectors and methods": {"SECTOR": "sectors: [SCIENCE, MUNICIPALITY]", "AI_METHOD": "aiMethods: [NLP, GEO_AI]"},
    "a topic": {"TOPIC": 'topicSlugs: ["inclusion"]'},
    "a region and a state": {"REGION": 'regionArs: ["150000000000"]', "STATUS": "status: [PUBLISHED, DRAFT]"},
}


async def headers_of(house: House, viewer: str) -> dict[str, str]:
    match viewer:
        case "author":
            return bearer((await rows(house, AUTHOR))[0][0])
        case "staff":
            return bearer("member_staff", "marketplace:manage")
        case _:
            return {}


async def counted(house: House, beside: Mapping[str, str], headers: dict[str, str]) -> dict[tuple[str, str], int]:
    """What the facets say: the count of each facet's values."""
    answer = await ask(
        house.app, f"{{ ideas(filter: {{ {', '.join(beside.values())} }}) {{ {FACETS} }} }}", {}, headers
    )
    assert answer.errors == []
    facets = answer.data["ideas"]["facets"]
    return {(facet["by"], one["value"]): one["count"] for facet in facets for one in facet["values"]}


async def found(
    house: House, beside: Mapping[str, str], by: str, values: list[str], headers: dict[str, str]
) -> dict[tuple[str, str], int]:
    """What the filter with each value finds."""
    others = ", ".join(beside.values())
    asked = [
        f"v{place}: ideas(filter: {{ {FILTER_OF[by].format(value)}, {others} }}) {{ totalCount }}"
        for place, value in enumerate(values)
    ]
    answer = await ask(house.app, f"{{ {' '.join(asked)} }}", {}, headers)
    assert answer.errors == []
    return {(by, value): answer.data[f"v{place}"]["totalCount"] for place, value in enumerate(values)}


@pytest.mark.parametrize("beside", BESIDE.values(), ids=BESIDE)
@pytest.mark.parametrize("viewer", ["nobody", "author", "staff"])
async def test_a_facet_counts_what_its_filter_finds(
    demo_houses: Houses, viewer: str, beside: Mapping[str, str]
) -> None:
    house = demo_houses["marketplace"]
    headers = await headers_of(house, viewer)
    said = await counted(house, beside, headers)
    for by in FILTER_OF.keys() - beside.keys():
        values = [row[0] for row in await rows(house, VALUES[by])]
        expected = await found(house, beside, by, values, headers)
        assert {place: count for place, count in said.items() if place[0] == by} == {
            place: count for place, count in expected.items() if count
        }


@pytest.mark.parametrize(("hub", "given"), [("topic", 'slug: "inclusion"'), ("region", 'ars: "150000000000"')])
async def test_the_facets_of_a_hub_are_those_of_its_filter(demo_houses: Houses, hub: str, given: str) -> None:
    house = demo_houses["marketplace"]
    wanted = given.replace("slug: ", "topicSlugs: [").replace("ars: ", "regionArs: [") + "]"
    answer = await ask(
        house.app, f"{{ hub: {hub}({given}) {{ ideas {{ {FACETS} }} }} ideas(filter: {{ {wanted} }}) {{ {FACETS} }} }}"
    )
    assert answer.errors == []
    assert answer.data["hub"]["ideas"] == answer.data["ideas"]
    assert answer.data["ideas"]["totalCount"] > 0
