"""The analysts' saved queries over all houses through the gateway; each's numbers are those of plain SQL.

The statements here are written by hand over the tables, and share nothing with those of the services.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pytest

from gateway.answering.answer import answer
from gateway.answering.disclosure import Disclosure
from gateway.answering.graph import Graph
from gateway.answering.memory import new_memory
from gateway.ground.by_subgraph import for_all
from gateway.ground.error_detail import ErrorDetail
from gateway.model.exchange import GraphQLRequest
from gateway.planning import plan_operation
from gateway.query_graph import build_query_graph, read_supergraph
from gateway.subgraphs.inside import Inside
from tests.services.conftest import House, bearer
from tests.services.lists.conftest import rows
from tools.run.settings import ROOT

Houses = Mapping[str, House]
Numbers = Mapping[str, tuple[int, float]]
"""By the values of the keys: how many, how much."""
ANALYST = bearer("member_0199", "stats:read")
SLUGS = {
    "civic-innovation-platform": "cip",
    "ki-ideenwerkstatt": "ideenwerkstatt",
    "civic-data-lab": "civic_data_lab",
    "civic-coding": "marketplace",
}
LEAST = 5


@pytest.fixture(scope="module")
def gateway(demo_houses: Houses) -> Graph:
    """The gateway of the composed graph, over the four services in this process."""
    supergraph = read_supergraph((ROOT / "schema" / "supergraph.graphql").read_text(encoding="utf-8"))
    send = Inside({name: house.app for name, house in demo_houses.items()})
    plan = partial(plan_operation, build_query_graph(supergraph))
    disclosure = Disclosure(for_all(ErrorDetail.ALL))
    return Graph(supergraph=supergraph, plan=plan, send=send, disclosure=disclosure, memory=new_memory())


async def asked(gateway: Graph, number: int, headers: Mapping[str, str] = ANALYST, **variables: Any) -> Any:
    """The data of a saved query."""
    (file,) = (ROOT / "schema" / "operations").glob(f"{number}_*.graphql")
    request = GraphQLRequest(query=file.read_text(encoding="utf-8"), variables=variables, headers=dict(headers))
    content = json.loads((await answer(gateway, request)).body)
    assert "errors" not in content, content["errors"]
    return content["data"]


def numbers(statistics: Mapping[str, Any]) -> Numbers:
    """The buckets of an answer."""
    return {
        " ".join(key["value"] for key in one["keys"]): (
            one["count"],
            float((one.get("amount") or {"amount": 0})["amount"]),
        )
        for one in statistics["buckets"]
    }


async def plain(house: House, sql: str) -> Numbers:
    """What plain SQL says: the last two columns are the count and the amount, those before are keys."""
    found = await rows(house, sql)
    return {" ".join(map(str, row[:-2])): (row[-2], float(row[-1] or 0)) for row in found}


def of_programme(data: Any, slug: str, root: str = "anchorProjects") -> Mapping[str, Any]:
    (one,) = (each for each in data[root] if each["slug"] == slug)
    found: Mapping[str, Any] = one["statistics"]
    return found


SEEN = (
    "(status IN ('PUBLISHED', 'PAUSED', 'IN_IMPLEMENTATION', 'COMPLETED')"
    " OR (status = 'ARCHIVED' AND archived_from IS DISTINCT FROM 'WITHDRAWN')"
    " OR EXISTS (SELECT FROM idea_team m WHERE m.idea_id = i.id AND m.actor_id = 'member_0199'))"
)
"""The ideas that the analyst sees, who is a member."""
CIP = "civic-innovation-platform"
LAB = "civic-data-lab"
DAYS = """least(make_date(year, 12, 31), q.last, '{1}') - greatest(make_date(year, 1, 1), q.first, '{0}') + 1"""
ONE_HOUSE: dict[int, tuple[Callable[[Any], Mapping[str, Any]], str, str]] = {
    261: (
        partial(of_programme, slug=CIP),
        "cip",
        "SELECT left(region_ars, 2) || '0000000000', sector, count(DISTINCT f.id), sum(s.amount)"
        " FROM funding_share s JOIN funded_project f ON f.id = s.project_id"
        " JOIN consortium_partner p USING (project_id, organisation_id) GROUP BY 1, 2",
    ),
    262: (
        partial(of_programme, slug=CIP),
        "cip",
        "SELECT extract(year FROM q.first) || '-Q' || extract(quarter FROM q.first), count(DISTINCT project_id),"
        f" round(sum(amount * ({DAYS.format('2024-02-15', '2025-06-16')})"
        " / (make_date(year, 12, 31) - make_date(year, 1, 1) + 1)), 2)"
        " FROM funding_share, (SELECT d::date AS first, (d + interval '3 months')::date - 1 AS last"
        " FROM generate_series('2020-01-01'::timestamp, '2030-12-31', interval '3 months') d) q"
        f" WHERE extract(year FROM q.first) = year AND {DAYS.format('2024-02-15', '2025-06-16')} > 0"
        " AND project_id IN (SELECT entity_id FROM entity_topic LEFT JOIN topic_parent t ON t.slug = topic_slug"
        " WHERE 'inclusion' IN (topic_slug, t.parent)) GROUP BY 1",
    ),
    263: (
        partial(of_programme, slug=CIP),
        "cip",
        "SELECT extract(year FROM awarded_on), count(*), sum(prize) FROM award GROUP BY 1",
    ),
    265: (
        lambda data: data["statistics"],
        "marketplace",
        "SELECT coalesce(t.parent_slug, t.slug), programme_slug, count(DISTINCT entity_id), 0 FROM catalogue_entry"
        " CROSS JOIN unnest(topics) x JOIN topic t ON t.slug = x WHERE category = 'PROJECT' GROUP BY 1, 2",
    ),
    267: (
        lambda data: data["statistics"],
        "marketplace",
        "SELECT coalesce(t.parent_slug, t.slug), status, count(DISTINCT i.id), 0 FROM idea i"
        " JOIN idea_topic x ON x.idea_id = i.id JOIN topic t ON t.slug = x.topic_slug"
        f" WHERE {SEEN} GROUP BY 1, 2",
    ),
    268: (
        lambda data: data["statistics"],
        "marketplace",
        "SELECT coalesce(left(region_ars, 2) || '0000000000', 'NONE'),"
        " extract(year FROM coalesce(published_at, created_at) AT TIME ZONE 'Europe/Berlin'), count(*), 0 FROM idea i"
        f" WHERE {SEEN}"
        " AND coalesce(published_at, created_at) AT TIME ZONE 'Europe/Berlin' >= '2023-01-01'"
        " AND coalesce(published_at, created_at) AT TIME ZONE 'Europe/Berlin' < '2026-01-01' GROUP BY 1, 2",
    ),
    269: (
        lambda data: data["statistics"],
        "marketplace",
        "SELECT CASE WHEN substr(i.region_ars, 3, 3) = '000' THEN 'NONE' ELSE left(i.region_ars, 5) || '0000000' END,"
        " a.sector, count(DISTINCT i.id), 0 FROM idea i"
        " JOIN idea_team t ON t.idea_id = i.id JOIN actor a ON a.id = t.actor_id"
        f" WHERE starts_with(i.region_ars, '15') AND {SEEN} GROUP BY 1, 2",
    ),
    272: (
        lambda data: data["statistics"],
        "marketplace",
        "SELECT coalesce(p.slug, 'NONE'), a.sector, count(DISTINCT a.id), 0 FROM actor a"
        " LEFT JOIN LATERAL (SELECT programme_slug AS slug FROM catalogue_entry c WHERE a.id = ANY (c.actors)) p"
        " ON true WHERE a.kind = 'ORGANISATION' GROUP BY 1, 2",
    ),
    276: (
        partial(of_programme, slug=LAB),
        "civic_data_lab",
        "SELECT coalesce(t.parent, x.topic_slug),"
        " coalesce(extract(year FROM issued AT TIME ZONE 'Europe/Berlin')::text, 'NONE'),"
        " count(DISTINCT d.id), 0 FROM dataset d JOIN dataset_topic x ON x.dataset_id = d.id"
        " LEFT JOIN topic_parent t ON t.slug = x.topic_slug WHERE status IN ('PUBLISHED', 'DEPRECATED') GROUP BY 1, 2",
    ),
}


@pytest.mark.parametrize("number", ONE_HOUSE)
async def test_a_query_of_one_house(gateway: Graph, demo_houses: Houses, number: int) -> None:
    pick, service, sql = ONE_HOUSE[number]
    said, expected = numbers(pick(await asked(gateway, number))), await plain(demo_houses[service], sql)
    assert said.keys() == expected.keys()
    assert len(said) > 1
    for key, (count, amount) in expected.items():
        assert said[key][0] == count, key
        assert said[key][1] == pytest.approx(amount, abs=0.02), key


NOTHING = "SELECT 'x', 0, 0 WHERE false"
PILOTS = "SELECT {}, count(*), 0 FROM pilot_project GROUP BY {}"
PUBLIC = "stage IN ('KICKOFF', 'IMPLEMENTATION', 'TESTING', 'PUBLISHED', 'HANDED_OVER')"
EACH_HOUSE: dict[int, tuple[str, Mapping[str, str]]] = {
    260: (
        "programmes",
        {
            "cip": "SELECT year, count(DISTINCT project_id), sum(amount) FROM funding_share GROUP BY 1",
            "civic_data_lab": "SELECT extract(year FROM runs_from), count(*), sum(budget_amount) FROM data_project"
            f" WHERE budget_amount IS NOT NULL AND {PUBLIC} GROUP BY 1",
        },
    ),
    264: (
        "programmes",
        {
            "cip": "SELECT status, count(*), 0 FROM funded_project GROUP BY 1",
            "ideenwerkstatt": PILOTS.format("status", "1"),
            "civic_data_lab": f"SELECT status, count(*), 0 FROM data_project WHERE {PUBLIC} GROUP BY 1",
        },
    ),
    266: (
        "anchorProjects",
        {
            "cip": "SELECT maturity, extract(year FROM runs_from), count(*), 0 FROM funded_project GROUP BY 1, 2",
            "ideenwerkstatt": PILOTS.format("maturity, extract(year FROM runs_from)", "1, 2"),
            "civic_data_lab": "SELECT maturity, extract(year FROM runs_from), count(*), 0 FROM data_project"
            f" WHERE {PUBLIC} GROUP BY 1, 2",
        },
    ),
}


@pytest.mark.parametrize("number", EACH_HOUSE)
async def test_a_query_over_all_houses(gateway: Graph, demo_houses: Houses, number: int) -> None:
    root, sql = EACH_HOUSE[number]
    data = await asked(gateway, number)
    assert len(data[root]) == (4 if root == "programmes" else 3)
    for one in data[root]:
        service = SLUGS[one["slug"]]
        assert numbers(one["statistics"]) == await plain(demo_houses[service], sql.get(service, NOTHING)), service


PERSONS: dict[int, Mapping[str, str]] = {
    274: {
        "cip": "SELECT status, count(*), 0 FROM (SELECT status FROM competition_entry"
        " UNION ALL SELECT status FROM grant_application) a WHERE status NOT IN ('DRAFT', 'WITHDRAWN') GROUP BY 1",
        "ideenwerkstatt": "SELECT status, count(*), 0 FROM pilot_application WHERE status <> 'WITHDRAWN' GROUP BY 1",
        "civic_data_lab": "SELECT stage, count(*), 0 FROM data_project GROUP BY 1",
    },
    275: {
        "cip": "SELECT sector, count(DISTINCT coalesce(l.member_id, o.member_id, cip_member_number)), 0"
        " FROM entry_team l JOIN competition_entry e ON e.id = l.entry_id"
        " LEFT JOIN legacy_member o USING (cip_member_number) WHERE e.status NOT IN ('DRAFT', 'WITHDRAWN')"
        " AND coalesce(l.member_id, cip_member_number) IS NOT NULL GROUP BY 1",
        "ideenwerkstatt": "SELECT coalesce(f.sector, 'NONE'), count(DISTINCT person), 0 FROM ("
        "SELECT actor_id FROM workshop_registration WHERE status IN ('CONFIRMED', 'ATTENDED', 'NO_SHOW')"
        " UNION ALL SELECT booked_by FROM slot_booking JOIN consultation_slot s ON s.id = slot_id"
        " WHERE s.status IN ('BOOKED', 'DONE')) r (person) LEFT JOIN actor_fact f ON f.id = person"
        " WHERE f.kind = 'MEMBER' OR f.id IS NULL GROUP BY 1",
        "civic_data_lab": "SELECT f.sector, count(DISTINCT f.id), 0 FROM actor_fact f"
        " WHERE f.kind = 'MEMBER' AND f.id IN ("
        "SELECT applicant_id FROM data_project UNION SELECT actor_id FROM project_participant"
        " UNION SELECT member_id FROM consultation_session WHERE status <> 'CANCELLED'"
        " UNION SELECT member_id FROM enrolment WHERE status <> 'CANCELLED') GROUP BY 1",
        "marketplace": "SELECT sector, count(*), 0 FROM actor a JOIN member m ON m.actor_id = a.id"
        " WHERE m.state = 'ACTIVE' GROUP BY 1",
    },
}


@pytest.mark.parametrize("number", PERSONS)
async def test_a_query_about_persons_tells_no_small_number(gateway: Graph, demo_houses: Houses, number: int) -> None:
    for one in (await asked(gateway, number))["programmes"]:
        service = SLUGS[one["slug"]]
        if service not in PERSONS[number]:
            continue
        every, said = await plain(demo_houses[service], PERSONS[number][service]), numbers(one["statistics"])
        assert said.items() <= every.items(), service
        assert len(said) + one["statistics"]["suppressedBuckets"] == len(every), service
        assert {key for key, (count, _) in every.items() if count < LEAST}.isdisjoint(said)
        if any(count < LEAST for count, _ in every.values()):
            hidden, total = one["statistics"]["suppressedBuckets"], one["statistics"]["total"]
            assert hidden > 1 or total is None, "a single one could be worked out"


@pytest.mark.parametrize("number", PERSONS)
async def test_persons_are_counted_for_analysts_only(gateway: Graph, number: int) -> None:
    (file,) = (ROOT / "schema" / "operations").glob(f"{number}_*.graphql")
    for headers, code in (({}, "UNAUTHENTICATED"), (bearer("member_0199"), "FORBIDDEN")):
        request = GraphQLRequest(query=file.read_text(encoding="utf-8"), headers=dict(headers))
        content = json.loads((await answer(gateway, request)).body)
        assert {error["extensions"]["code"] for error in content["errors"]} == {code}
        assert [one["statistics"] for one in content["data"]["programmes"]] == [None] * 4


async def test_profiles_by_sector_and_land(gateway: Graph, demo_houses: Houses) -> None:
    said = (await asked(gateway, 270))["statistics"]
    every = await plain(
        demo_houses["marketplace"],
        "SELECT a.sector, coalesce(left(a.region_ars, 2) || '0000000000', 'NONE'), count(*), 0"
        " FROM profiles_found('{}', 'member_0199', false) f JOIN profile p ON p.id = f.id"
        " JOIN actor a ON a.id = p.owner_id GROUP BY 1, 2",
    )
    assert said["total"] == sum(count for count, _ in every.values())
    assert numbers(said).items() <= every.items()
    assert all(count >= LEAST for count, _ in numbers(said).values())
    assert len(said["buckets"]) + said["suppressedBuckets"] == len(every)


async def test_offers_by_kind_and_status(gateway: Graph, demo_houses: Houses) -> None:
    said = (await asked(gateway, 271))["statistics"]
    house = demo_houses["marketplace"]
    found = await rows(
        house, "SELECT kind, shown, count(*) FROM catalogue_entry"
        " JOIN entries_at($1::text::timestamptz) USING (entity_id)"
        " WHERE category = 'SUPPORT_OFFER' GROUP BY 1, 2", said["asOf"],
    )  # fmt: skip
    assert {key: count for key, (count, _) in numbers(said).items()} == {f"{row[0]} {row[1]}": row[2] for row in found}
    assert said["total"] == sum(row[2] for row in found)


async def test_organisations_of_a_programme(gateway: Graph, demo_houses: Houses) -> None:
    said = (await asked(gateway, 273))["organisations"]
    partners = await rows(
        demo_houses["cip"],
        "SELECT DISTINCT organisation_id FROM consortium_partner JOIN actor_fact f ON f.id = organisation_id"
        " WHERE f.sector = 'SCIENCE'",
    )
    assert {one["id"] for one in said["nodes"]} == {row[0] for row in partners}
    sums = await plain(
        demo_houses["cip"], "SELECT organisation_id, 0, sum(amount) FROM funding_share WHERE year = 2024 GROUP BY 1"
    )
    for one in said["nodes"]:
        amount = float(one["fundingTotal"]["amount"]) if one["fundingTotal"] else 0
        assert amount == pytest.approx(sums.get(one["id"], (0, 0.0))[1])


PUBLISHED = "SELECT count(*) FROM dataset d WHERE status IN ('PUBLISHED', 'DEPRECATED')"


async def test_what_is_lacking(gateway: Graph, demo_houses: Houses) -> None:
    (ideas,) = await rows(
        demo_houses["marketplace"],
        "SELECT count(*), min(coalesce(published_at, created_at)) FROM idea i"
        f" WHERE {SEEN} AND NOT EXISTS (SELECT FROM idea_support s WHERE s.idea_id = i.id)",
    )
    said = (await asked(gateway, 277))["ideas"]
    assert said["totalCount"] == ideas[0] > 0
    assert {one["supporterCount"] for one in said["nodes"]} <= {0}
    closed, unused = [
        (await rows(demo_houses["civic_data_lab"], PUBLISHED + condition))[0][0]
        for condition in (
            " AND NOT EXISTS (SELECT FROM distribution x JOIN license l ON l.uri = x.license_uri"
            " WHERE x.dataset_id = d.id AND l.is_open)",
            " AND NOT EXISTS (SELECT FROM dataset_usage u WHERE u.dataset_id = d.id"
            " AND may_see_use(u.project_type, u.project_id, false, NULL))",
        )
    ]
    data = await asked(gateway, 278)
    assert (data["withoutOpenLicence"]["totalCount"], data["withoutUse"]["totalCount"]) == (closed, unused)
    titles = [one["title"]["text"] for one in data["withoutOpenLicence"]["nodes"]]
    assert len(titles) == min(20, closed)


async def test_money_of_topics_in_a_period(gateway: Graph, demo_houses: Houses) -> None:
    data = await asked(gateway, 279)
    part = "least(make_date(year, 12, 31), '2025-06-30') - greatest(make_date(year, 1, 1), '2024-07-01') + 1"
    expected = await plain(
        demo_houses["cip"],
        "SELECT main, 0, round(sum(amount * days / whole), 2) FROM ("
        "SELECT DISTINCT coalesce(t.parent, e.topic_slug) AS main,"
        f" s.project_id, s.organisation_id, year, amount, {part} AS days,"
        " make_date(year, 12, 31) - make_date(year, 1, 1) + 1 AS whole"
        " FROM funding_share s JOIN entity_topic e ON e.entity_id = s.project_id"
        f" LEFT JOIN topic_parent t ON t.slug = e.topic_slug WHERE {part} > 0) x GROUP BY 1",
    )
    for one in data["topics"]:
        amount = float(one["fundingTotal"]["amount"]) if one["fundingTotal"] else 0
        assert amount == pytest.approx(expected.get(one["slug"], (0, 0.0))[1], abs=0.02), one["slug"]
    largest = await rows(
        demo_houses["cip"],
        "SELECT id FROM funded_project WHERE runs_from BETWEEN '2023-01-01' AND '2025-06-30'"
        " ORDER BY funding DESC, id LIMIT 5",
    )
    assert [one["id"] for one in data["fundedProjects"]["nodes"]] == [row[0] for row in largest]


def under_topic(house: str, of: str) -> str:
    """The condition that an entity is of inclusion, or of a topic in it."""
    tree = "SELECT slug FROM topic WHERE 'inclusion' IN (slug, parent_slug)"
    if house != "marketplace":
        tree = "SELECT 'inclusion' UNION SELECT slug FROM topic_parent WHERE parent = 'inclusion'"
    return f"{of} IN ({tree})"


async def test_what_began_under_a_topic_in_a_period(gateway: Graph, demo_houses: Houses) -> None:
    said = (await asked(gateway, 280))["topic"]
    for field, service, table, column in (
        ("fundedProjects", "cip", "funded_project", "runs_from"),
        ("pilotProjects", "ideenwerkstatt", "pilot_project", "runs_from"),
        ("dataProjects", "civic_data_lab", "data_project", "runs_from"),
        ("workshops", "ideenwerkstatt", "workshop", "starts_at"),
    ):
        found = await rows(
            demo_houses[service],
            f"SELECT DISTINCT p.id, {column} FROM {table} p JOIN entity_topic e ON e.entity_id = p.id"
            f" WHERE {under_topic(service, 'e.topic_slug')} AND extract(year FROM {column}) = 2024"
            + (" AND may_see_project(p.stage, p.applicant_id, false, NULL)" if service == "civic_data_lab" else ""),
        )
        assert len(said[field]) == min(10, len(found)), field
    (ideas,) = await rows(
        demo_houses["marketplace"],
        f"SELECT count(DISTINCT i.id) FROM idea i JOIN idea_topic e ON e.idea_id = i.id WHERE {SEEN}"
        f" AND {under_topic('marketplace', 'e.topic_slug')}"
        " AND i.published_at BETWEEN '2024-01-01Z' AND '2024-12-31T23:59:59Z'",
    )
    assert said["ideas"]["totalCount"] == ideas[0]


async def test_projects_that_have_named_neither_licence_nor_repository(gateway: Graph, demo_houses: Houses) -> None:
    data = await asked(gateway, 281)
    for slug, table in (
        ("civic-innovation-platform", "funded_project p WHERE true"),
        ("ki-ideenwerkstatt", "pilot_project p WHERE true"),
        ("civic-data-lab", "data_project p WHERE may_see_project(p.stage, p.applicant_id, false, NULL)"),
    ):
        (found,) = await rows(
            demo_houses[SLUGS[slug]],
            f"SELECT count(*) FROM {table} AND license IS NULL AND repository_url IS NULL"
            " AND runs_from >= '2020-01-01'",
        )
        (said,) = (each["projects"] for each in data["anchorProjects"] if each["slug"] == slug)
        assert said["totalCount"] == found[0], slug


async def test_organisations_in_several_programmes(gateway: Graph, demo_houses: Houses) -> None:
    said = (await asked(gateway, 282))["organisations"]
    (found,) = await rows(
        demo_houses["marketplace"],
        "SELECT count(*) FROM (SELECT actor FROM catalogue_entry c, unnest(c.actors) AS actor JOIN organisation o"
        " ON o.actor_id = actor WHERE c.programme_slug IN ('civic-innovation-platform', 'civic-data-lab')"
        " GROUP BY actor HAVING count(DISTINCT c.programme_slug) = 2) x",
    )
    assert said["totalCount"] == found[0] > 0


def test_each_of_them_is_looked_at() -> None:
    """A query that is added to the group needs its plain statement here."""
    elsewhere = {270, 271, 273, 277, 278, 279, 280, 281, 282}
    files = (ROOT / "schema" / "operations").glob("*.graphql")
    grouped = [file for file in files if "# Group: Count and compare" in file.read_text(encoding="utf-8")]
    saved = {int(file.name.partition("_")[0]) for file in grouped}
    assert saved == set(ONE_HOUSE) | set(EACH_HOUSE) | set(PERSONS) | elsewhere
    assert len(saved) == 23
