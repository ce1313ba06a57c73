"""Every transition and deed x person x state of all that the data lab changes gives what its table says."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from services.civic_data_lab.rules import consultations, datasets, learning, offers, projects
from services.civic_data_lab.rules.vocabulary import (
    ConsultationStatus,
    DataProjectStage,
    DatasetStatus,
    EnrolmentStatus,
)
from services.kit.civic import SupportOfferStatus
from tests.conftest import FreshDatabase
from tests.kit.life_cycles import Do, Walk, differences
from tests.services.civic_data_lab import documents as said
from tests.services.civic_data_lab.verbs import BEGIN, NOBODY, PERSONS, World, offered, state_of, world

STORED = "SELECT status FROM support_offer WHERE id = $1"


@pytest.fixture
async def lab(fresh_database: FreshDatabase) -> AsyncIterator[World]:
    async with world(await fresh_database("template0")) as found:
        yield found


def simply(lab: World, document: str, **more: object) -> Do:
    """A mutation whose other variables are fixed."""

    async def do(person: str, id_: str) -> list[str]:
        return await lab.codes(PERSONS[person], document, id=id_, **more)

    return do


def anybody(roles: dict[str, frozenset[Any]]) -> dict[str, frozenset[Any]]:
    return {**dict.fromkeys(PERSONS, NOBODY), **roles}


async def test_appointments(lab: World) -> None:
    """Whoever acts for the organisation is the person, too; one cancels before, and records after, the beginning."""
    booked = {"slot": "dslot_1", "concern": "Wie zählen wir?", "for": "org_w"}
    made = await lab.payload("member_nora", said.BOOK, **booked)
    session_id = str(made["session"]["id"])

    async def put(state: ConsultationStatus) -> str:
        await lab.rows("UPDATE consultation_slot SET is_free = false WHERE id = 'dslot_1'")
        sql = "UPDATE consultation_session SET status = $2, outcome = $3 WHERE id = $1"
        await lab.rows(sql, session_id, state.value, "NETWORKING" if state is ConsultationStatus.HELD else None)
        return session_id

    def at(moved: timedelta, do: Do) -> Do:
        async def moving(person: str, id_: str) -> list[str]:
            lab.moment = BEGIN + moved
            return await do(person, id_)

        return moving

    async def offered_at_any_time(person: str, id_: str) -> set[str]:
        found = set[str]()
        for moved in (timedelta(0), timedelta(days=2)):
            lab.moment = BEGIN + moved
            found |= await offered(lab, "DataConsultationSession", person, id_)
        return found

    walk = Walk(
        cycle=consultations.SESSION,
        states=ConsultationStatus,
        persons=anybody(
            {
                "owner": consultations.PERSON,
                "colleague": consultations.PERSON,
                "staff": consultations.STAFF,
            }
        ),
        put=put,
        state_of=partial(state_of, lab, ConsultationStatus, "SELECT status FROM consultation_session WHERE id = $1"),
        do={
            "CONFIRM": at(timedelta(0), simply(lab, said.CONFIRM)),
            "CANCEL": at(timedelta(0), simply(lab, said.CANCEL)),
            "RECORD": at(timedelta(days=2), simply(lab, said.RECORD, outcome="NETWORKING")),
        },
        offered=offered_at_any_time,
        sees=lambda person, state: person in ("owner", "colleague", "staff"),
        barred=lambda person, action: person == "ghost" or (action in ("CONFIRM", "RECORD") and person != "staff"),
        repeats=frozenset({"CONFIRM", "CANCEL", "RECORD"}),
    )
    assert await differences(walk) == []


async def test_data_projects(lab: World) -> None:
    made = await lab.payload("member_nora", said.SUBMIT, input=said.PROJECT, key="k")
    project_id = made["project"]["id"]
    verbs = {
        each.action: simply(lab, said.ADVANCE, to=each.target.value, note="Warum", learnings={"de": "Früh fragen."})
        for each in projects.PROJECT.transitions
        if each.roles == projects.STAFF
    }
    walk = Walk(
        cycle=projects.PROJECT,
        states=DataProjectStage,
        persons=anybody({"owner": projects.APPLICANT, "colleague": projects.APPLICANT, "staff": projects.STAFF}),
        put=partial(lab.put, "UPDATE data_project SET stage = $2 WHERE id = $1", project_id),
        state_of=partial(state_of, lab, DataProjectStage, "SELECT stage FROM data_project WHERE id = $1"),
        do={**verbs, "WITHDRAW": simply(lab, said.WITHDRAW)},
        offered=partial(offered, lab, "DataProject"),
        sees=lambda person, state: (
            person in ("owner", "colleague", "staff")
            or state not in {*projects.BEFORE_KICKOFF, DataProjectStage.NOT_CONTINUED}
        ),
        barred=lambda person, action: person == "ghost" or (person == "staff") is (action == "WITHDRAW"),
        repeats=frozenset({*verbs, "WITHDRAW"}),
    )
    assert await differences(walk) == []


async def test_data_sets(lab: World) -> None:
    made = await lab.payload("member_nora", said.SAVE, input=said.DATASET)
    dataset_id = made["dataset"]["id"]
    walk = Walk(
        cycle=datasets.DATASET,
        states=DatasetStatus,
        persons=anybody({"owner": datasets.PUBLISHER, "colleague": datasets.PUBLISHER, "staff": datasets.STAFF}),
        put=partial(lab.put, "UPDATE dataset SET status = $2 WHERE id = $1", dataset_id),
        state_of=partial(state_of, lab, DatasetStatus, "SELECT status FROM dataset WHERE id = $1"),
        do={
            **{
                each.action: simply(lab, said.STATUS, to=each.target.value, note="Warum")
                for each in datasets.DATASET.transitions
            },
            "EDIT": simply(lab, said.SAVE, input={**said.DATASET, "publisherId": "org_w"}),
        },
        offered=partial(offered, lab, "Dataset"),
        sees=lambda person, state: person in ("owner", "colleague", "staff") or state in datasets.SHOWN,
        # Who does not act for the publisher is told so before the data set is looked for.
        barred=lambda person, action: person == "ghost" or (person == "stranger" and action == "EDIT"),
        repeats=frozenset({"SUBMIT", "PUBLISH", "RETURN", "DEPRECATE", "WITHDRAW"}),
    )
    assert await differences(walk) == []


async def test_enrolments(lab: World) -> None:
    made = await lab.payload("member_nora", said.ENROL, id="mod_1")
    enrolment_id = str(made["enrolment"]["id"])

    async def put(state: EnrolmentStatus) -> str:
        done = state is EnrolmentStatus.COMPLETED
        sql = "UPDATE enrolment SET status = $2, progress_percent = $3, completed_at = $4 WHERE id = $1"
        await lab.rows(sql, enrolment_id, state.value, 100 if done else 10, BEGIN if done else None)
        return enrolment_id

    walk = Walk(
        cycle=learning.ENROLMENT,
        states=EnrolmentStatus,
        persons=anybody({"owner": learning.LEARNER}),
        put=put,
        state_of=partial(state_of, lab, EnrolmentStatus, "SELECT status FROM enrolment WHERE id = $1"),
        do={
            "PROGRESS": simply(lab, said.PROGRESS, percent=50),
            "COMPLETE": simply(lab, said.PROGRESS, percent=100),
            "CANCEL": simply(lab, said.LEAVE),
        },
        offered=partial(offered, lab, "Enrolment"),
        sees=lambda person, state: person == "owner",
        barred=lambda person, action: person in ("ghost", "staff"),
        repeats=frozenset({"COMPLETE", "CANCEL"}),
    )
    assert await differences(walk) == []


async def test_calls(lab: World) -> None:
    """By the word that is stored, saved in each other one; APPLY goes by what is shown and has its own test."""
    verbs = {
        each.action: simply(lab, said.SAVE_CALL, input={**said.CALL, "status": each.target.value})
        for each in offers.CALL.transitions
    }

    async def edited(person: str, id_: str) -> list[str]:
        status = (await state_of(lab, SupportOfferStatus, STORED, id_)).value
        return await lab.codes(PERSONS[person], said.SAVE_CALL, id=id_, input={**said.CALL, "status": status})

    async def offered_of_staff(person: str, id_: str) -> set[str]:
        return await offered(lab, "DataProjectCall", person, id_) - {"APPLY"}

    walk = Walk(
        cycle=offers.CALL,
        states=SupportOfferStatus,
        persons=anybody({"staff": offers.STAFF}),
        put=partial(lab.put, "UPDATE support_offer SET status = $2, apply_until = NULL WHERE id = $1", "dcall_1"),
        state_of=partial(state_of, lab, SupportOfferStatus, STORED),
        do={**verbs, "EDIT": edited},
        offered=offered_of_staff,
        barred=lambda person, action: person != "staff",
        repeats=frozenset({"END"}),
    )
    assert await differences(walk) == []
    await lab.rows("UPDATE programme_text SET runs_until = '2026-02-28'")
    assert await offered(lab, "DataProjectCall", "staff", "dcall_1") == set()


# Who, for whom: themselves or an organisation; nobody's is not theirs to choose.
APPLICANTS = [
    *(("member_nora", each) for each in ("member_nora", "org_w")),
    *(("member_uta", each) for each in ("member_uta", "org_g", "org_w")),
    ("member_tom", "org_w"),
    ("member_tom", "member_tom"),
    ("member_ghost", "member_ghost"),
    ("member_nobody", "member_nobody"),
]


@pytest.mark.parametrize("state", SupportOfferStatus)
@pytest.mark.parametrize("until", ["2026-06-30 21:59+00", "2026-02-28", None])
async def test_to_apply_is_offered_exactly_if_some_sketch_is_taken(
    lab: World, state: SupportOfferStatus, until: str | None
) -> None:
    """Each person tries for each one that they could choose; some come for an organisation that may not apply."""
    await lab.rows("UPDATE support_offer SET status = $1, apply_until = $2::text::timestamptz", state.value, until)
    taken: dict[str, bool] = {}
    for person, applicant in APPLICANTS:
        wish = {**said.PROJECT, "applicantId": applicant}
        codes = await lab.codes(person, said.SUBMIT, input=wish, key=f"{person} {applicant}")
        taken[person] = taken.get(person, False) or codes == []
    query = """query { _entities(representations: [{__typename: "DataProjectCall", id: "dcall_1"}]) {
      ... on DataProjectCall { viewerActions } } }"""
    offers_apply = {}
    for person in taken:
        (seen,) = (await lab.do(person, query)).data["_entities"]
        offers_apply[person] = "APPLY" in seen["viewerActions"]
    assert offers_apply == taken
    assert taken["member_nora"] is (state is SupportOfferStatus.OPEN and until != "2026-02-28")
    assert not (taken["member_uta"] or taken["member_ghost"])
