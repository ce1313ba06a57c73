"""How the database reads a list under something: the parent by an index, a page in the order of one.

The plans are those that serve all arguments, without sequential scans, then without sorts, too: one that is left has
no index instead.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from strawberry.types.base import StrawberryObjectDefinition

from services.kit.database import Connection, open_connection
from services.kit.paged import Sorted
from services.kit.sql import Statement
from services.kit.under import Declared, declared
from services.marketplace.store.ideas import Hub, ideas_of_hub
from tests.services.conftest import House
from tests.services.lists.test_filters import SCHEMAS

Houses = Mapping[str, House]


HUBS = {
    Hub.TOPIC: "marketplace.Topic.ideas",
    Hub.REGION: "marketplace.Region.ideas",
    Hub.ACTOR: "marketplace.Actor.ideas",
    Hub.FOLLOWER: "marketplace.Viewer.followedIdeas",
}


@dataclass(frozen=True, slots=True)
class Read:
    """The statement of a list in its usual order."""

    place: str
    service: str
    statement: Statement
    in_pages: bool


def reads() -> Iterator[Read]:
    for service, schema in SCHEMAS.items():
        for kind in schema.schema_converter.type_map.values():
            definition = kind.definition
            if not isinstance(definition, StrawberryObjectDefinition):
                continue
            for each in definition.fields:
                how = declared(each)
                if how is not None and isinstance(how.relation, Sorted):
                    yield read(service, f"{service}.{definition.name}.{each.name}", how, how.relation)
    for hub, place in HUBS.items():
        relation = ideas_of_hub[hub]
        by = relation.by(None, None).order
        yield Read(place, "marketplace", relation.rows[by].statement, in_pages=True)


def read(service: str, place: str, how: Declared, relation: Sorted[Any, Any]) -> Read:
    return Read(place, service, relation.rows[relation.by(None, None).order].statement, how.in_pages)


OFFERS = "offers of all types in one list, each shown as of the moment: some dozens"
OWN = "one's own, by way of several tables: few"
PARTS = "a page of each part by an index (see below); the best of these few are sorted by their keys alone"
SMALL = frozenset({"programme_text", "competition_round", "funding_call", "demonstrator", "region", "topic"})
"""Tables of some dozens of rows, which need no index."""
SORTED = {
    "cip.CipProgramme.support_offers": OFFERS,
    "ideenwerkstatt.IdeenwerkstattProgramme.support_offers": OFFERS,
    "civic_data_lab.CivicDataLabProgramme.support_offers": OFFERS,
    "ideenwerkstatt.Actor.pilot_applications": OWN,
    "civic_data_lab.Actor.data_consultations": OWN,
    "civic_data_lab.DataConsultation.sessions": OWN,
    "marketplace.Viewer.contact_requests": OWN,
    "marketplace.Viewer.conversations": OWN,
    "marketplace.Viewer.team_requests": OWN,
    "marketplace.Topic.ideas": PARTS,
    "marketplace.Region.ideas": PARTS,
    "marketplace.Actor.ideas": OWN,
    "marketplace.Viewer.followedIdeas": OWN,
}
"""Pages that are sorted when they are read, and why."""
READS = list({each.place: each for each in reads()}.values())


async def plan_of(connection: Connection, statement: Statement, *without: str) -> dict[str, Any]:
    numbers = {int(number) for number in re.findall(r"\$(\d+)", statement.text)}
    for each in without:
        await connection.execute(f"SET enable_{each} = off")
    await connection.execute("SET plan_cache_mode = force_generic_plan")
    await connection.execute(f"PREPARE listed AS {statement.text}")
    nulls = ", ".join(["NULL"] * max(numbers))
    answer = await connection.fetchval(f"EXPLAIN (FORMAT JSON) EXECUTE listed ({nulls})")
    plan: dict[str, Any] = (json.loads(answer) if isinstance(answer, str) else answer)[0]["Plan"]
    return plan


def nodes(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The nodes that rows of the list pass; not what is read for a column of one row."""
    yield plan
    for each in plan.get("Plans", ()):
        if each.get("Parent Relationship") != "SubPlan":
            yield from nodes(each)


Plans = Mapping[str, list[Mapping[str, Any]]]


async def all_plans(houses: Houses, *without: str) -> Plans:
    """The nodes of each list's plan, by its place."""
    found = {}
    for of in READS:
        house = houses[of.service]
        async with open_connection(house.url, schema=house.schema) as connection:
            found[of.place] = list(nodes(await plan_of(connection, of.statement, *without)))
    return found


@pytest.fixture(scope="module")
async def plans(demo_houses: Houses) -> Plans:
    return await all_plans(demo_houses, "seqscan")


@pytest.fixture(scope="module")
async def plans_in_order(demo_houses: Houses) -> Plans:
    return await all_plans(demo_houses, "seqscan", "sort", "bitmapscan")


@pytest.mark.parametrize("of", READS, ids=lambda one: one.place)
def test_an_index_leads_to_what_is_under_something(plans: Plans, of: Read) -> None:
    whole = [each["Relation Name"] for each in plans[of.place] if each["Node Type"] == "Seq Scan"]
    walked = [
        each["Relation Name"]
        for each in plans[of.place]
        if "Index" in each["Node Type"] and "Relation Name" in each and "Index Cond" not in each
    ]
    assert whole == []
    assert set(walked) <= SMALL, (walked, whole)


PAGED = [of for of in READS if of.in_pages]


@pytest.mark.parametrize("of", PAGED, ids=lambda one: one.place)
def test_a_page_is_read_in_the_order_of_an_index(plans_in_order: Plans, of: Read) -> None:
    sorts = [each["Sort Key"] for each in plans_in_order[of.place] if each["Node Type"] == "Sort"]
    assert not sorts or of.place in SORTED, sorts


@pytest.mark.parametrize(
    ("place", "index"),
    [("marketplace.Topic.ideas", "idea_topic_newest"), ("marketplace.Region.ideas", "idea_region_newest")],
)
def test_the_newest_ideas_of_each_part_are_a_page_of_an_index(plans_in_order: Plans, place: str, index: str) -> None:
    """What stands behind the page is not read, however many ideas the topic or the region has."""
    (page,) = (each for each in plans_in_order[place] if each["Node Type"] == "Limit" and is_by(index, each))
    (scan,) = (one for one in nodes(page) if one.get("Index Name") == index)
    assert "Index Cond" in scan


def is_by(index: str, page: Mapping[str, Any]) -> bool:
    """Whether it is read by the index, and not sorted."""
    inside = list(nodes(page))
    return index in [each.get("Index Name") for each in inside] and "Sort" not in [e["Node Type"] for e in inside]
