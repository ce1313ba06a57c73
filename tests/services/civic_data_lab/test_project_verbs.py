"""Data projects: handed in once, led on step by step, withdrawn; calls and their places."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.conftest import FreshDatabase
from tests.services.civic_data_lab import documents as said
from tests.services.civic_data_lab.verbs import World, codes, world


@pytest.fixture
async def lab(fresh_database: FreshDatabase) -> AsyncIterator[World]:
    async with world(await fresh_database("template0")) as found:
        yield found


async def handed_in(lab: World, key: str = "k", **changes: Any) -> str:
    made = await lab.payload("member_nora", said.SUBMIT, input={**said.PROJECT, **changes}, key=key)
    assert made["errors"] == []
    return str(made["project"]["id"])


async def led_to(lab: World, project_id: str, stage: str) -> None:
    await lab.rows("UPDATE data_project SET stage = $2 WHERE id = $1", project_id, stage)


async def test_a_sketch_is_handed_in_once(lab: World) -> None:
    came = await asyncio.gather(
        *(lab.payload("member_nora", said.SUBMIT, input=said.PROJECT, key="k") for _ in range(3))
    )
    project = came[0]["project"]
    assert project == {
        "id": project["id"],
        "title": "Pflege zählen",
        "stage": "SKETCH",
        "status": "PLANNED",
        "applicant": {"id": "org_w"},
        "dataDescription": "Listen der Heime, zum Teil mit Namen",
        "viewerMayEdit": True,
        "viewerActions": ["WITHDRAW"],
        "topics": [{"slug": "care"}],
        "stageHistory": [{"stage": "SKETCH", "note": None}],
    }
    assert {each["project"]["id"] for each in came} == {project["id"]}
    other = await lab.payload("member_nora", said.SUBMIT, input={**said.PROJECT, "title": "x"}, key="k")
    assert codes(other) == [("INVALID", "idempotencyKey")]
    assert await lab.told() == [("data_project.stage_changed", ["member_wim"])]


@pytest.mark.parametrize(
    ("who", "change", "code"),
    [
        ("member_nora", {"title": " "}, ("INVALID", "input.title")),
        ("member_nora", {"topicSlugs": ["nowhere"]}, ("INVALID", "input.topicSlugs")),
        ("member_nora", {"regionArs": "1"}, ("INVALID", "input.regionArs")),
        ("member_nora", {"callId": "none"}, ("NOT_FOUND", "input.callId")),
        ("member_nora", {"callId": "dcon_1"}, ("NOT_FOUND", "input.callId")),
        ("member_nora", {"applicantId": "org_1"}, ("FORBIDDEN", "input.applicantId")),
        ("member_nora", {"applicantId": "org_nobody"}, ("UNAVAILABLE", "")),  # nobody can be asked
        ("member_nora", {"privacyTextVersion": "2020-01"}, ("CONSENT_MISSING", "input.privacyTextVersion")),
        ("member_uta", {"applicantId": "org_g"}, ("INVALID", "input.applicantId")),
        ("member_uta", {"applicantId": "member_uta"}, ("INVALID", "input.applicantId")),
    ],
)
async def test_what_cannot_be_handed_in(still: World, who: str, change: dict[str, Any], code: tuple[str, str]) -> None:
    refused = await still.payload(who, said.SUBMIT, input={**said.PROJECT, **change}, key="k")
    assert (refused["project"], codes(refused)) == (None, [code])
    assert await still.told() == []
    assert await still.rows("SELECT count(*) FROM idempotency") == [(0,)]


async def test_a_call_takes_sketches_while_it_is_open(lab: World) -> None:
    for change, code in (
        ("UPDATE support_offer SET status = 'CLOSED' WHERE id = 'dcall_1'", "WRONG_STATE"),
        ("UPDATE support_offer SET apply_until = '2026-03-01T07:59:59Z' WHERE id = 'dcall_1'", "DEADLINE_PASSED"),
        ("UPDATE programme_text SET runs_until = '2026-02-28'", "PROGRAMME_ENDED"),
    ):
        await lab.rows(change)
        assert codes(await lab.payload("member_nora", said.SUBMIT, input=said.PROJECT, key="k")) == [(code, "")]


async def test_the_way_to_the_handover_is_walked_step_by_step(lab: World) -> None:
    project_id = await handed_in(lab)
    skipped = await lab.payload("member_staff", said.ADVANCE, id=project_id, to="KICKOFF")
    assert codes(skipped) == [("WRONG_STATE", "")]
    seen = []
    for stage in ("SCREENING", "SCOPING", "CAPACITY_CHECK", "TENDER", "KICKOFF", "IMPLEMENTATION", "TESTING"):
        moved = await lab.payload("member_staff", said.ADVANCE, id=project_id, to=stage, note=f"nach {stage}")
        assert moved["errors"] == []
        public = await lab.do(None, "query ($id: ID!) { dataProject(id: $id) { stage } }", {"id": project_id})
        seen.append(public.data["dataProject"] is not None)
    assert seen == [False] * 4 + [True] * 3
    bare = await lab.payload("member_staff", said.ADVANCE, id=project_id, to="PUBLISHED")
    assert codes(bare) == [("INVALID", "learnings")]
    learnt = {"de": "Früh fragen."}
    done = await lab.payload("member_staff", said.ADVANCE, id=project_id, to="PUBLISHED", learnings=learnt)
    assert (done["project"]["status"], done["project"]["maturity"]) == ("COMPLETED", "PILOT")
    given = await lab.payload("member_staff", said.ADVANCE, id=project_id, to="HANDED_OVER")
    assert [each["stage"] for each in given["project"]["stageHistory"]][-2:] == ["PUBLISHED", "HANDED_OVER"]
    assert given["project"]["maturity"] == "IN_USE"
    kinds = await lab.told()
    assert kinds[1:] == [("data_project.stage_changed", ["member_nora", "member_wim"])] * 9
    journal = await lab.rows("SELECT actor_id, action, from_state, to_state FROM journal ORDER BY id")
    assert journal[0] == ("member_nora", "SUBMIT", None, "SKETCH")
    assert journal[-1] == ("member_staff", "ADVANCE", "PUBLISHED", "HANDED_OVER")
    assert len(journal) == 10


async def test_what_is_not_continued_says_why_and_stays_with_the_applicant(lab: World) -> None:
    project_id = await handed_in(lab)
    silent = await lab.payload("member_staff", said.ADVANCE, id=project_id, to="NOT_CONTINUED")
    assert codes(silent) == [("INVALID", "note")]
    ended = await lab.payload("member_staff", said.ADVANCE, id=project_id, to="NOT_CONTINUED", note="Zu groß")
    assert ended["project"]["status"] == "DISCONTINUED"
    query = "query ($id: ID!) { dataProject(id: $id) { stageHistory { note } } }"
    own = await lab.do("member_wim", query, {"id": project_id})
    assert own.data["dataProject"]["stageHistory"][-1] == {"note": "Zu groß"}
    assert (await lab.do("member_else", query, {"id": project_id})).data == {"dataProject": None}


async def test_places_are_given_to_so_many_projects_also_at_once(lab: World) -> None:
    await lab.rows("UPDATE data_project_call SET places = 1 WHERE id = 'dcall_1'")
    ids = [await handed_in(lab, key) for key in ("a", "b", "c")]
    for each in ids:
        await led_to(lab, each, "CAPACITY_CHECK")
    came = await asyncio.gather(*(lab.payload("member_staff", said.ADVANCE, id=each, to="TENDER") for each in ids))
    assert sorted(codes(each) for each in came) == [[], *[[("CAPACITY_FULL", "")]] * 2]
    assert await lab.rows("SELECT count(*) FROM data_project WHERE stage = 'TENDER'") == [(1,)]


async def test_a_published_data_set_is_a_result_too(lab: World) -> None:
    project_id = await handed_in(lab)
    await led_to(lab, project_id, "TESTING")
    made = await lab.payload("member_nora", said.SAVE, input={**said.DATASET, "projectId": project_id})
    assert made["errors"] == []
    refused = await lab.payload("member_staff", said.ADVANCE, id=project_id, to="PUBLISHED")
    assert codes(refused) == [("INVALID", "learnings")]
    for who, to in (("member_nora", "IN_REVIEW"), ("member_staff", "PUBLISHED")):
        await lab.payload(who, said.STATUS, id=made["dataset"]["id"], to=to)
    assert codes(await lab.payload("member_staff", said.ADVANCE, id=project_id, to="PUBLISHED")) == []


async def test_a_call_is_made_once_and_changed(lab: World) -> None:
    came = [await lab.payload("member_staff", said.SAVE_CALL, input=said.CALL, key="k") for _ in range(2)]
    call = came[0]["call"]
    assert came[0] == came[1]
    assert (call["status"], call["places"]) == ("OPEN", 6)
    assert [each["key"] for each in call["selectionPrinciples"]] == ["common-good", "open"]
    other = {**said.CALL, "status": "PAUSED", "places": 2}
    changed = await lab.payload("member_staff", said.SAVE_CALL, id=call["id"], input=other)
    assert changed["call"]["status"] == "PAUSED"
    assert (await lab.do(None, "{ __typename }")).data
    told = await lab.rows("SELECT deleted FROM change WHERE entity_id = $1", call["id"])
    assert told == [(False,)]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": {"de": ""}}, ("INVALID", "input.title.de")),
        ({"places": 0}, ("INVALID", "input.places")),
        ({"url": "javascript:x"}, ("INVALID", "input.url")),
        ({"topicSlugs": ["nowhere"]}, ("INVALID", "input.topicSlugs")),
        ({"status": "PAUSED"}, ("INVALID", "input.status")),
    ],
)
async def test_a_call_that_cannot_be(still: World, change: dict[str, Any], code: tuple[str, str]) -> None:
    refused = await still.payload("member_staff", said.SAVE_CALL, input={**said.CALL, **change})
    assert (refused["call"], codes(refused)) == (None, [code])


async def test_places_are_not_taken_back(lab: World) -> None:
    for key in ("a", "b"):
        await led_to(lab, await handed_in(lab, key), "KICKOFF")
    fewer = await lab.payload("member_staff", said.SAVE_CALL, id="dcall_1", input={**said.CALL, "places": 1})
    assert codes(fewer) == [("INVALID", "input.places")]
    ended = await lab.payload("member_staff", said.SAVE_CALL, id="dcall_1", input={**said.CALL, "status": "ENDED"})
    assert ended["call"]["status"] == "ENDED"
    again = await lab.payload("member_staff", said.SAVE_CALL, id="dcall_1", input=said.CALL)
    assert codes(again) == [("WRONG_STATE", "")]


async def test_what_the_applicant_wrote_is_for_the_applicant_and_the_staff(lab: World) -> None:
    project_id = await handed_in(lab)
    await led_to(lab, project_id, "KICKOFF")
    query = "query ($id: ID!) { dataProject(id: $id) { dataDescription viewerMayEdit viewerActions } }"
    for who, text in (("member_wim", True), ("member_staff", True), ("member_else", False)):
        found = (await lab.do(who, query, {"id": project_id})).data["dataProject"]
        assert (found["dataDescription"] is not None, found["viewerMayEdit"]) == (text, text)
    anonymous = await lab.do(None, query, {"id": project_id})
    assert anonymous.codes == [("UNAUTHENTICATED", "dataProject.dataDescription")]


async def test_the_staff_sees_which_offers_lack_simple_language(lab: World) -> None:
    query = """query ($r: [_Any!]!) { _entities(representations: $r) { ... on CivicDataLabProgramme {
      offersWithoutSimpleLanguage { totalCount nodes { id } } } } }"""
    programme = {"r": [{"__typename": "CivicDataLabProgramme", "slug": "civic-data-lab"}]}
    simple = {"title": {"de": "A", "deSimple": "A"}, "summary": {"de": "B", "deSimple": "B"}}
    await lab.payload("member_staff", said.SAVE_CALL, input={**said.CALL, **simple})
    found = (await lab.do("member_staff", query, programme)).data["_entities"][0]["offersWithoutSimpleLanguage"]
    assert [each["id"] for each in found["nodes"]] == ["mod_2", "mod_3", "mod_1", "dcall_1", "dcon_1"]
    assert (await lab.do("member_nora", query, programme)).codes[0][0] == "FORBIDDEN"
