"""Erasure, in every column that may hold a text of the person: none is on a list, all are found in the catalogues."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from services.kit.database import open_connection
from tests.acceptance.conftest import Town
from tests.acceptance.people import IDEA, join, published
from tests.acceptance.written_anywhere import Place, columns_naming, dumped, shape_of, write_everywhere
from tools.run.settings import SERVICES

IDEA_TEXTS = "title summary problem solution common_good_benefit target_groups data_needs"
DATASET = (
    "title description keywords uri accrual_periodicity legal_basis quality_note "
    "dataset_region.name dataset_region.nuts dataset_usage.purpose "
    "distribution.title distribution.format distribution.media_type distribution.access_url distribution.download_url"
)
PROJECT = "title abstract learnings methods repository_url license privacy_text_version data_project_stage.note"
CASE = "facts legal_ground terms_ground state_before appeal_facts"


@dataclass(frozen=True, slots=True)
class Kept:
    """Of rows in which a column names the person: columns (of that table, else with their own) that stay, and why."""

    house: str
    naming: str
    columns: str
    why: str

    @property
    def places(self) -> set[Place]:
        named = (column.rpartition(".") for column in self.columns.split())
        own = self.naming.partition(".")[0]
        return {Place(self.house, table or own, column, self.naming) for table, _, column in named}


KEPT = (
    Kept(
        "cip",
        "competition_entry.submitted_by",
        "title_frozen abstract_frozen body_frozen video_url reference_number decision_note "
        "award.laudation pitch.video_url",
        "an entry is its team's, of two sectors at least; who handed it in is no longer named",
    ),
    Kept(
        "cip",
        "entry_team.member_id",
        "cip_member_number role",
        "a number that leads to no name any more; a word of a list",
    ),
    Kept(
        "ideenwerkstatt",
        "pilot_application.submitted_by",
        "title description needs plan topic_slugs decision_note",
        "an application is the organisation's for which it was made",
    ),
    Kept(
        "ideenwerkstatt",
        "pilot_application.applicant_id",
        "title description needs plan topic_slugs decision_note",
        "only an organisation applies (a person is refused), and organisations are not erased",
    ),
    Kept(
        "ideenwerkstatt",
        "slot_booking.booked_by",
        "question outcome",
        "an appointment of the organisation that it is for",
    ),
    Kept(
        "ideenwerkstatt", "expert.actor_id", "fields", "what the house's list of experts says; it names nobody any more"
    ),
    Kept("civic_data_lab", "consultation_session.member_id", "on_behalf_of", "the id of an organisation"),
    Kept("civic_data_lab", "data_project.applicant_id", PROJECT, "a project that was public stays as it was told"),
    Kept(
        "civic_data_lab",
        "data_project.submitted_by",
        f"{PROJECT} data_description",
        "a project of the organisation for which it was handed in",
    ),
    Kept(
        "civic_data_lab",
        "dataset.publisher_id",
        DATASET,
        "what was published stays at its address, without the contact",
    ),
    Kept(
        "civic_data_lab",
        "dataset.saved_by",
        f"{DATASET} contact_point review_note",
        "a data set of the organisation that publishes it, and the organisation's contact",
    ),
    Kept(
        "marketplace",
        "amendment.author_id",
        "body note decision_note",
        "what was accepted is part of the idea; the team's answer",
    ),
    Kept("marketplace", "comment.author_id", "body", "comments stay without a name (domain_slice2 2.12)"),
    Kept(
        "marketplace",
        "contact_request.from_id",
        "about_type",
        "a word for the kind of thing that it is about",
    ),
    Kept(
        "marketplace",
        "contact_request.to_id",
        "about_type message",
        "somebody else's message; a word for a kind of thing",
    ),
    Kept(
        "marketplace",
        "content_report.reporter_id",
        "explanation",
        "while somebody may have to decide by it; names nobody",
    ),
    Kept(
        "marketplace",
        "idea.author_id",
        f"{IDEA_TEXTS} review_note hidden_from archived_from open_role.description",
        "an idea with others stays theirs (domain_slice2 2.12); one alone, written by its verbs, is emptied",
    ),
    *(
        Kept(
            "marketplace",
            f"journal.{column}",
            "entity_type action from_state to_state",
            "words of the house's own lists; the id leads to no name any more",
        )
        for column in ("actor_id", "entity_id")
    ),
    Kept("marketplace", "message.side_id", "body", "the other's message; the person's own are emptied"),
    Kept(
        "marketplace",
        "moderation_case.appealed_by",
        CASE,
        "what moderators decided and why (DSA 17); the appeal is emptied",
    ),
    *(
        Kept("marketplace", f"moderation_case.{staff}", f"{CASE} appeal_text", "an act of office about somebody else")
        for staff in ("assigned_to", "decided_by", "appeal_decided_by")
    ),
    Kept("marketplace", "team_request.sender_id", "decision_note", "the answer, which is the other's"),
    Kept(
        "marketplace",
        "team_request.actor_id",
        "message decision_note",
        "the team's message, and its answer to an application",
    ),
)
"""What stays of a person's rows. Another column that keeps a mark fails the test; so does one here that keeps none."""


@pytest.mark.parametrize("town", ["demo"], indirect=True)
async def test_what_is_left_of_who_is_erased_has_a_reason(town: Town) -> None:
    member = await join(town, "undine")
    own = {name: f"Eigene Marke {name}" for name, said in IDEA.items() if isinstance(said, str)}
    words = {name: said for name, said in own.items() if name not in ("language", "maturity")}
    await published(town, "undine", **words, targetGroups=["Eigene Marke für Gruppen"])
    await town.settle()
    written, left = await marks_of(town, member), set[Place]()
    assert {place.house for place in written.values()} == {*SERVICES}
    await town.done("undine", 219, confirmHandle="neu-undine")
    town.later(days=14)
    await town.chores()
    await town.settle()
    for house in SERVICES:
        async with open_connection(town.urls[house], schema=house) as connection:
            there = await dumped(connection, house)
        left |= {place for mark, place in written.items() if mark in there}
        assert "Eigene Marke" not in there, house
    argued = set[Place]().union(*(each.places for each in KEPT))
    assert left - argued == set(), "kept without a reason"
    assert argued - left == set(), "a reason for what is not kept"
    assert len({*written.values()} - left) > 20


async def marks_of(town: Town, member: str) -> Mapping[str, Place]:
    """Marks that stand in the four databases now, by what the catalogues say."""
    members = [row[0] for row in await town.rows("marketplace", "SELECT actor_id FROM member")]
    shapes, names = {}, set[str]()
    for house in SERVICES:
        async with open_connection(town.urls[house], schema=house) as connection:
            shapes[house] = await shape_of(connection, house)
            names |= await columns_naming(connection, shapes[house], members)
    written: dict[str, Place] = {}
    for house in SERVICES:
        async with open_connection(town.urls[house], schema=house) as connection:
            tried = await write_everywhere(connection, shapes[house], frozenset(names), member)
            there = await dumped(connection, house)
        # A row below several of the person's has the mark of the last one.
        written |= {mark: place for mark, place in tried.items() if mark in there}
    return written
