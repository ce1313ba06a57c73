"""Every transition and deed x person x state of all that CIP changes gives what its table says."""

from __future__ import annotations

from collections.abc import AsyncIterator
from enum import Enum
from functools import partial
from typing import Any

import pytest

from services.cip.rules import competition, funding
from services.cip.rules.vocabulary import ApplicationStatus, CallPhase, EntryStatus, PartnershipStatus, RoundPhase
from services.kit.civic import ProjectStatus
from tests.conftest import FreshDatabase
from tests.kit.life_cycles import Do, Walk, differences
from tests.services.cip.test_competition_verbs import ENTRY, ROUND, SAVE, SUBMIT, opened
from tests.services.cip.test_funding_verbs import APPLICATION, CALL, SAVE_CALL, complete, open_call
from tests.services.cip.test_funding_verbs import SAVE as SAVE_APPLICATION
from tests.services.cip.verbs import World, world

PERSONS = {
    "owner": "member_nora",
    "partner": "member_uta",
    "contributor": "member_tom",
    "stranger": "member_else",
    "ghost": "member_ghost",
    "staff": "member_staff",
}
NOBODY: frozenset[Any] = frozenset()
NOTHING_OF = """
DELETE FROM funding_share WHERE project_id IN (SELECT id FROM funded_project WHERE application_id = '{0}');
DELETE FROM consortium_partner WHERE project_id IN (SELECT id FROM funded_project WHERE application_id = '{0}');
DELETE FROM entity_topic WHERE entity_id IN (SELECT id FROM funded_project WHERE application_id = '{0}');
DELETE FROM funded_project WHERE application_id = '{0}';"""


@pytest.fixture
async def cip(fresh_database: FreshDatabase) -> AsyncIterator[World]:
    async with world(await fresh_database("template0")) as found:
        yield found


async def codes(cip: World, person: str, mutation: str, **variables: Any) -> list[str]:
    answer = await cip.do(PERSONS[person], mutation, variables)
    payload = (answer.data or {}).get("p")
    return [code for code, _ in answer.codes] if payload is None else [each["code"] for each in payload["errors"]]


def simply(cip: World, verb: str, before: str = "") -> Do:
    """A mutation whose only variable is the id; ``before``: SQL that makes the time right for it."""

    async def do(person: str, id_: str) -> list[str]:
        if before:
            await cip.rows(before)
        return await codes(cip, person, f"mutation ($id: ID!) {{ p: {verb} {{ errors {{ code }} }} }}", id=id_)

    return do


async def offered(cip: World, kind: str, person: str, id_: str) -> set[str]:
    query = f"query ($r: [_Any!]!) {{ _entities(representations: $r) {{ ... on {kind} {{ viewerActions }} }} }}"
    answer = await cip.do(PERSONS[person], query, {"r": [{"__typename": kind, "id": id_}]})
    (found,) = answer.data["_entities"]
    return set(found["viewerActions"]) if found else set()


async def put(cip: World, sql: str, id_: str, state: Enum) -> str:
    await cip.rows(sql, id_, state.value)
    return id_


async def state_of(cip: World, kind: type[Enum], sql: str, id_: str) -> Any:
    ((found,),) = await cip.rows(sql, id_)
    return kind(found)


def of_staff(person: str, action: str) -> bool:
    return person != "staff"


async def test_rounds(cip: World) -> None:
    round_id = await opened(cip)
    # Dates would bring phases by themselves.
    await cip.rows("DELETE FROM round_phase_date WHERE round_id = $1", round_id)
    await cip.rows("UPDATE competition_round SET apply_until = NULL WHERE id = $1", round_id)

    async def edit(person: str, id_: str) -> list[str]:
        came = await codes(cip, person, SAVE, id=id_, input=ROUND)
        await cip.rows("DELETE FROM round_phase_date WHERE round_id = $1", id_)
        await cip.rows("UPDATE competition_round SET apply_until = NULL WHERE id = $1", id_)
        return came

    verbs = {
        each.action: simply(cip, f"advanceRound(id: $id, to: {each.target.value})")
        for each in competition.ROUND.transitions
    }
    walk = Walk(
        cycle=competition.ROUND,
        states=RoundPhase,
        persons={"staff": competition.STAFF, "owner": NOBODY},
        put=partial(put, cip, "UPDATE competition_round SET phase = $2 WHERE id = $1", round_id),
        state_of=partial(state_of, cip, RoundPhase, "SELECT phase FROM competition_round WHERE id = $1"),
        do={**verbs, "EDIT": edit},
        offered=partial(offered, cip, "CompetitionRound"),
        barred=of_staff,
        repeats=frozenset(verbs),
    )
    assert await differences(walk) == []


async def test_entries(cip: World) -> None:
    round_id = await opened(cip)
    await cip.rows("DELETE FROM round_phase_date WHERE round_id = $1", round_id)
    await cip.rows("UPDATE competition_round SET apply_until = NULL, phase = 'SUBMISSION' WHERE id = $1", round_id)
    made = await cip.do("member_nora", SUBMIT, {"input": {**ENTRY, "roundId": round_id}, "key": "k"})
    entry_id = made.data["p"]["entry"]["id"]

    async def put_entry(state: EntryStatus) -> str:
        await cip.rows(
            "DELETE FROM prize_tranche WHERE award_id IN (SELECT id FROM award WHERE entry_id = $1)", entry_id
        )
        await cip.rows("DELETE FROM award WHERE entry_id = $1", entry_id)
        if state is EntryStatus.AWARDED:
            sql = "INSERT INTO award VALUES ('award_x', $1, $2, 'INCLUSION_AND_DIVERSITY', 100, NULL, '2026-06-01')"
            await cip.rows(sql, entry_id, round_id)
        return await put(cip, "UPDATE competition_entry SET status = $2 WHERE id = $1", entry_id, state)

    def in_phase(phase: str) -> str:
        return f"UPDATE competition_round SET phase = '{phase}' WHERE id = '{round_id}'"

    async def offered_in_any_phase(person: str, id_: str) -> set[str]:
        found = set[str]()
        for phase in ("SUBMISSION", "SCREENING", "JURY_DELIBERATION"):
            await cip.rows(in_phase(phase))
            found |= await offered(cip, "CompetitionEntry", person, id_)
        return found

    decide = "decideCompetitionEntry(id: $id, to: {}, {})"
    award = 'grantAward(input: { entryId: $id, prize: "100", category: INCLUSION_AND_DIVERSITY })'
    at = 'pitchAt: "2026-08-01T10:00:00Z"'
    walk = Walk(
        cycle=competition.ENTRY,
        states=EntryStatus,
        persons={**dict.fromkeys(PERSONS, NOBODY), "owner": competition.TEAM, "staff": competition.STAFF},
        put=put_entry,
        state_of=partial(state_of, cip, EntryStatus, "SELECT status FROM competition_entry WHERE id = $1"),
        do={
            "ADMIT": simply(cip, decide.format("ELIGIBLE", 'note: ""'), in_phase("SCREENING")),
            "REJECT": simply(cip, decide.format("FORMALLY_REJECTED", 'note: "Warum"'), in_phase("SCREENING")),
            "INVITE": simply(cip, decide.format("INVITED_TO_PITCH", at), in_phase("SCREENING")),
            "NOT_SELECT": simply(cip, decide.format("NOT_SELECTED", 'note: "Warum"'), in_phase("PITCH")),
            "AWARD": simply(cip, award, in_phase("JURY_DELIBERATION")),
            "WITHDRAW": simply(cip, "withdrawCompetitionEntry(id: $id)", in_phase("SUBMISSION")),
        },
        offered=offered_in_any_phase,
        sees=lambda person, state: person in ("owner", "contributor", "staff") or state is EntryStatus.AWARDED,
        barred=lambda person, action: person == "ghost" or (person == "staff") is (action == "WITHDRAW"),
        repeats=frozenset({"ADMIT", "REJECT", "INVITE", "NOT_SELECT", "AWARD", "WITHDRAW"}),
    )
    assert await differences(walk) == []


async def test_calls(cip: World) -> None:
    call_id = await open_call(cip)

    async def edit(person: str, id_: str) -> list[str]:
        return await codes(cip, person, SAVE_CALL, id=id_, input=CALL)

    verbs = {
        each.action: simply(cip, f"advanceFundingCall(id: $id, to: {each.target.value})")
        for each in funding.CALL.transitions
    }
    walk = Walk(
        cycle=funding.CALL,
        states=CallPhase,
        persons={"staff": funding.STAFF, "owner": NOBODY},
        put=partial(put, cip, "UPDATE funding_call SET phase = $2 WHERE id = $1", call_id),
        state_of=partial(state_of, cip, CallPhase, "SELECT phase FROM funding_call WHERE id = $1"),
        do={**verbs, "EDIT": edit},
        offered=partial(offered, cip, "FundingCall"),
        barred=of_staff,
        repeats=frozenset(verbs),
    )
    assert await differences(walk) == []


async def test_applications(cip: World) -> None:
    call_id = await open_call(cip)
    application_id = await complete(cip, call_id)

    async def put_application(state: ApplicationStatus) -> str:
        for statement in NOTHING_OF.format(application_id).split(";")[:-1]:
            await cip.rows(statement)
        return await put(cip, "UPDATE grant_application SET status = $2 WHERE id = $1", application_id, state)

    async def version() -> int:
        ((found,),) = await cip.rows("SELECT version FROM grant_application WHERE id = $1", application_id)
        return int(found)

    def submitting(phase: str) -> Do:
        async def do(person: str, id_: str) -> list[str]:
            await cip.rows("UPDATE funding_call SET phase = $2 WHERE id = $1", call_id, phase)
            verb = "submitGrantApplication(id: $id, expectedVersion: $v)"
            mutation = f"mutation ($id: ID!, $v: Int!) {{ p: {verb} {{ errors {{ code }} }} }}"
            return await codes(cip, person, mutation, id=id_, v=await version())

        return do

    async def edit(person: str, id_: str) -> list[str]:
        wish = {**APPLICATION, "callId": call_id}
        return await codes(cip, person, SAVE_APPLICATION, id=id_, version=await version(), input=wish)

    decide = "decideGrantApplication(id: $id, to: {}, {})"
    decisions = {
        each.action: each.target.value for each in funding.APPLICATION.transitions if each.roles == funding.STAFF
    }
    said = dict.fromkeys(decisions, 'note: "Warum"') | {"GRANT": 'granted: "100"'}
    walk = Walk(
        cycle=funding.APPLICATION,
        states=ApplicationStatus,
        persons={**dict.fromkeys(PERSONS, NOBODY), "owner": funding.COORDINATOR, "staff": funding.STAFF},
        put=put_application,
        state_of=partial(state_of, cip, ApplicationStatus, "SELECT status FROM grant_application WHERE id = $1"),
        do={
            **{action: simply(cip, decide.format(to, said[action])) for action, to in decisions.items()},
            "SUBMIT_INTEREST": submitting("EXPRESSION_OF_INTEREST"),
            "SUBMIT_APPLICATION": submitting("APPLICATION"),
            "WITHDRAW": simply(cip, "withdrawGrantApplication(id: $id)"),
            "EDIT": edit,
        },
        offered=partial(offered, cip, "GrantApplication"),
        sees=lambda person, state: person in ("owner", "partner", "staff"),
        barred=lambda person, action: person == "ghost" or (person == "staff") is not (action in decisions),
        repeats=frozenset({*decisions, "WITHDRAW"}),
    )
    assert await differences(walk) == []


async def test_partnerships(cip: World) -> None:
    application_id = await complete(cip, await open_call(cip))
    answer = 'answerPartnership(applicationId: $id, organisationId: "org_u", confirm: {})'

    async def offered_to(person: str, id_: str) -> set[str]:
        query = """query ($id: ID!) { grantApplication(id: $id) { consortium { partners {
          organisation { id } viewerActions } } } }"""
        found = (await cip.do(PERSONS[person], query, {"id": id_})).data["grantApplication"]
        partners = found["consortium"]["partners"] if found else []
        return {
            action for each in partners if each["organisation"]["id"] == "org_u" for action in each["viewerActions"]
        }

    one = "application_partner WHERE application_id = $1 AND organisation_id = 'org_u'"
    walk = Walk(
        cycle=funding.PARTNERSHIP,
        states=PartnershipStatus,
        persons={**dict.fromkeys(PERSONS, NOBODY), "partner": funding.PARTNER},
        put=partial(put, cip, f"UPDATE {one.replace('WHERE', 'SET status = $2 WHERE')}", application_id),
        state_of=partial(state_of, cip, PartnershipStatus, f"SELECT status FROM {one}"),
        do={"CONFIRM": simply(cip, answer.format("true")), "LEAVE": simply(cip, answer.format("false"))},
        offered=offered_to,
        sees=lambda person, state: person in ("owner", "partner", "staff"),
        barred=lambda person, action: person in ("ghost", "staff"),
        repeats=frozenset({"CONFIRM", "LEAVE"}),
    )
    assert await differences(walk) == []


async def test_funded_projects(cip: World) -> None:
    """Whoever takes part in it reads it; how it does the staff says, in each state and of each other one."""
    ((project_id,),) = await cip.rows("SELECT id FROM funded_project ORDER BY id LIMIT 1")
    stored = "SELECT status FROM funded_project WHERE id = $1"

    async def edited(person: str, id_: str) -> list[str]:
        status = (await state_of(cip, ProjectStatus, stored, id_)).value
        said = f"input: {{status: {status}, maturity: PILOT}}"
        return await simply(cip, f"updateFundedProject(id: $id, {said})")(person, id_)

    walk = Walk(
        cycle=funding.PROJECT,
        states=ProjectStatus,
        persons={**dict.fromkeys(PERSONS, NOBODY), "staff": funding.STAFF},
        put=partial(put, cip, "UPDATE funded_project SET status = $2 WHERE id = $1", str(project_id)),
        state_of=partial(state_of, cip, ProjectStatus, stored),
        do={"EDIT": edited},
        offered=partial(offered, cip, "FundedProject"),
        barred=of_staff,
    )
    assert await differences(walk) == []
