"""Every id that a service keeps of another one exists at its owner."""

from __future__ import annotations

import pytest

from demo.world import World
from tests.demo.conftest import Tables

IDEA, ACTOR, MEMBER, ORGANISATION = (
    "marketplace.idea.id",
    "marketplace.actor.id",
    "marketplace.member.actor_id",
    "marketplace.organisation.actor_id",
)
TOPIC, REGION, MINISTRY = "marketplace.topic.slug", "marketplace.region.ars", "marketplace.ministry.code"
FOREIGN = (
    ("cip.competition_entry.idea_id", IDEA),
    ("cip.funded_project.idea_id", IDEA),
    ("cip.legacy_idea.idea_id", IDEA),
    ("cip.entry_team.member_id", MEMBER),
    ("cip.entry_team.organisation_id", ORGANISATION),
    ("cip.entry_team.cip_member_number", "cip.legacy_member.cip_member_number"),
    ("cip.legacy_member.member_id", MEMBER),
    ("marketplace.member.cip_member_number", "cip.legacy_member.cip_member_number"),
    ("cip.consortium_partner.organisation_id", ORGANISATION),
    ("cip.funded_project.region_ars", REGION),
    ("cip.entity_topic.topic_slug", TOPIC),
    ("cip.topic_category.topic_slug", TOPIC),
    ("ideenwerkstatt.region_name.nuts", "marketplace.region.nuts"),
    ("ideenwerkstatt.entity_topic.topic_slug", TOPIC),
    ("ideenwerkstatt.expert.actor_id", MEMBER),
    ("ideenwerkstatt.workshop_host.actor_id", ACTOR),
    ("ideenwerkstatt.workshop_registration.actor_id", MEMBER),
    ("ideenwerkstatt.slot_booking.actor_id", MEMBER),
    ("ideenwerkstatt.slot_booking.booked_by", MEMBER),
    ("ideenwerkstatt.slot_booking.slot_id", "ideenwerkstatt.consultation_slot.id"),
    ("ideenwerkstatt.pilot_application.applicant_id", ORGANISATION),
    ("ideenwerkstatt.pilot_project.idea_id", IDEA),
    ("ideenwerkstatt.project_participant.actor_id", ORGANISATION),
    ("ideenwerkstatt.prototype.idea_id", IDEA),
    ("ideenwerkstatt.prototype_dataset.dataset_id", "civic_data_lab.dataset.id"),
    ("civic_data_lab.entity_topic.topic_slug", TOPIC),
    ("civic_data_lab.topic_theme.topic_slug", TOPIC),
    ("civic_data_lab.dataset_topic.topic_slug", TOPIC),
    ("civic_data_lab.dataset_region.ars", REGION),
    ("civic_data_lab.dataset_region.ars", "civic_data_lab.region_name.ars"),
    ("civic_data_lab.region_name.ars", REGION),
    ("civic_data_lab.consultation_session.member_id", ACTOR),
    ("civic_data_lab.consultation_session.on_behalf_of", ORGANISATION),
    ("civic_data_lab.enrolment.member_id", ACTOR),
    ("civic_data_lab.dataset_region.nuts", "marketplace.region.nuts"),
    ("civic_data_lab.dataset.publisher_id", ACTOR),
    ("civic_data_lab.data_project.idea_id", IDEA),
    ("civic_data_lab.data_project.region_ars", REGION),
    ("civic_data_lab.data_project.applicant_id", ACTOR),
    ("civic_data_lab.data_project.service_provider_id", ORGANISATION),
    ("civic_data_lab.project_participant.actor_id", ORGANISATION),
    ("civic_data_lab.community_format_host.actor_id", ORGANISATION),
)
PROJECTS = {
    "FundedProject": "cip.funded_project.id",
    "PilotProject": "ideenwerkstatt.pilot_project.id",
    "DataProject": "civic_data_lab.data_project.id",
}


@pytest.mark.parametrize(("place", "owner"), FOREIGN, ids=[place for place, _ in FOREIGN])
def test_a_foreign_id_exists_at_its_owner(place: str, owner: str, tables: Tables) -> None:
    used = {value for value in tables.column(place) if value is not None}
    assert used, f"nothing refers from {place}"
    assert used <= set(tables.column(owner))


@pytest.mark.parametrize(
    "place",
    ["civic_data_lab.dataset_usage", "civic_data_lab.dataset", "ideenwerkstatt.sustainability_assessment"],
)
def test_a_project_of_any_ministry_exists(place: str, tables: Tables) -> None:
    pairs = {(row["project_type"], row["project_id"]) for row in tables.rows(place)} - {(None, None)}
    known = {(kind, identity) for kind, owner in PROJECTS.items() for identity in tables.column(owner)}
    assert pairs
    assert pairs <= known


def test_what_a_funded_project_continues_exists(tables: Tables) -> None:
    pairs = {(row["continues_type"], row["continues_id"]) for row in tables.rows("cip.funded_project")}
    assert ("PilotProject", "pilot_0001") in pairs
    assert "pilot_0001" in tables.column(PROJECTS["PilotProject"])


@pytest.mark.parametrize("service", ["cip", "ideenwerkstatt", "civic_data_lab"])
def test_a_programme_names_known_ministries(service: str, tables: Tables) -> None:
    programmes = tables.rows(f"{service}.programme_text")
    codes = {code for row in programmes for code in row["ministry_codes"]}  # type: ignore[union-attr]
    assert codes <= set(tables.column(MINISTRY))
    assert set(tables.column(f"{service}.programme_text.slug")) <= set(tables.column("marketplace.programme_ref.slug"))


def test_followers_and_bookmarks_point_at_something(tables: Tables) -> None:
    subjects = {*tables.column(IDEA), *tables.column("marketplace.programme_ref.slug")}
    subjects |= {identity for owner in PROJECTS.values() for identity in tables.column(owner)}
    offers = {row["entity_id"] for row in tables.rows("marketplace.catalogue_entry") if row["kind"] is not None}
    assert set(tables.column("marketplace.follow.subject_id")) <= subjects
    assert set(tables.column("marketplace.bookmark.offer_id")) <= offers


HEARD_LATER = {
    "ToolboxItem",
    "pilotcall_0003",
    "datacall_0003",
    *(f"workshop_{number:04}" for number in range(25, 29)),
}
"""Types younger than the marketplace's own list: it hears of them over the feed, and of their documents."""


def test_the_catalogue_says_what_the_owners_say(tables: Tables) -> None:
    """The copy in the marketplace agrees with the ministries' own tables on titles and states."""
    copied = {row["entity_id"]: (row["status"], row["title"]) for row in tables.rows("marketplace.catalogue_entry")}
    for place in (
        "cip.competition_round",
        "cip.funding_call",
        "ideenwerkstatt.support_offer",
        "civic_data_lab.support_offer",
    ):
        for row in tables.rows(place):
            told = None if {row.get("type_name"), row["id"]} & HEARD_LATER else (row["status"], row["title"])
            assert copied.get(row["id"]) == told
    for row in tables.rows("civic_data_lab.dataset"):
        listed = row["status"] in {"PUBLISHED", "DEPRECATED", "WITHDRAWN"}
        assert copied.get(row["id"]) == ((row["status"], row["title"]) if listed else None)


def test_versions_of_entries_exist(world: World) -> None:
    versions = {one.id: len(one.versions) for one in world.market.ideas}
    for entry in world.cip.entries:
        assert entry.idea is None or entry.idea_version <= versions[entry.idea]
