"""The cursor of any edge goes on after that edge, in every connection that the demo data fill."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.kit.asking import ask, entities
from tests.services.conftest import House

Houses = Mapping[str, House]
PAGE = "nodes { __typename } edges { cursor node { __typename } } pageInfo { startCursor endCursor } totalCount"
PROGRAMMES = {
    "cip": ("CipProgramme", "civic-innovation-platform"),
    "ideenwerkstatt": ("IdeenwerkstattProgramme", "ki-ideenwerkstatt"),
    "civic_data_lab": ("CivicDataLabProgramme", "civic-data-lab"),
    "marketplace": ("CivicCodingProgramme", "civic-coding"),
}
ROOTS = [
    ("cip", "fundedProjects({})", ""),
    ("cip", "competitionRound(number: 3)", "entries({})"),
    ("civic_data_lab", "datasets({})", ""),
    ("marketplace", "profiles({})", ""),
    ("marketplace", "ideas({})", ""),
    ("marketplace", "ideas(orderBy: MOST_SUPPORTED, {})", ""),
    ("marketplace", "supportOffers({})", ""),
    ("marketplace", 'topic(slug: "inclusion")', "ideas({})"),
]
MINISTRIES = ("cip", "ideenwerkstatt", "civic_data_lab")
HELD = [*((name, "supportOffers") for name in PROGRAMMES), *((name, "projects") for name in MINISTRIES)]


async def root_page(house: House, outer: str, inner: str, arguments: str) -> dict[str, Any]:
    selection = f"{{ {inner.format(arguments)} {{ {PAGE} }} }}" if inner else f"{{ {PAGE} }}"
    answer = await ask(house.app, f"{{ it: {outer.format(arguments)} {selection} }}")
    assert answer.errors == []
    found = answer.data["it"]
    page: dict[str, Any] = next(iter(found.values())) if inner else found
    return page


def assert_that_edges_lead_on(whole: dict[str, Any], rest: dict[str, Any]) -> None:
    edges = whole["edges"]
    cursors = [edge["cursor"] for edge in edges]
    assert len(set(cursors)) == len(cursors) == len(whole["nodes"]) > 2
    assert (whole["pageInfo"]["startCursor"], whole["pageInfo"]["endCursor"]) == (cursors[0], cursors[-1])
    assert rest["edges"] == edges[2:5]
    assert rest["totalCount"] == whole["totalCount"]


@pytest.mark.parametrize(("service", "outer", "inner"), ROOTS, ids=lambda each: str(each))
async def test_an_edge_of_a_root_list_leads_on(demo_houses: Houses, service: str, outer: str, inner: str) -> None:
    house = demo_houses[service]
    whole = await root_page(house, outer, inner, "first: 100")
    cursor = whole["edges"][1]["cursor"]
    assert_that_edges_lead_on(whole, await root_page(house, outer, inner, f'first: 3, after: "{cursor}"'))


@pytest.mark.parametrize(("service", "field"), HELD)
async def test_an_edge_of_a_programme_leads_on(demo_houses: Houses, service: str, field: str) -> None:
    house, (kind, slug) = demo_houses[service], PROGRAMMES[service]

    async def held(arguments: str) -> dict[str, Any]:
        of = [{"__typename": kind, "slug": slug}]
        answer = await entities(house.app, f"... on {kind} {{ {field}({arguments}) {{ {PAGE} }} }}", of)
        assert answer.errors == []
        page: dict[str, Any] = answer.data[0][field]
        return page

    whole = await held("first: 100")
    assert_that_edges_lead_on(whole, await held(f'first: 3, after: "{whole["edges"][1]["cursor"]}"'))
