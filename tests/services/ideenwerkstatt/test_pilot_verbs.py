"""Calls for pilot projects by their verbs: two stages, the selection, its project; refusals; races; privacy."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from tests.conftest import FreshDatabase
from tests.services.ideenwerkstatt.verbs import (
    ADVANCE,
    APPLICATION,
    CALL,
    DECIDE,
    SAVE_CALL,
    STAGE_TWO,
    SUBMIT,
    WITHDRAW,
    World,
    applied,
    codes,
    open_call,
    world,
)

STAFF = "member_staff"
STAGE_ONE_OVER = datetime(2025, 7, 2, tzinfo=UTC)


@pytest.fixture
async def here(fresh_database: FreshDatabase) -> AsyncIterator[World]:
    async with world(await fresh_database("template0")) as found:
        yield found


async def test_two_stages_then_the_selection_makes_the_project_once(here: World) -> None:
    call_id = await open_call(here)
    came = await applied(here, call_id)
    assert came["errors"] == []
    application = came["application"]
    assert {**application, "id": "", "submittedAt": ""} == {
        "id": "",
        "status": "SUBMITTED",
        "title": "Vögel zählen",
        "needs": ["Sensoren", "Rechenzeit"],
        "plan": None,
        "decisionNote": None,
        "submittedAt": "",
        "viewerActions": ["WITHDRAW"],
        "applicant": {"id": "org_w"},
        "idea": {"id": "idea_1"},
        "call": {"id": call_id},
        "project": None,
    }
    own = {"id": application["id"]}
    early = await here.payload(STAFF, ADVANCE, id=call_id, to="STAGE_TWO")
    assert codes(early) == [("WRONG_STATE", "")]
    assert codes(await here.payload(STAFF, DECIDE, **own, to="SELECTED")) == [("WRONG_STATE", "")]
    passed = await here.payload(STAFF, DECIDE, **own, to="STAGE_ONE_PASSED")
    assert passed["application"]["status"] == "STAGE_ONE_PASSED"
    assert codes(await here.payload("member_uta", STAGE_TWO, **own, plan="P")) == [("WRONG_STATE", "")]
    here.moment = STAGE_ONE_OVER
    assert (await here.payload(STAFF, ADVANCE, id=call_id, to="STAGE_TWO"))["call"] == {
        "phase": "STAGE_TWO",
        "status": "CLOSED",
        "viewerActions": ["SELECT", "EDIT"],
    }
    assert codes(await here.payload("member_uta", STAGE_TWO, **own, plan=" ")) == [("INVALID", "plan")]
    second = await here.payload("member_uta", STAGE_TWO, **own, plan="Erst hören, dann zählen.")
    assert (second["application"]["status"], second["application"]["plan"]) == (
        "STAGE_TWO_SUBMITTED",
        "Erst hören, dann zählen.",
    )
    assert await here.payload("member_uta", STAGE_TWO, **own, plan="Erst hören, dann zählen.") == second
    assert (await here.payload(STAFF, ADVANCE, id=call_id, to="SELECTION"))["errors"] == []
    undecided = await here.payload(STAFF, ADVANCE, id=call_id, to="SUPPORT")
    assert codes(undecided) == [("WRONG_STATE", "")]
    assert codes(await here.payload(STAFF, DECIDE, **own, to="REJECTED")) == [("INVALID", "note")]
    chosen = await asyncio.gather(*(here.payload(STAFF, DECIDE, **own, to="SELECTED") for _ in range(3)))
    assert [each["errors"] for each in chosen] == [[]] * 3
    project = chosen[0]["application"]["project"]
    assert {**project, "id": ""} == {
        "id": "",
        "title": "Vögel zählen",
        "status": "PLANNED",
        "runs": {"from": "2025-07-02", "until": "2026-07-01"},
        "participants": [{"id": "org_w"}],
        "topics": [{"slug": "biodiversity"}],
        "idea": {"id": "idea_1"},
    }
    assert await here.rows("SELECT count(*) FROM pilot_project WHERE call_id = $1", call_id) == [(1,)]
    assert codes(await here.payload("member_uta", WITHDRAW, **own)) == [("WRONG_STATE", "")]
    for phase, status in (("SUPPORT", "CLOSED"), ("COMPLETED", "ENDED")):
        advanced = await here.payload(STAFF, ADVANCE, id=call_id, to=phase)
        assert (advanced["errors"], advanced["call"]["status"]) == ([], status)
        assert await here.payload(STAFF, ADVANCE, id=call_id, to=phase) == advanced
    assert [each for each in await here.told("pilot_") if each[0] != "pilot_call.phase_changed"] == [
        ("pilot_application.submitted", []),
        ("pilot_application.decided", ["member_uta"]),
        ("pilot_application.submitted", []),
        ("pilot_application.decided", ["member_uta"]),
    ]
    phases = await here.rows("SELECT payload ->> 'to' FROM outbox WHERE kind = 'pilot_call.phase_changed' ORDER BY seq")
    assert [to for (to,) in phases] == ["STAGE_ONE", "STAGE_TWO", "SELECTION", "SUPPORT", "COMPLETED"]


async def test_who_may_apply(here: World) -> None:
    call_id = await open_call(here)
    person = await applied(here, call_id, applicantId="member_uta")
    assert codes(person) == [("INVALID", "input.applicantId")]
    assert "keine Personen" in person["errors"][0]["message"]
    assert codes(await applied(here, call_id, "member_nora")) == [("FORBIDDEN", "input.applicantId")]
    business = await applied(here, call_id, "member_else", applicantId="org_b")
    assert codes(business) == [("INVALID", "input.applicantId")]
    # Somebody of whom nobody has heard, and the marketplace cannot be asked: it may be the copy that is old.
    assert codes(await applied(here, call_id, applicantId="org_new")) == [("UNAVAILABLE", "")]
    assert codes(await applied(here, call_id, topicSlugs=["work"])) == [("INVALID", "input.topicSlugs")]
    assert codes(await applied(here, call_id, topicSlugs=["none"])) == [("INVALID", "input.topicSlugs")]
    assert codes(await applied(here, call_id, title="", description="", needs=[""])) == [
        ("INVALID", "input.title"),
        ("INVALID", "input.description"),
        ("INVALID", "input.needs.0"),
    ]
    assert codes(await applied(here, "call_none")) == [("NOT_FOUND", "input.callId")]
    assert (await here.do(STAFF, SUBMIT, {"input": {**APPLICATION, "callId": call_id}, "key": "k"})).codes == [
        ("FORBIDDEN", "p")
    ]
    assert codes(await applied(here, call_id, topicSlugs=["climate", "work"])) == []
    another = await applied(here, call_id, key="other")
    assert codes(another) == [("ALREADY_EXISTS", "input.applicantId")]
    assert another["application"]["applicant"] == {"id": "org_w"}
    here.moment = STAGE_ONE_OVER
    late = await applied(here, call_id, "member_tom", applicantId="org_n")
    assert codes(late) == [("DEADLINE_PASSED", "")]
    here.moment = datetime(2025, 12, 5, tzinfo=UTC)
    ended = await applied(here, call_id, "member_tom", applicantId="org_n", key="n")
    assert codes(ended) == [("PROGRAMME_ENDED", "")]


async def test_one_key_and_one_applicant_at_once(here: World) -> None:
    call_id = await open_call(here)
    same = await asyncio.gather(*(applied(here, call_id, key="one key") for _ in range(4)))
    assert [each["errors"] for each in same] == [[]] * 4
    assert len({each["application"]["id"] for each in same}) == 1
    other = await asyncio.gather(
        *(applied(here, call_id, "member_tom", key=f"key {n}", applicantId="org_n") for n in range(4))
    )
    assert sorted(str(codes(each)) for each in other) == ["[('ALREADY_EXISTS', 'input.applicantId')]"] * 3 + ["[]"]
    assert len({each["application"]["id"] for each in other}) == 1
    wrong = await applied(here, call_id, key="one key", title="Anders")
    assert codes(wrong) == [("INVALID", "idempotencyKey")]
    # Who withdrew applies anew.
    first = same[0]["application"]["id"]
    gone = await here.payload("member_uta", WITHDRAW, id=first)
    assert gone["application"]["status"] == "WITHDRAWN"
    assert await here.payload("member_uta", WITHDRAW, id=first) == gone
    again = await applied(here, call_id, key="anew")
    assert codes(again) == []
    assert again["application"]["id"] != first


async def test_the_last_place_is_given_once_and_the_reserve_moves_up(here: World) -> None:
    call_id = await open_call(here)
    ours = (await applied(here, call_id))["application"]["id"]
    theirs = (await applied(here, call_id, "member_tom", key="n", applicantId="org_n"))["application"]["id"]
    await here.rows("UPDATE pilot_application SET status = 'STAGE_TWO_SUBMITTED', plan = 'P'")
    await here.rows("UPDATE pilot_call SET phase = 'SELECTION' WHERE id = $1", call_id)
    came = await asyncio.gather(*(here.payload(STAFF, DECIDE, id=each, to="SELECTED") for each in (ours, theirs)))
    assert sorted(str(codes(each)) for each in came) == ["[('CAPACITY_FULL', '')]", "[]"]
    winner, loser = (ours, theirs) if came[0]["application"] else (theirs, ours)
    assert codes(await here.payload(STAFF, DECIDE, id=loser, to="RESERVE")) == []
    few = await here.payload(STAFF, SAVE_CALL, id=call_id, input={**CALL, "places": 0})
    assert codes(few) == [("INVALID", "input.places")]
    more = await here.payload(STAFF, SAVE_CALL, id=call_id, input={**CALL, "places": 2})
    assert codes(more) == []
    assert codes(await here.payload(STAFF, DECIDE, id=loser, to="SELECTED")) == []
    below = await here.payload(STAFF, SAVE_CALL, id=call_id, input={**CALL, "places": 1})
    assert codes(below) == [("INVALID", "input.places")]
    assert await here.rows("SELECT count(*) FROM pilot_project WHERE application_id IN ($1, $2)", winner, loser) == [
        (2,)
    ]


async def test_a_call_is_written_by_staff(here: World) -> None:
    assert (await here.do("member_uta", SAVE_CALL, {"input": CALL})).codes == [("FORBIDDEN", "p")]
    first = await here.payload(STAFF, SAVE_CALL, input=CALL, key="k")
    assert first["call"] == {
        "id": first["call"]["id"],
        "phase": "ANNOUNCED",
        "status": "ANNOUNCED",
        "places": 1,
        "viewerActions": ["OPEN_STAGE_ONE", "EDIT"],
        "applyUntil": "2025-07-01T21:59:59+00:00",
        "topics": [{"slug": "biodiversity"}],
    }
    assert (await here.payload(STAFF, SAVE_CALL, input=CALL, key="k"))["call"]["id"] == first["call"]["id"]
    assert codes(await here.payload(STAFF, SAVE_CALL, input={**CALL, "topicSlugs": ["work"]})) == [
        ("INVALID", "input.topicSlugs")
    ]
    wrong = {**CALL, "title": {"de": ""}, "audiences": [], "places": 0, "url": "mailto:x"}
    assert sorted(path for _, path in codes(await here.payload(STAFF, SAVE_CALL, input=wrong))) == [
        *("input.audiences", "input.places", "input.title.de", "input.url")
    ]
    assert codes(await here.payload(STAFF, SAVE_CALL, id="call_none", input=CALL)) == [("NOT_FOUND", "id")]
    call_id = await open_call(here)
    await applied(here, call_id)
    later = {**CALL, "stageOneUntil": "2025-07-15T23:59:59+02:00"}
    assert codes(await here.payload(STAFF, SAVE_CALL, id=call_id, input=later)) == []
    assert (await here.told())[-1] == ("pilot_call.moved", ["member_uta"])


async def test_applications_are_for_few(here: World) -> None:
    call_id = await open_call(here)
    application_id = (await applied(here, call_id))["application"]["id"]
    one = "query ($id: ID!) { pilotApplication(id: $id) { id description } }"
    of_call = """query { pilotCalls { id applications(status: [SUBMITTED]) {
      totalCount nodes { id } edges { node { id } } } } }"""
    of_actor = """query ($id: ID!) { _entities(representations: [{ __typename: "Actor", id: $id }]) { ... on Actor {
      pilotApplications { totalCount nodes { id } } } } }"""
    for who in ("member_uta", STAFF, "member_expert"):
        found = (await here.do(who, one, {"id": application_id})).data["pilotApplication"]
        assert found == {"id": application_id, "description": "Wir hören hin."}
    for who in ("member_nora", "member_tom", "member_else"):
        assert (await here.do(who, one, {"id": application_id})).data == {"pilotApplication": None}
        assert codes(await here.payload(who, WITHDRAW, id=application_id)) == [("NOT_FOUND", "id")]
        assert {code for code, _ in (await here.do(who, of_call)).codes} == {"FORBIDDEN"}
        assert [code for code, _ in (await here.do(who, of_actor, {"id": "org_w"})).codes] == ["FORBIDDEN"]
    assert (await here.do(None, one, {"id": application_id})).codes == [("UNAUTHENTICATED", "pilotApplication")]
    # The scope of experts alone makes nobody one: the pool does.
    await here.rows("DELETE FROM expert WHERE actor_id = 'member_other'")
    assert (await here.do("member_other", one, {"id": application_id})).data == {"pilotApplication": None}
    assert {code for code, _ in (await here.do("member_other", of_call)).codes} == {"FORBIDDEN"}
    calls = {each["id"]: each["applications"] for each in (await here.do(STAFF, of_call)).data["pilotCalls"]}
    assert calls[call_id] == {
        "totalCount": 1,
        "nodes": [{"id": application_id}],
        "edges": [{"node": {"id": application_id}}],
    }
    for who, whose in (("member_uta", "org_w"), ("member_uta", "member_uta"), (STAFF, "org_w")):
        listed = (await here.do(who, of_actor, {"id": whose})).data["_entities"][0]["pilotApplications"]
        assert listed == {"totalCount": 1, "nodes": [{"id": application_id}]}
