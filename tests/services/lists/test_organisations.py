"""Organisations as a list: each filter against plain SQL, each order walked to its end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.kit.asking import ask
from tests.services.conftest import House
from tests.services.lists.conftest import rows

Houses = Mapping[str, House]
PAGE = "totalCount nodes { id displayName legalName } pageInfo { endCursor hasNextPage }"
ALL = "SELECT a.id FROM actor a JOIN organisation o ON o.actor_id = a.id WHERE {}"
FILTERS = {
    "all": ("{}", "true"),
    "sector": ("{ sectors: [WELFARE, SCIENCE] }", "a.sector IN ('WELFARE', 'SCIENCE')"),
    "Land": ('{ regionArs: ["150000000000"] }', "starts_with(a.region_ars, '15')"),
    "topic": (
        '{ topicSlugs: ["inclusion"] }',
        "EXISTS (SELECT FROM actor_topic x JOIN topic t ON t.slug = x.topic_slug"
        " WHERE x.actor_id = a.id AND 'inclusion' IN (t.slug, t.parent_slug))",
    ),
    "programme": (
        '{ programmes: ["civic-data-lab"] }',
        "EXISTS (SELECT FROM catalogue_entry c WHERE a.id = ANY (c.actors) AND c.programme_slug = 'civic-data-lab')",
    ),
    "each of two programmes": (
        '{ allProgrammes: ["civic-data-lab", "civic-innovation-platform"] }',
        "ARRAY['civic-data-lab', 'civic-innovation-platform'] <@"
        " ARRAY(SELECT c.programme_slug FROM catalogue_entry c WHERE a.id = ANY (c.actors))",
    ),
    "non-profit": ("{ isNonProfit: true }", "o.is_non_profit"),
    "name": (
        '{ text: "verein" }',
        "lower(a.display_name || ' ' || o.legal_name) ~ '(^|[^[:alnum:]])verein'",
    ),
    "two": ('{ sectors: [SCIENCE], programmes: ["civic-innovation-platform"] }',
        "a.sector = 'SCIENCE' AND EXISTS (SELECT FROM catalogue_entry c"
        " WHERE a.id = ANY (c.actors) AND c.programme_slug = 'civic-innovation-platform')"),
}  # fmt: skip


async def walked(house: House, arguments: str) -> list[dict[str, Any]]:
    found, after = list[dict[str, Any]](), ""
    while True:
        answer = await ask(house.app, f"{{ organisations({arguments}, first: 7{after}) {{ {PAGE} }} }}")
        assert answer.errors == []
        page = answer.data["organisations"]
        found += page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            assert page["totalCount"] == len(found)
            return found
        after = f', after: "{page["pageInfo"]["endCursor"]}"'


@pytest.mark.parametrize(("given", "condition"), FILTERS.values(), ids=FILTERS)
async def test_a_filter_lets_through_what_plain_sql_finds(demo_houses: Houses, given: str, condition: str) -> None:
    house = demo_houses["marketplace"]
    expected = {row["id"] for row in await rows(house, ALL.format(condition))}
    found = await walked(house, f"filter: {given}")
    assert {one["id"] for one in found} == expected
    assert len(found) == len(expected)


@pytest.mark.parametrize(("order", "name"), [("NAME", "displayName"), ("LEGAL_NAME", "legalName")])
@pytest.mark.parametrize("direction", ["ASC", "DESC"])
async def test_an_order_goes_both_ways(demo_houses: Houses, order: str, name: str, direction: str) -> None:
    found = await walked(demo_houses["marketplace"], f"orderBy: {order}, direction: {direction}")
    turned = await walked(
        demo_houses["marketplace"], f"orderBy: {order}, direction: {'DESC' if direction == 'ASC' else 'ASC'}"
    )
    assert len(found) > 100
    assert [one[name] for one in found] == [one[name] for one in reversed(turned)]
