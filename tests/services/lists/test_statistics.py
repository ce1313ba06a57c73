"""Statistics over the demo data: rights, sums against plain SQL, what is suppressed, in every house."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from graphql import build_schema

from services.cip.store.statistics import BOOK as CIP
from services.civic_data_lab.store.statistics import BOOK as CIVIC_DATA_LAB
from services.ideenwerkstatt.store.statistics import BOOK as IDEENWERKSTATT
from services.kit.statistics.statement import untold
from services.kit.statistics.vocabulary import StatisticsDimension, StatisticsMetric
from services.marketplace.store.statistics import OWN
from tests.kit.asking import Answer, ask, entities
from tests.services.conftest import House, bearer
from tests.services.lists.conftest import rows
from tests.services.lists.test_filters import SCHEMAS

Houses = Mapping[str, House]
PROGRAMMES = {
    "cip": ("CipProgramme", "civic-innovation-platform"),
    "ideenwerkstatt": ("IdeenwerkstattProgramme", "ki-ideenwerkstatt"),
    "civic_data_lab": ("CivicDataLabProgramme", "civic-data-lab"),
    "marketplace": ("CivicCodingProgramme", "civic-coding"),
}
METRICS = (
    *("IDEAS", "OFFERS", "APPLICATIONS", "AWARDS", "PROJECTS", "FUNDING", "PARTICIPANTS", "DATASETS", "PROFILES"),
    "ORGANISATIONS",
)
KEPT = {"cip": CIP, "ideenwerkstatt": IDEENWERKSTATT, "civic_data_lab": CIVIC_DATA_LAB, "marketplace": OWN}
DIMENSIONS = ["YEAR", "TOPIC", "REGION", "SECTOR", "STATUS", "OFFER_KIND", "MATURITY", "PROGRAMME"]
ANALYST = bearer("member_0199", "stats:read")
BUCKETS = "buckets { count amount { amount } keys { dimension value } }"
FIELDS = f"metric asOf total totalAmount {{ amount }} suppressedBuckets {BUCKETS}"


async def counted(house: House, service: str, arguments: str, headers: Mapping[str, str] = ANALYST) -> Answer:
    kind, slug = PROGRAMMES[service]
    selection = f"... on {kind} {{ statistics({arguments}) {{ {FIELDS} }} }}"
    answer = await entities(house.app, selection, [{"__typename": kind, "slug": slug}], headers)
    return Answer(answer.data and answer.data[0] and answer.data[0]["statistics"], answer.errors)


def sums(answer: Answer) -> dict[str, tuple[int, str | None]]:
    """The buckets by the values of their keys."""
    assert answer.errors == []
    return {
        " ".join(key["value"] for key in one["keys"]): (one["count"], one["amount"] and one["amount"]["amount"])
        for one in answer.data["buckets"]
    }


@pytest.mark.parametrize("service", PROGRAMMES)
@pytest.mark.parametrize("metric", METRICS)
async def test_every_metric_by_every_dimension_adds_up(demo_houses: Houses, service: str, metric: str) -> None:
    """A single-valued dimension sums up to the total; of a many-valued one each bucket is within it."""
    house = demo_houses[service]
    whole = await counted(house, service, f"metric: {metric}")
    assert whole.errors == []
    facts = KEPT[service].facts.get(StatisticsMetric(metric))
    for dimension in DIMENSIONS:
        house.trips.clear()
        answer = await counted(house, service, f"metric: {metric}, groupBy: [{dimension}]")
        if facts is not None and StatisticsDimension(dimension) in untold(facts):
            assert answer.errors[0]["message"] == f"groupBy: {metric} has no {dimension} in this house."
            assert [code for code, _ in answer.codes] == ["BAD_USER_INPUT"]
            assert not any(trip.startswith("facts") for trip in house.trips)
            continue
        assert answer.errors == [], dimension
        assert len([trip for trip in house.trips if trip.startswith("facts")]) <= 1
        assert len(set(house.trips) - {"counted_book"}) <= 2
        assert {**answer.data, "asOf": 0, "buckets": 0, "suppressedBuckets": 0} == {
            **whole.data, "asOf": 0, "buckets": 0, "suppressedBuckets": 0,
        }  # fmt: skip
        counts = [one["count"] for one in answer.data["buckets"]]
        if metric in ("APPLICATIONS", "PARTICIPANTS", "PROFILES"):
            assert all(count >= 5 for count in counts)
        elif counts:
            assert max(counts) <= whole.data["total"] <= sum(counts)
            if dimension in ("YEAR", "STATUS", "MATURITY", "OFFER_KIND") and metric not in ("FUNDING",):
                assert sum(counts) == whole.data["total"]


GUARDED = [
    *((service, metric) for service in PROGRAMMES for metric in ("APPLICATIONS", "PARTICIPANTS")),
    ("civic_data_lab", "FUNDING"),
]


@pytest.mark.parametrize(("service", "metric"), GUARDED)
async def test_persons_and_budgets_are_for_who_has_the_right(demo_houses: Houses, service: str, metric: str) -> None:
    house = demo_houses[service]
    place = "_entities.0.statistics"
    assert (await counted(house, service, f"metric: {metric}", {})).codes == [("UNAUTHENTICATED", place)]
    house.trips.clear()
    others = " ".join({"cip:manage", "ideenwerkstatt:manage", "cdl:manage", "marketplace:manage"} - {STAFF[service]})
    for scopes in ("", others, "moderation service:index"):
        answer = await counted(house, service, f"metric: {metric}", bearer("member_0199", *scopes.split()))
        assert answer.codes == [("FORBIDDEN", place)]
    assert not any(trip.startswith("facts") for trip in house.trips)
    assert (await counted(house, service, f"metric: {metric}", bearer("member_1", STAFF[service]))).errors == []


STAFF = {
    "cip": "cip:manage",
    "ideenwerkstatt": "ideenwerkstatt:manage",
    "civic_data_lab": "cdl:manage",
    "marketplace": "marketplace:manage",
}


@pytest.mark.parametrize("service", PROGRAMMES)
@pytest.mark.parametrize(
    "arguments",
    [
        'metric: OFFERS, filter: { topicSlugs: ["nowhere"] }',
        'metric: OFFERS, filter: { regionArs: ["15"] }',
        "metric: OFFERS, filter: { sectors: [] }",
        "metric: OFFERS, groupBy: [YEAR, TOPIC, REGION]",
        "metric: OFFERS, groupBy: [YEAR, YEAR]",
        'metric: OFFERS, filter: { from: "2025-01-01", until: "2024-12-31" }',
        "metric: PARTICIPANTS, groupBy: [QUARTER]",
        'metric: PARTICIPANTS, filter: { from: "2024-01-01" }',
        'metric: PARTICIPANTS, filter: { topicSlugs: ["biodiversity"] }',
    ],
)
async def test_what_cannot_be_counted_is_refused(demo_houses: Houses, service: str, arguments: str) -> None:
    answer = await counted(demo_houses[service], service, arguments)
    assert answer.codes == [("BAD_USER_INPUT", "_entities.0.statistics")]


async def test_a_district_is_not_told_by_nuts_code(demo_houses: Houses) -> None:
    arguments = 'metric: PROJECTS, filter: { regionArs: ["150020000000"] }'
    answer = await counted(demo_houses["ideenwerkstatt"], "ideenwerkstatt", arguments)
    assert answer.codes == [("BAD_USER_INPUT", "_entities.0.statistics")]


async def test_funding_is_the_shares_of_the_days(demo_houses: Houses) -> None:
    house = demo_houses["cip"]
    (whole,) = await rows(house, "SELECT sum(funding)::text AS sum, count(*) AS count FROM funded_project")
    answer = await counted(house, "cip", "metric: FUNDING")
    assert (answer.data["total"], Decimal(answer.data["totalAmount"]["amount"])) == (
        whole["count"],
        Decimal(whole["sum"]),
    )
    years = {
        row["year"]: (row["count"], Decimal(row["sum"]))
        for row in await rows(
            house,
            "SELECT year::text, count(DISTINCT project_id) AS count, sum(amount)::text AS sum"
            " FROM funding_share GROUP BY 1",
        )
    }
    said = sums(await counted(house, "cip", "metric: FUNDING, groupBy: [YEAR]"))
    assert {year: (count, Decimal(amount or 0)) for year, (count, amount) in said.items()} == years
    quarters = sums(await counted(house, "cip", "metric: FUNDING, groupBy: [QUARTER]"))
    assert abs(sum(Decimal(amount or 0) for _, amount in quarters.values()) - Decimal(whole["sum"])) < Decimal("0.20")
    half = 'filter: { from: "2024-01-01", until: "2024-06-30" }'
    amount = (await counted(house, "cip", f"metric: FUNDING, {half}")).data["totalAmount"]["amount"]
    assert abs(Decimal(amount) - years["2024"][1] * 182 / 366) < Decimal("0.01")


async def test_a_filter_counts_what_its_bucket_counts(demo_houses: Houses) -> None:
    for service, metric in (("cip", "PROJECTS"), ("civic_data_lab", "DATASETS"), ("marketplace", "IDEAS")):
        house = demo_houses[service]
        for dimension, filtered in (
            ("TOPIC", 'topicSlugs: ["{}"]'),
            ("REGION", 'regionArs: ["{}"]'),
            ("SECTOR", "sectors: [{}]"),
            ("YEAR", 'from: "{0}-01-01", until: "{0}-12-31"'),
        ):
            buckets = sums(await counted(house, service, f"metric: {metric}, groupBy: [{dimension}]"))
            for value, (count, _) in [each for each in buckets.items() if each[0] not in ("NONE", "000000000000")][:6]:
                answer = await counted(house, service, f"metric: {metric}, filter: {{ {filtered.format(value)} }}")
                assert answer.data["total"] == count, (service, dimension, value)


async def test_a_person_is_counted_once(demo_houses: Houses) -> None:
    house = demo_houses["ideenwerkstatt"]
    (row,) = await rows(
        house,
        "SELECT count(*) AS seats, count(DISTINCT person) AS persons FROM ("
        "SELECT actor_id FROM workshop_registration WHERE status IN ('CONFIRMED', 'ATTENDED', 'NO_SHOW')"
        " UNION ALL SELECT booked_by FROM slot_booking JOIN consultation_slot s ON s.id = slot_id"
        " WHERE s.status IN ('BOOKED', 'DONE')) r (person)"
        " WHERE person NOT IN (SELECT id FROM actor_fact WHERE kind = 'ORGANISATION')",
    )
    answer = await counted(house, "ideenwerkstatt", "metric: PARTICIPANTS")
    assert answer.data["total"] == row["persons"] < row["seats"]


async def test_sketches_count_for_their_applicant_and_staff_only(demo_houses: Houses) -> None:
    house = demo_houses["civic_data_lab"]
    public = (await rows(house, "SELECT count(*) FROM data_project WHERE stage_is_public(stage)"))[0][0]
    hidden = await rows(
        house, "SELECT applicant_id FROM data_project WHERE NOT stage_is_public(stage) ORDER BY id LIMIT 1"
    )
    every = (await rows(house, "SELECT count(*) FROM data_project"))[0][0]

    async def total(headers: Mapping[str, str]) -> Any:
        return (await counted(house, "civic_data_lab", "metric: PROJECTS", headers)).data["total"]

    assert await total({}) == await total(ANALYST) == public < every
    assert await total(bearer("member_1", "cdl:manage")) == every
    assert public < await total(bearer(hidden[0][0])) < every
    applications = (await counted(house, "civic_data_lab", "metric: APPLICATIONS")).data["total"]
    assert applications == every


ROOT = {
    "IDEAS": "SELECT count(*) FROM idea i WHERE may_see_idea(i.id, i.status, NULL, false)",
    "PROFILES": "SELECT count(*) FROM profiles_found('{}', NULL, false)",
    "OFFERS": "SELECT count(*) FROM offers_found('{}', now())",
    "PROJECTS": "SELECT count(*) FROM catalogue_entry WHERE category = 'PROJECT'",
    "DATASETS": "SELECT count(*) FROM catalogue_entry WHERE category = 'DATASET' AND status <> 'WITHDRAWN'",
    "ORGANISATIONS": "SELECT count(*) FROM organisation",
}


@pytest.mark.parametrize("metric", METRICS)
async def test_the_root_counts_the_catalogue_and_no_money(demo_houses: Houses, metric: str) -> None:
    house = demo_houses["marketplace"]
    answer = await ask(
        house.app, f"{{ statistics(metric: {metric}) {{ total totalAmount {{ amount }} }} }}", {}, ANALYST
    )
    if metric not in ROOT:
        assert answer.codes == [("BAD_USER_INPUT", "statistics")]
        return
    anonymous = await ask(house.app, f"{{ statistics(metric: {metric}) {{ total totalAmount {{ amount }} }} }}")
    assert anonymous.data == {"statistics": {"total": (await rows(house, ROOT[metric]))[0][0], "totalAmount": None}}


LEVELS = {"COUNTRY": 0, "STATE": 2, "DISTRICT": 5}


@pytest.mark.parametrize(("level", "digits"), LEVELS.items())
async def test_the_root_counts_by_the_level_of_regions(demo_houses: Houses, level: str, digits: int) -> None:
    house = demo_houses["marketplace"]
    selection = "total buckets { count keys { value region { level name } } }"
    query = f"{{ statistics(metric: IDEAS, groupBy: [REGION], regionLevel: {level}) {{ {selection} }} }}"
    answer = await ask(house.app, query)
    assert answer.errors == []
    said = {one["keys"][0]["value"]: one["count"] for one in answer.data["statistics"]["buckets"]}
    condition = "substr(region_ars, 3, 3) <> '000' OR left(region_ars, 2) IN ('02', '11')" if digits == 5 else "true"
    expected = await rows(
        house,
        f"SELECT CASE WHEN region_ars IS NULL OR NOT ({condition}) THEN 'NONE'"
        f" ELSE rpad(left(region_ars, {digits}), 12, '0') END AS ars, count(*) AS count FROM idea i"
        " WHERE may_see_idea(i.id, i.status, NULL, false) GROUP BY 1",
    )
    assert said == {row["ars"]: row["count"] for row in expected}
    named = [one["keys"][0] for one in answer.data["statistics"]["buckets"] if one["keys"][0]["value"] != "NONE"]
    assert all(key["region"]["name"] for key in named)


async def test_the_root_counts_by_programme(demo_houses: Houses) -> None:
    house = demo_houses["marketplace"]
    query = """query ($slug: [ID!]) {
      by: statistics(metric: PROJECTS, groupBy: [PROGRAMME, STATUS]) { buckets { count keys { value } } }
      of: statistics(metric: PROJECTS, programmes: $slug) { total }
      organisations: statistics(metric: ORGANISATIONS, groupBy: [PROGRAMME, SECTOR]) { total buckets { count } }
    }"""
    answer = await ask(house.app, query, {"slug": ["civic-data-lab"]})
    assert answer.errors == []
    expected = await rows(
        house, "SELECT programme_slug, status, count(*) FROM catalogue_entry WHERE category = 'PROJECT' GROUP BY 1, 2"
    )
    said = {tuple(key["value"] for key in one["keys"]): one["count"] for one in answer.data["by"]["buckets"]}
    assert said == {(row[0], row[1]): row[2] for row in expected}
    assert answer.data["of"]["total"] == sum(count for (slug, _), count in said.items() if slug == "civic-data-lab")
    unknown = await ask(house.app, query, {"slug": ["nowhere"]})
    assert unknown.codes == [("BAD_USER_INPUT", "of")]


BOOKS = {
    "the marketplace": ("marketplace", OWN),
    "CIP": ("cip", CIP),
    "the KI-Ideenwerkstatt": ("ideenwerkstatt", IDEENWERKSTATT),
    "the Civic Data Lab": ("civic_data_lab", CIVIC_DATA_LAB),
}


@pytest.mark.parametrize("name", BOOKS)
async def test_what_a_house_does_not_keep_is_unknown_and_not_nought(demo_houses: Houses, name: str) -> None:
    """The graph says who keeps what, as it is."""
    service, book = BOOKS[name]
    schema = build_schema(SCHEMAS[service].as_str(), assume_valid=True)
    description = schema.type_map["StatisticsMetric"].description or ""
    said = re.search(rf"{name} ([A-Z, ]+)", description)
    assert said is not None
    assert {word for word in said[1].replace(",", " ").split() if len(word) > 1} == {one.value for one in book.facts}
    for metric in set(METRICS) - {one.value for one in book.facts}:
        answer = await counted(demo_houses[service], service, f"metric: {metric}, groupBy: [YEAR]")
        assert (answer.data["total"], answer.data["buckets"], answer.errors) == (None, [], [])
