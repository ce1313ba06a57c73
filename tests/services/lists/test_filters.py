"""A filter's value that names nothing is the client's error, in every service; so is a time without a time zone.

The arguments come from the schemas: one that is new fails here until somebody says what its unknown values are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import orjson
import pytest
from graphql import (
    GraphQLArgument,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLNamedType,
    build_schema,
    get_named_type,
    is_list_type,
)

from services.cip.schema import SCHEMA as CIP
from services.civic_data_lab.schema import SCHEMA as CIVIC_DATA_LAB
from services.ideenwerkstatt.schema import SCHEMA as IDEENWERKSTATT
from services.marketplace.schema import SCHEMA as MARKETPLACE
from tests.kit.asking import ask, request
from tests.services.conftest import House, bearer

Houses = Mapping[str, House]
SCHEMAS = MappingProxyType(
    {"cip": CIP, "ideenwerkstatt": IDEENWERKSTATT, "civic_data_lab": CIVIC_DATA_LAB, "marketplace": MARKETPLACE}
)
WORDS = frozenset({"ID", "String", "URL"})
FREE = "any text may be asked for"
LOOKUP = "a key of one thing: null when there is none"
CURSOR = "a place in a list: see test_after and test_paging"
SUBJECT = "a thing of its own: an error of its own when it is not there"

# What is not checked, and why; everything else must be.
NOT_CHECKED = {
    "cip.competitionRound.id": LOOKUP,
    "cip.competitionEntry.id": LOOKUP,
    "cip.fundedProject.id": LOOKUP,
    "cip.grantApplication.id": LOOKUP,
    "cip.awards.after": CURSOR,
    "cip.competitionRounds.after": CURSOR,
    "cip.fundingCalls.after": CURSOR,
    "cip.fundedProjects.after": CURSOR,
    "cip.cipChanges.since": CURSOR,
    "cip.cipEvents.since": CURSOR,
    "ideenwerkstatt.workshop.id": LOOKUP,
    "ideenwerkstatt.pilotProject.id": LOOKUP,
    "ideenwerkstatt.pilotApplication.id": LOOKUP,
    "ideenwerkstatt.prototype.id": LOOKUP,
    "ideenwerkstatt.workshops.after": CURSOR,
    "ideenwerkstatt.pilotProjects.after": CURSOR,
    "ideenwerkstatt.prototypes.after": CURSOR,
    "ideenwerkstatt.experts.after": CURSOR,
    "ideenwerkstatt.aiConsultations.after": CURSOR,
    "ideenwerkstatt.pilotCalls.after": CURSOR,
    "ideenwerkstatt.demonstrators.after": CURSOR,
    "ideenwerkstatt.computeQuotas.after": CURSOR,
    "ideenwerkstatt.ideenwerkstattChanges.since": CURSOR,
    "ideenwerkstatt.ideenwerkstattEvents.since": CURSOR,
    "marketplace.membershipInvitation.token": LOOKUP,
    "marketplace.contactRequest.id": LOOKUP,
    "marketplace.conversation.id": LOOKUP,
    "marketplace.dataExport.id": LOOKUP,
    "marketplace.moderationCase.id": LOOKUP,
    "marketplace.moderationQueue.after": CURSOR,
    "marketplace.erasureRequests.after": CURSOR,
    "marketplace.match.without": FREE,
    "marketplace.regions.text": FREE,
    "marketplace.regions.after": CURSOR,
    "marketplace.organisations.after": CURSOR,
    "marketplace.organisations.filter.text": FREE,
    "marketplace.search.without": FREE,
    "civic_data_lab.dataset.id": LOOKUP,
    "civic_data_lab.dataset.uri": LOOKUP,
    "civic_data_lab.dataProject.id": LOOKUP,
    "civic_data_lab.datasets.after": CURSOR,
    "civic_data_lab.datasets.filter.text": FREE,
    "civic_data_lab.datasets.filter.formats": FREE,
    "civic_data_lab.dataProjects.after": CURSOR,
    "civic_data_lab.learningModules.after": CURSOR,
    "civic_data_lab.dataConsultations.after": CURSOR,
    "civic_data_lab.dataProjectCalls.after": CURSOR,
    "civic_data_lab.communityFormats.after": CURSOR,
    "civic_data_lab.toolboxItems.after": CURSOR,
    "civic_data_lab.civicDataLabChanges.since": CURSOR,
    "civic_data_lab.civicDataLabEvents.since": CURSOR,
    "marketplace.civicCodingEvents.since": CURSOR,
    "marketplace.member.id": LOOKUP,
    "marketplace.member.handle": LOOKUP,
    "marketplace.organisation.id": LOOKUP,
    "marketplace.idea.id": LOOKUP,
    "marketplace.idea.slug": LOOKUP,
    "marketplace.teamRequest.id": LOOKUP,
    "marketplace.topic.slug": LOOKUP,
    "marketplace.region.ars": LOOKUP,
    "marketplace.region.nuts": LOOKUP,
    "marketplace.profiles.after": CURSOR,
    "marketplace.profiles.filter.text": FREE,
    "marketplace.ideas.after": CURSOR,
    "marketplace.ideas.filter.text": FREE,
    "marketplace.supportOffers.after": CURSOR,
    "marketplace.search.query": FREE,
    "marketplace.search.after": CURSOR,
    "marketplace.match.after": CURSOR,
    "marketplace.match.input.text": FREE,
    "marketplace.match.input.ideaId": SUBJECT,
    "marketplace.match.input.profileId": SUBJECT,
}
# What an argument needs beside it.
BESIDE = {"marketplace.match.input": 'text: "Wald"'}
FIRST = {"marketplace.search": 'query: "Wald", ', "marketplace.statistics": "metric: IDEAS, "}
ASLEEP = [("MATCHING_NOT_READY", "match"), ("MATCHING_NOT_READY", "search")]
"""Matching sleeps in these tests: what it would answer is not asked here."""


def arguments_of(service: str, kinds: frozenset[str]) -> Iterator[tuple[str, bool]]:
    """The root arguments of these scalars, with the fields of inputs, as dotted places; and whether each is a list."""
    query = build_schema(SCHEMAS[service].as_str(), assume_valid=True).query_type
    assert query is not None
    for name, field in query.fields.items():
        if not name.startswith("_"):
            yield from inside(f"{service}.{name}", field.args, kinds)


def inside(
    place: str, taken: Mapping[str, GraphQLArgument] | Mapping[str, GraphQLInputField], kinds: frozenset[str]
) -> Iterator[tuple[str, bool]]:
    for name, one in taken.items():
        kind: GraphQLNamedType = get_named_type(one.type)
        if isinstance(kind, GraphQLInputObjectType):
            yield from inside(f"{place}.{name}", kind.fields, kinds)
        elif kind.name in kinds:
            yield f"{place}.{name}", is_list_type(getattr(one.type, "of_type", one.type)) or is_list_type(one.type)


def query_with(place: str, value: str) -> str:
    """A query with one argument at this place."""
    service, field, *path = place.split(".")
    beside = BESIDE.get(place.rpartition(".")[0])
    inner = f"{path[-1]}: {value}" + (f", {beside}" if beside else "")
    first = FIRST.get(f"{service}.{field}", "")
    return f"{{ {field}({first}{inner if len(path) == 1 else f'{path[0]}: {{ {inner} }}'}) {{ __typename }} }}"


WORDED = [each for service in SCHEMAS for each in arguments_of(service, WORDS)]
CHECKED = [(place, is_list) for place, is_list in WORDED if place not in NOT_CHECKED]
TIMED = [place for service in SCHEMAS for place, _ in arguments_of(service, frozenset({"DateTime"}))]
READER = bearer("member_reader")
STAFF = bearer("member_reader", "moderation", "marketplace:manage")


def test_what_is_not_checked_is_there() -> None:
    assert set(NOT_CHECKED) <= {place for place, _ in WORDED}
    assert {place.partition(".")[0] for place, _ in CHECKED} == set(SCHEMAS)
    assert len(TIMED) > 3


@pytest.mark.parametrize(("place", "is_list"), CHECKED, ids=[place for place, _ in CHECKED])
@pytest.mark.parametrize("value", ["gibtsnicht", "15", "", "%"])
async def test_a_value_that_names_nothing_is_named(demo_houses: Houses, place: str, is_list: bool, value: str) -> None:
    service, field, *_ = place.split(".")
    literal = f'["{value}"]' if is_list else f'"{value}"'
    answer = await ask(demo_houses[service].app, query_with(place, literal), headers=READER)
    assert answer.data == {field: None}
    assert answer.codes == [("BAD_USER_INPUT", field)]
    assert repr(value) in answer.errors[0]["message"]


async def test_a_number_that_names_no_goal_is_named(demo_houses: Houses) -> None:
    answer = await ask(demo_houses["marketplace"].app, "{ ideas(filter: { sdgs: [3, 18] }) { totalCount } }")
    assert answer.codes == [("BAD_USER_INPUT", "ideas")]
    assert answer.errors[0]["message"] == "filter.sdgs: there is no '18'."


async def test_the_key_of_a_region_is_suggested(demo_houses: Houses) -> None:
    answer = await ask(demo_houses["cip"].app, '{ fundedProjects(regionArs: ["15"]) { totalCount } }')
    assert "150000000000 is the whole region" in answer.errors[0]["message"]


NAIVE = ["2026-03-01T10:00:00", "2026-03-01 10:00", "2026-03-01"]


@pytest.mark.parametrize("place", TIMED)
@pytest.mark.parametrize("value", NAIVE)
async def test_a_time_without_a_zone_is_refused_as_a_literal(demo_houses: Houses, place: str, value: str) -> None:
    answer = await refused(demo_houses[place.partition(".")[0]], query_with(place, f'"{value}"'), {})
    assert answer == ("BAD_USER_INPUT", True)


@pytest.mark.parametrize("place", TIMED)
@pytest.mark.parametrize("value", [f'"{NAIVE[0]}"', '"tomorrow"', "5", "{ at: 1 }"])
async def test_a_literal_of_a_scalar_costs_its_own_field_only(demo_houses: Houses, place: str, value: str) -> None:
    service, field = place.split(".")[:2]
    query = f"query {{ before: __typename {query_with(place, value)[1:-1]} after: __typename }}"
    answer = await ask(demo_houses[service].app, query)
    assert answer.data == {"before": "Query", field: None, "after": "Query"}
    assert answer.codes == [("BAD_USER_INPUT", field)]


@pytest.mark.parametrize("place", TIMED)
@pytest.mark.parametrize("value", NAIVE)
async def test_a_time_without_a_zone_is_refused_as_a_variable(demo_houses: Houses, place: str, value: str) -> None:
    query = f"query ($at: DateTime) {query_with(place, '$at')}"
    assert await refused(demo_houses[place.partition(".")[0]], query, {"at": value}) == ("BAD_USER_INPUT", True)


async def refused(house: House, query: str, variables: Mapping[str, str]) -> tuple[str, bool]:
    """The code of the only error, and whether it tells what is missing; what was asked for must not be there."""
    body = orjson.dumps({"query": query, "variables": variables})
    reply = await request(house.app, "POST", "/graphql", body=body, headers={"content-type": "application/json"})
    (error,) = reply.json["errors"]
    assert set((reply.json.get("data") or {}).values()) <= {None}
    return error["extensions"]["code"], "time zone" in error["message"]


@pytest.mark.parametrize("place", TIMED)
async def test_a_time_with_a_zone_is_taken(demo_houses: Houses, place: str) -> None:
    query = query_with(place, '"2026-03-01T10:00:00+01:00"')
    answer = await ask(demo_houses[place.partition(".")[0]].app, query, headers=STAFF)
    assert answer.errors == [] or answer.codes[0] in ASLEEP


MOMENTS = ("Date", "DateTime")
ENDS = {"from": "until", "applyFrom": "applyUntil", "applyAfter": "applyBefore", "publishedSince": "publishedUntil"}
ENDS |= {"issuedFrom": "issuedUntil"}
ALONE = {"marketplace.match.input.openUntil", "marketplace.search.filter.openUntil"}
DATED = [
    (place, kind) for service in SCHEMAS for kind in MOMENTS for place, _ in arguments_of(service, frozenset({kind}))
]
PERIODS = [(place, kind) for place, kind in DATED if place.rpartition(".")[2] in ENDS]


def test_every_moment_is_of_a_period() -> None:
    pairs = {f"{place.rpartition('.')[0]}.{ENDS[place.rpartition('.')[2]]}" for place, _ in PERIODS}
    assert {place for place, _ in DATED} == pairs | {place for place, _ in PERIODS} | ALONE


@pytest.mark.parametrize(("place", "kind"), PERIODS, ids=[place for place, _ in PERIODS])
async def test_a_period_that_ends_before_it_begins_is_refused(demo_houses: Houses, place: str, kind: str) -> None:
    """Nothing can be in it: an empty list would hide the mistake."""
    service, field, *path = place.split(".")
    time = "T00:00:00Z" if kind == "DateTime" else ""
    query = query_with(place, f'"2025-02-01{time}", {ENDS[path[-1]]}: "2025-01-01{time}"')
    answer = await ask(demo_houses[service].app, query, headers=STAFF)
    assert answer.data == {field: None}
    assert answer.codes == [("BAD_USER_INPUT", field)]
    assert "must not be before" in answer.errors[0]["message"]
