"""Every list can be sorted both ways, dated ones cut out a period; lists come from the schemas, so a new one fails here
until it can, or until somebody says why it need not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    build_schema,
    get_named_type,
    is_composite_type,
    is_list_type,
    is_non_null_type,
)

from tests.kit.asking import ask
from tests.services.conftest import House, bearer
from tests.services.lists.conftest import rows
from tests.services.lists.test_filters import SCHEMAS

Houses = Mapping[str, House]
READER = bearer("member_0199", "cdl:manage", "cip:manage")
STAFF = bearer("member_0199", "moderation", "marketplace:manage")
FOR_STAFF = {"moderationQueue", "erasureRequests"}

RELEVANCE = "what fits best comes first: that is what is asked for"
TREE = "the order of the house: the taxonomy of topics, programmes and ministries"
FEED = "for machines: in the order of changes"
PERSONS = "persons are not ranked"
FEW = "some wordings, all of which one reads"
UNSORTED = {
    "marketplace.match": RELEVANCE,
    "marketplace.search": RELEVANCE,
    "marketplace.programmes": TREE,
    "marketplace.anchorProjects": TREE,
    "marketplace.topics": TREE,
    "marketplace.ministries": TREE,
    "marketplace.consentTexts": FEW,
    "marketplace.civicCodingEvents": FEED,
    "cip.cipChanges": FEED,
    "cip.cipEvents": FEED,
    "ideenwerkstatt.experts": PERSONS,
    "ideenwerkstatt.ideenwerkstattChanges": FEED,
    "ideenwerkstatt.ideenwerkstattEvents": FEED,
    "civic_data_lab.licenses": FEW,
    "civic_data_lab.civicDataLabChanges": FEED,
    "civic_data_lab.civicDataLabEvents": FEED,
}
"""Root lists that take no order, and why."""

PERIODS: dict[str, tuple[str, str]] = {
    "cip.awards": ("from", "until"),
    "cip.competitionRounds": ("applyFrom", "applyUntil"),
    "cip.fundingCalls": ("applyFrom", "applyUntil"),
    "cip.fundedProjects": ("from", "until"),
    "ideenwerkstatt.workshops": ("from", "until"),
    "ideenwerkstatt.pilotProjects": ("from", "until"),
    "ideenwerkstatt.pilotCalls": ("applyFrom", "applyUntil"),
    "civic_data_lab.dataProjectCalls": ("applyFrom", "applyUntil"),
    "ideenwerkstatt.computeQuotas": ("applyFrom", "applyUntil"),
    "civic_data_lab.communityFormats": ("from", "until"),
    "civic_data_lab.toolboxItems": ("from", "until"),
    "marketplace.moderationQueue": ("from", "until"),
    "marketplace.erasureRequests": ("from", "until"),
    "civic_data_lab.datasets": ("filter.issuedFrom", "filter.issuedUntil"),
    "civic_data_lab.dataProjects": ("from", "until"),
    "civic_data_lab.learningModules": ("from", "until"),
    "marketplace.ideas": ("filter.publishedSince", "filter.publishedUntil"),
    "marketplace.profiles": ("filter.publishedSince", "filter.publishedUntil"),
    "marketplace.supportOffers": ("filter.applyAfter", "filter.applyBefore"),
}
"""Dated lists, and what cuts a period out of them."""
UNDATED = {
    "ideenwerkstatt.prototypes": "a prototype has no date",
    "ideenwerkstatt.demonstrators": "an exhibit has no date",
    "ideenwerkstatt.aiConsultations": "a standing offer; its slots have dates",
    "civic_data_lab.dataConsultations": "a standing offer; its slots have dates",
    "marketplace.organisations": "when an organisation registered is nobody's business",
    "marketplace.regions": "a place has no date",
}


@dataclass(frozen=True, slots=True)
class Sorted:
    """A root list in an order."""

    service: str
    field: str
    is_connection: bool
    order: str

    def query(self, direction: str, first: int, after: str | None) -> str:
        given = [f"orderBy: {self.order}", f"direction: {direction}"]
        given += [f"first: {first}", *([f'after: "{after}"'] if after else [])]
        given += ["level: DISTRICT"] if self.field == "regions" else []
        node = "ars" if self.field == "regions" else "id"
        page = f"nodes {{ {node} }} pageInfo {{ endCursor hasNextPage }}" if self.is_connection else node
        return f"{{ {self.field}({', '.join(given)}) {{ {page} }} }}"


def lists(service: str) -> Iterator[tuple[str, GraphQLField]]:
    """Root fields that give several things."""
    query = build_schema(SCHEMAS[service].as_str(), assume_valid=True).query_type
    assert query is not None
    for name, field in query.fields.items():
        kind = field.type.of_type if is_non_null_type(field.type) else field.type
        is_list = is_list_type(kind) and is_composite_type(get_named_type(kind))
        if not name.startswith("_") and (is_list or get_named_type(kind).name.endswith("Connection")):
            yield name, field


LISTS = {f"{service}.{name}": field for service in SCHEMAS for name, field in lists(service)}


def orders(field: GraphQLField) -> list[str]:
    kind = get_named_type(field.args["orderBy"].type)
    assert isinstance(kind, GraphQLEnumType)
    return list(kind.values)


NEEDS_TEXT = "RELEVANCE"
EVERY_ORDER = [
    Sorted(place.partition(".")[0], place.partition(".")[2], not is_list_type(field.type), order)
    for place, field in LISTS.items()
    if "orderBy" in field.args
    for order in orders(field)
]
SORTED = [each for each in EVERY_ORDER if each.order != NEEDS_TEXT]
BY_TEXT = [each for each in EVERY_ORDER if each.order == NEEDS_TEXT]


def test_every_list_is_sorted_or_says_why_not() -> None:
    unsorted = {place for place, field in LISTS.items() if not {"orderBy", "direction"} <= set(field.args)}
    assert unsorted == set(UNSORTED)
    assert len(LISTS) > 25


def test_every_dated_list_takes_a_period() -> None:
    assert set(PERIODS) | set(UNDATED) == set(LISTS) - set(UNSORTED)
    for place, (start, end) in PERIODS.items():
        for argument in (start, end):
            taken: Any = LISTS[place].args
            head, _, inner = argument.partition(".")
            if inner:
                kind = get_named_type(taken[head].type)
                assert isinstance(kind, GraphQLInputObjectType)
                taken, head = kind.fields, inner
            assert head in taken, (place, argument)


async def page(house: House, query: str, of: Sorted) -> tuple[list[str], str | None]:
    """The ids of a page, and what the next one comes after."""
    answer = await ask(house.app, query, {}, STAFF if of.field in FOR_STAFF else READER)
    assert answer.errors == [], query
    found = answer.data[of.field]
    if of.is_connection:
        ids = [one["id"] for one in found["nodes"]]
        return ids, found["pageInfo"]["endCursor"] if found["pageInfo"]["hasNextPage"] else None
    ids = [next(iter(one.values())) for one in found]
    return ids, ids[-1] if ids else None


async def walk(house: House, of: Sorted, direction: str, first: int) -> list[str]:
    seen, after = list[str](), None
    while True:
        ids, after = await page(house, of.query(direction, first, after), of)
        seen += ids
        if after is None:
            return seen


@pytest.mark.parametrize("of", SORTED, ids=lambda one: f"{one.service}.{one.field} {one.order}")
async def test_an_order_sees_everything_once_in_both_directions(demo_houses: Houses, of: Sorted) -> None:
    house = demo_houses[of.service]
    up, down = await walk(house, of, "ASC", 13), await walk(house, of, "DESC", 29)
    assert len(set(up)) == len(up) > 0
    assert sorted(up) == sorted(down)
    usual = await page(
        house, of.query("ASC", 13, None).replace("direction: ASC, ", "").replace(", direction: ASC", ""), of
    )
    assert usual[0] in (up[: len(usual[0])], down[: len(usual[0])])


SQL = {
    ("cip", "awards", "PRIZE"): "SELECT id FROM award ORDER BY prize {}, id",
    ("cip", "fundingCalls", "DEADLINE"): "SELECT id FROM funding_call"
    " ORDER BY coalesce(apply_until, 'infinity') {}, id",
    ("cip", "fundedProjects", "FUNDING"): "SELECT id FROM funded_project ORDER BY funding {}, id",
    ("cip", "fundedProjects", "TITLE"): "SELECT id FROM funded_project ORDER BY title {}, id",
    ("ideenwerkstatt", "workshops", "TITLE"): "SELECT id FROM support_offer JOIN workshop USING (id)"
    " ORDER BY title ->> 'de' {}, id",
    ("ideenwerkstatt", "pilotCalls", "DEADLINE"): "SELECT id FROM support_offer JOIN pilot_call USING (id)"
    " ORDER BY coalesce(apply_until, 'infinity') {}, id",
    ("ideenwerkstatt", "demonstrators", "TITLE"): "SELECT id FROM demonstrator ORDER BY title ->> 'de' {}, id",
    ("ideenwerkstatt", "computeQuotas", "GPU_HOURS"): "SELECT id FROM compute_quota"
    " ORDER BY gpu_hours_per_project {}, id",
    ("ideenwerkstatt", "computeQuotas", "GREEN_POWER"): "SELECT id FROM compute_quota"
    " ORDER BY green_power_share {}, id",
    ("civic_data_lab", "communityFormats", "BEGINNING"): "SELECT id FROM community_format ORDER BY starts_at {}, id",
    ("civic_data_lab", "toolboxItems", "TITLE"): "SELECT id FROM support_offer JOIN toolbox_item USING (id)"
    " ORDER BY title ->> 'de' {}, id",
    ("civic_data_lab", "datasets", "TITLE"): "SELECT id FROM dataset ORDER BY title ->> 'de' {}, id",
    ("civic_data_lab", "learningModules", "MINUTES"): "SELECT id FROM learning_module ORDER BY minutes {}, id",
    ("marketplace", "ideas", "MOST_SUPPORTED"): "SELECT i.id FROM idea i"
    " WHERE may_see_idea(i.id, i.status, 'member_0199', false)"
    " ORDER BY (SELECT count(*) FROM idea_support s WHERE s.idea_id = i.id) {0}, i.id {0}",
    ("marketplace", "supportOffers", "TITLE"): "SELECT c.entity_id FROM catalogue_entry c"
    " WHERE c.category = 'SUPPORT_OFFER' ORDER BY title ->> 'de' {}, c.entity_id",
}  # fmt: skip


@pytest.mark.parametrize(("of", "sql"), SQL.items(), ids=lambda one: " ".join(one) if isinstance(one, tuple) else "")
@pytest.mark.parametrize("direction", ["ASC", "DESC"])
async def test_an_order_is_that_of_plain_sql(
    demo_houses: Houses, of: tuple[str, str, str], sql: str, direction: str
) -> None:
    service, _, _ = of
    (listed,) = (each for each in SORTED if (each.service, each.field, each.order) == of)
    expected = [row[0] for row in await rows(demo_houses[service], sql.format(direction))]
    assert await walk(demo_houses[service], listed, direction, 100) == expected


CUTS = {
    "cip.awards(from)": ("cip", 'awards(from: "2023-01-01", until: "2023-12-31", first: 100)',
        "SELECT id FROM award WHERE extract(year FROM awarded_on) = 2023"),
    "cip.fundedProjects(from)": ("cip", 'fundedProjects(from: "2024-01-01", until: "2024-12-31", first: 100)',
        "SELECT id FROM funded_project WHERE extract(year FROM runs_from) = 2024"),
    "cip.competitionRounds": ("cip",
        'competitionRounds(applyFrom: "2021-01-01T00:00Z", applyUntil: "2023-12-31T00:00Z")',
        "SELECT id FROM competition_round WHERE apply_until BETWEEN '2021-01-01Z' AND '2023-12-31Z'"),
    "cip.fundedProjects(without)": ("cip", "fundedProjects(without: [IDEA, REPOSITORY], first: 100)",
        "SELECT id FROM funded_project WHERE idea_id IS NULL AND repository_url IS NULL"),
    "pilotProjects(from)": ("ideenwerkstatt", 'pilotProjects(from: "2023-01-01", until: "2023-12-31", first: 100)',
        "SELECT id FROM pilot_project WHERE extract(year FROM runs_from) = 2023"),
    "prototypes(without)": ("ideenwerkstatt", "prototypes(without: [LICENSE], first: 100)",
        "SELECT id FROM prototype WHERE license IS NULL"),
    "prototypes(without data)": ("ideenwerkstatt", "prototypes(without: [DATASET], first: 100)",
        "SELECT id FROM prototype p WHERE NOT EXISTS (SELECT FROM prototype_dataset WHERE prototype_id = p.id)"),
    "demonstrators(nuts)": ("ideenwerkstatt", 'demonstrators(nuts: "DED", first: 100)',
        "SELECT id FROM demonstrator WHERE starts_with(region_nuts, 'DED')"),
    "demonstrators(isTravelling)": ("ideenwerkstatt", "demonstrators(isTravelling: false, first: 100)",
        "SELECT id FROM demonstrator WHERE NOT is_travelling"),
    "demonstrators(without)": ("ideenwerkstatt", "demonstrators(without: [PROTOTYPE], first: 100)",
        "SELECT id FROM demonstrator WHERE prototype_id IS NULL"),
    "computeQuotas(status)": ("ideenwerkstatt", "computeQuotas(status: [OPEN], first: 100)",
        "SELECT id FROM compute_quota JOIN offers_at(now()) o USING (id) WHERE o.status = 'OPEN'"),
    "communityFormats(format)": ("civic_data_lab", "communityFormats(format: [BARCAMP, COMMUNITY_COLAB], first: 100)",
        "SELECT id FROM community_format WHERE format IN ('BARCAMP', 'COMMUNITY_COLAB')"),
    "communityFormats(from)": ("civic_data_lab",
        'communityFormats(from: "2025-01-01T00:00Z", until: "2025-12-31T00:00Z", first: 100)',
        "SELECT id FROM community_format WHERE starts_at BETWEEN '2025-01-01Z' AND '2025-12-31Z'"),
    "toolboxItems(language)": ("civic_data_lab", "toolboxItems(language: DE_SIMPLE, first: 100)",
        "SELECT id FROM toolbox_item WHERE 'DE_SIMPLE' = ANY (languages)"),
    "datasets(issued)": ("civic_data_lab",
        'datasets(filter: { issuedFrom: "2024-01-01T00:00:00Z", issuedUntil: "2024-12-31T23:59:59Z" }, first: 100)',
        "SELECT id FROM dataset WHERE extract(year FROM issued AT TIME ZONE 'UTC') = 2024"),
    "datasets(without use)": ("civic_data_lab", "datasets(filter: { without: [USE] }, first: 100)",
        "SELECT id FROM dataset d WHERE NOT EXISTS (SELECT FROM dataset_usage WHERE dataset_id = d.id)"),
    "datasets(without licence)": ("civic_data_lab", "datasets(filter: { without: [OPEN_LICENSE] }, first: 100)",
        "SELECT id FROM dataset_view WHERE NOT has_open_license"),
    "dataProjects(without)": ("civic_data_lab", "dataProjects(without: [REPOSITORY], first: 100)",
        "SELECT id FROM data_project WHERE repository_url IS NULL"),
    "learningModules(from)": ("civic_data_lab", 'learningModules(from: "2024-01-01", until: "2024-12-31", first: 100)',
        "SELECT id FROM learning_module_view WHERE extract(year FROM published_on) = 2024"),
    "ideas(without support)": ("marketplace", "ideas(filter: { without: [SUPPORT] }, first: 100)",
        "SELECT i.id FROM idea i WHERE may_see_idea(i.id, i.status, 'member_0199', false)"
        " AND NOT EXISTS (SELECT FROM idea_support WHERE idea_id = i.id)"),
    "ideas(without region and team)": ("marketplace", "ideas(filter: { without: [REGION, TEAM] }, first: 100)",
        "SELECT i.id FROM idea i WHERE may_see_idea(i.id, i.status, 'member_0199', false) AND region_ars IS NULL"
        " AND (SELECT count(*) FROM idea_team WHERE idea_id = i.id) < 2"),
    "ideas(period)": ("marketplace",
        'ideas(filter: { publishedSince: "2025-05-01T00:00:00Z", publishedUntil: "2025-05-31T00:00:00Z" }, first: 100)',
        "SELECT i.id FROM idea i WHERE may_see_idea(i.id, i.status, 'member_0199', false)"
        " AND published_at BETWEEN '2025-05-01Z' AND '2025-05-31Z'"),
    "supportOffers(without deadline)": ("marketplace", "supportOffers(filter: { without: [DEADLINE] }, first: 100)",
        "SELECT entity_id FROM catalogue_entry WHERE category = 'SUPPORT_OFFER' AND apply_until IS NULL"),
    "supportOffers(applyAfter)": ("marketplace",
        'supportOffers(filter: { applyAfter: "2025-01-01T00:00Z", applyBefore: "2026-01-01T00:00Z" }, first: 100)',
        "SELECT entity_id FROM catalogue_entry WHERE category = 'SUPPORT_OFFER'"
        " AND apply_until > '2025-01-01Z' AND apply_until < '2026-01-01Z'"),
    "profiles(without skills)": ("marketplace", "profiles(filter: { without: [SKILLS] }, first: 100)",
        "SELECT f.id FROM profiles_found('{}', 'member_0199', false) f"
        " WHERE NOT EXISTS (SELECT FROM profile_skill s WHERE s.profile_id = f.id)"),
}  # fmt: skip


@pytest.mark.parametrize(("service", "field", "sql"), CUTS.values(), ids=CUTS)
async def test_a_cut_is_that_of_plain_sql(demo_houses: Houses, service: str, field: str, sql: str) -> None:
    expected = {row[0] for row in await rows(demo_houses[service], sql)}
    name = field.partition("(")[0]
    is_connection = not is_list_type(LISTS[f"{service}.{name}"].type)
    selection = "{ totalCount nodes { id } }" if is_connection else "{ id }"
    answer = await ask(demo_houses[service].app, f"{{ {field} {selection} }}", {}, READER)
    assert answer.errors == []
    found = answer.data[name]
    ids = {one["id"] for one in (found["nodes"] if is_connection else found)}
    assert ids == (expected if len(expected) <= 100 else ids & expected)
    if is_connection:
        assert found["totalCount"] == len(expected)


@pytest.mark.parametrize(
    ("service", "field"),
    [
        ("cip", 'awards(from: "2024-01-01", until: "2023-01-01")'),
        ("ideenwerkstatt", 'pilotProjects(from: "2024-01-01", until: "2023-01-01")'),
        ("civic_data_lab", 'dataProjects(from: "2024-01-01", until: "2023-01-01")'),
    ],
)
async def test_a_period_that_ends_before_it_begins_is_refused(demo_houses: Houses, service: str, field: str) -> None:
    answer = await ask(demo_houses[service].app, f"{{ {field} {{ id }} }}")
    assert [code for code, _ in answer.codes] == ["BAD_USER_INPUT"]


@pytest.mark.parametrize("of", BY_TEXT, ids=lambda one: f"{one.service}.{one.field}")
async def test_an_order_by_what_is_sought_needs_something_to_seek(demo_houses: Houses, of: Sorted) -> None:
    for given in ("", 'filter: { text: " " }, '):
        query = f"{{ {of.field}({given}orderBy: {of.order}, first: 2) {{ nodes {{ id }} }} }}"
        answer = await ask(demo_houses[of.service].app, query)
        assert [each["extensions"]["code"] for each in answer.errors] == ["BAD_USER_INPUT"], query
    found = await ask(demo_houses[of.service].app, query.replace('" "', '"Wasser"'))
    assert (found.errors, len(found.data[of.field]["nodes"])) == ([], 2)
