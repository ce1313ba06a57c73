"""Plain lists go on after the id of the last item: every row once, in order, whatever the filter and the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from services.cip.store.connection import QUERIES as CIP
from services.civic_data_lab.store.connection import QUERIES as CIVIC_DATA_LAB
from services.ideenwerkstatt.store.connection import QUERIES as IDEENWERKSTATT
from services.kit.database import open_connection
from services.kit.ordering import closes_at
from services.kit.sql import Statement
from tests.kit.asking import ask
from tests.services.conftest import House, bearer
from tests.services.lists.conftest import rows

Houses = Mapping[str, House]


@dataclass(frozen=True, slots=True)
class Listed:
    """A root list: its service, its field with one set of filters, and the same in plain SQL."""

    service: str
    field: str
    filters: str
    sql: str

    def query(self, first: int, after: str | None) -> str:
        given = [each for each in (self.filters, f"first: {first}", after and f'after: "{after}"') if each]
        return f"{{ {self.field}({', '.join(given)}) {{ id }} }}"


PILOTS = "SELECT id FROM pilot_project WHERE {} ORDER BY runs_from DESC, id"
PROTOTYPES = "SELECT id FROM prototype WHERE {} ORDER BY id"
WORKSHOPS = "SELECT id FROM workshop WHERE {} ORDER BY starts_at, id"
EXPERTS = "SELECT id FROM expert WHERE {} ORDER BY id"
AWARDS = "SELECT id FROM award WHERE {} ORDER BY awarded_on DESC, id"
PROJECTS = "SELECT id FROM data_project_view WHERE {} ORDER BY runs_from DESC, id"
MODULES = "SELECT id FROM learning_module_view WHERE {} ORDER BY published_on DESC, id"
OPEN_END = "SELECT id FROM {} ORDER BY coalesce(apply_until, 'infinity') {}, id"
NEWEST = "SELECT id FROM support_offer JOIN {} USING (id) ORDER BY published_on DESC, id"
LISTS = [
    Listed("cip", "fundingCalls", "", OPEN_END.format("funding_call", "DESC")),
    Listed("cip", "fundingCalls", "direction: ASC", OPEN_END.format("funding_call", "ASC")),
    Listed(
        *("cip", "fundingCalls", "orderBy: BUDGET"),
        "SELECT id FROM funding_call ORDER BY coalesce(budget, 0) DESC, id",
    ),
    Listed("cip", "competitionRounds", "", "SELECT id FROM competition_round ORDER BY number, id"),
    Listed("cip", "competitionRounds", "orderBy: DEADLINE", OPEN_END.format("competition_round", "DESC")),
    Listed("ideenwerkstatt", "aiConsultations", "", NEWEST.format("ai_consultation")),
    Listed("ideenwerkstatt", "pilotCalls", "", NEWEST.format("pilot_call")),
    Listed(
        *("ideenwerkstatt", "pilotCalls", "orderBy: DEADLINE"),
        OPEN_END.format("support_offer JOIN pilot_call USING (id)", "ASC"),
    ),
    Listed("civic_data_lab", "dataConsultations", "", NEWEST.format("data_consultation")),
    Listed("civic_data_lab", "dataProjectCalls", "", NEWEST.format("data_project_call")),
    Listed(
        *("civic_data_lab", "dataProjectCalls", "orderBy: DEADLINE, direction: DESC"),
        OPEN_END.format("support_offer JOIN data_project_call USING (id)", "DESC"),
    ),
    Listed("cip", "awards", "", AWARDS.format("true")),
    Listed("cip", "awards", "category: INCLUSION_AND_DIVERSITY", AWARDS.format("category = 'INCLUSION_AND_DIVERSITY'")),
    Listed("ideenwerkstatt", "workshops", "", WORKSHOPS.format("true")),
    Listed("ideenwerkstatt", "workshops", 'nuts: "DE"', WORKSHOPS.format("starts_with(region_nuts, 'DE')")),
    Listed(
        *("ideenwerkstatt", "workshops", 'from: "2024-01-01T00:00:00Z", seatsFreeOnly: true'),
        "SELECT id FROM workshop_view WHERE starts_at >= '2024-01-01Z' AND seats_free > 0 ORDER BY starts_at, id",
    ),
    Listed("ideenwerkstatt", "pilotProjects", "", PILOTS.format("true")),
    Listed("ideenwerkstatt", "pilotProjects", "status: [COMPLETED]", PILOTS.format("status = 'COMPLETED'")),
    Listed("ideenwerkstatt", "prototypes", "", PROTOTYPES.format("true")),
    Listed(
        *("ideenwerkstatt", "prototypes", "stage: [PROTOTYPE, FIELD_TEST]"),
        PROTOTYPES.format("stage IN ('PROTOTYPE', 'FIELD_TEST')"),
    ),
    Listed("ideenwerkstatt", "experts", "", EXPERTS.format("true")),
    Listed(
        *("ideenwerkstatt", "experts", 'topicSlug: "biodiversity"'),
        "SELECT id FROM expert e WHERE EXISTS (SELECT FROM entity_topic t"
        " WHERE t.entity_id = e.id AND t.topic_slug = 'biodiversity') ORDER BY id",
    ),
    Listed("civic_data_lab", "dataProjects", "", PROJECTS.format("true")),
    Listed(
        *("civic_data_lab", "dataProjects", "stage: [PUBLISHED, HANDED_OVER]"),
        PROJECTS.format("stage IN ('PUBLISHED', 'HANDED_OVER')"),
    ),
    Listed("civic_data_lab", "learningModules", "", MODULES.format("true")),
    Listed("civic_data_lab", "learningModules", "language: DE", MODULES.format("language = 'DE'")),
]
each_list = pytest.mark.parametrize("listed", LISTS, ids=lambda one: f"{one.field}({one.filters})")
READER = bearer("member_reader", "cdl:manage")


async def ids(house: House, query: str, field: str) -> list[str]:
    answer = await ask(house.app, query, headers=READER)
    assert answer.errors == []
    return [one["id"] for one in answer.data[field]]


@each_list
@pytest.mark.parametrize("first", [1, 7, 100])
async def test_a_walk_sees_every_row_once_and_in_order(demo_houses: Houses, listed: Listed, first: int) -> None:
    house = demo_houses[listed.service]
    expected = [row["id"] for row in await rows(house, listed.sql)]
    seen: list[str] = []
    while part := await ids(house, listed.query(first, seen[-1] if seen else None), listed.field):
        seen += part
        assert len(seen) <= len(expected)
    assert seen == expected


@each_list
async def test_an_unknown_id_is_refused_by_name(demo_houses: Houses, listed: Listed) -> None:
    answer = await ask(demo_houses[listed.service].app, listed.query(5, "nobody_1"), headers=READER)
    assert answer.codes == [("BAD_USER_INPUT", listed.field)]
    assert "'nobody_1'" in answer.errors[0]["message"]


async def test_what_never_closes_has_a_place(demo_houses: Houses) -> None:
    """A list by deadline goes on after an offer that has none."""
    house = demo_houses["cip"]
    async with open_connection(house.url, schema=house.schema) as connection:
        place = closes_at(SimpleNamespace(apply_until=None))
        assert await connection.fetchval("SELECT $1::timestamptz = 'infinity'", place)


STATEMENTS = [
    ("cip", CIP.awards_newest_desc),
    ("ideenwerkstatt", IDEENWERKSTATT.workshops_beginning_asc),
    ("ideenwerkstatt", IDEENWERKSTATT.pilot_projects_newest_desc),
    ("ideenwerkstatt", IDEENWERKSTATT.prototypes_id_asc),
    ("ideenwerkstatt", IDEENWERKSTATT.experts),
    ("ideenwerkstatt", IDEENWERKSTATT.demonstrators_title_asc),
    ("ideenwerkstatt", IDEENWERKSTATT.compute_quotas_newest_desc),
    ("civic_data_lab", CIVIC_DATA_LAB.data_projects_newest_desc),
    ("civic_data_lab", CIVIC_DATA_LAB.learning_modules_newest_desc),
    ("civic_data_lab", CIVIC_DATA_LAB.community_formats_beginning_desc),
    ("civic_data_lab", CIVIC_DATA_LAB.toolbox_items_newest_desc),
]


@pytest.mark.parametrize(("service", "statement"), STATEMENTS, ids=[statement.name for _, statement in STATEMENTS])
async def test_an_index_leads_to_the_place(demo_houses: Houses, service: str, statement: Statement) -> None:
    """What stands before the place is not read, and nothing is sorted, in the plan that serves all arguments."""
    house = demo_houses[service]
    nulls = ", ".join(["NULL"] * len(set(re.findall(r"\$\d+", statement.text))))
    async with open_connection(house.url, schema=house.schema) as connection:
        for setting in ("enable_seqscan = off", "enable_sort = off", "plan_cache_mode = force_generic_plan"):
            await connection.execute(f"SET {setting}")
        await connection.execute(f"PREPARE page AS {statement.text}")
        plan = "\n".join(row[0] for row in await connection.fetch(f"EXPLAIN EXECUTE page ({nulls})"))
    assert re.search(r"Index Cond: .*COALESCE", plan), plan
    assert "Sort" not in plan.partition("SubPlan")[0], plan
    assert "OFFSET" not in statement.text
