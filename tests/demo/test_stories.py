"""The planted stories and the edge cases are there: each is the answer of a saved query or of a test."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from demo.nouns.words import TODAY, moment
from demo.world import World
from tests.demo.conftest import Tables
from tools.run.invitation import INVITED
from tools.run.settings import ROOT

HALLE = "150020000000"


def test_a_easy_letters_go_all_the_way(world: World) -> None:
    """Idea, award of round 3, funded project with data of the data lab, sustainability assessment."""
    idea = world.market.ideas[0]
    assert (idea.id, idea.slug) == ("idea_0001", "leichte-sprache-fuer-bescheide")
    entries = {one.round: one for one in world.cip.entries if one.idea == idea.id}
    assert {name: one.status for name, one in entries.items()} == {
        "round_0002": "NOT_SELECTED",
        "round_0003": "AWARDED",
    }
    funded = next(one for one in world.cip.projects if one.project.idea == idea.id)
    used = [one.dataset for one in world.civic_data_lab.usages if one.project == funded.project.id]
    published = {one.id: one.project for one in world.civic_data_lab.datasets}
    assert ("DataProject", "data_0002") in {published[one] for one in used}
    assert funded.project.id in {one.project for one in world.ideenwerkstatt.assessments}
    assert next(one for one in world.ideenwerkstatt.prototypes if one.idea == idea.id).datasets
    assert [one for one in world.civic_data_lab.projects if one.project.idea == idea.id]


def test_b_a_pilot_project_is_continued_with_funding(world: World) -> None:
    pilot = world.ideenwerkstatt.projects[0].project
    funded = next(one for one in world.cip.projects if one.continues == ("PilotProject", pilot.id))
    assert pilot.status == "COMPLETED"
    assert pilot.runs_until is not None
    assert funded.project.runs_from > pilot.runs_until
    assert funded.project.idea == pilot.idea


def test_c_data_from_halle_serve_both_other_ministries(world: World) -> None:
    dataset = next(one for one in world.civic_data_lab.datasets if one.project == ("DataProject", "data_0001"))
    users = {one.project_type for one in world.civic_data_lab.usages if one.dataset == dataset.id}
    assert HALLE in dataset.regions
    assert {"FundedProject", "PilotProject"} <= users


def test_d_one_organisation_is_active_everywhere(world: World, tables: Tables) -> None:
    who = "org_0007"
    assert [one for one in world.cip.projects if one.partners[0].organisation == who]
    assert who in tables.column("cip.entry_team.organisation_id")
    assert who in tables.column("ideenwerkstatt.project_participant.actor_id")
    assert who in tables.column("ideenwerkstatt.workshop_host.actor_id")
    assert who in tables.column("civic_data_lab.data_project.applicant_id")
    assert who in tables.column("civic_data_lab.dataset.publisher_id")
    profile = next(one for one in world.market.profiles if one.owner == who)
    assert (profile.status, profile.visibility) == ("PUBLISHED", "PUBLIC")


def test_e_two_ideas_of_different_ministries_were_merged(world: World) -> None:
    first, second, fork = world.market.ideas[2:5]
    assert {first.origin, second.origin} == {"civic-innovation-platform", "civic-data-lab"}
    assert fork.developed_from == first.id
    assert set(first.topics) & set(second.topics) & set(fork.topics)
    assert {first.author, second.author} <= {one.actor for one in fork.team}
    assert fork.created > max(first.created, second.created)


def test_f_an_idea_of_one_sector_only(world: World) -> None:
    assert len(world.market.ideas[5].team) == 1


def test_g_a_former_member_before_and_after_the_claim(world: World) -> None:
    lines = [line for entry in world.cip.entries for line in entry.team if line.cip_number]
    assert [line for line in lines if line.member], "claimed: known to the marketplace by both keys"
    assert [line for line in lines if not line.member], "not claimed: the number is all there is"


def test_h_the_offers_that_are_over_stay_readable(world: World) -> None:
    """Half a year before the programme ends there are some of both kinds."""
    held = {one.starts < moment(TODAY): one.offer.status for one in world.ideenwerkstatt.workshops}
    assert held == {True: "ENDED", False: "OPEN"}
    assert all(one.offer.summary.de and one.offer.summary.en for one in world.ideenwerkstatt.workshops)


def test_workshops_of_2025_have_free_seats_and_hosts(world: World) -> None:
    late = [one for one in world.ideenwerkstatt.workshops if one.starts >= datetime(2025, 1, 1, tzinfo=UTC)]
    seated = {"ATTENDED", "NO_SHOW", "CONFIRMED"}
    taken = {one.offer.id: sum(r.status in seated for r in one.registrations) for one in late}
    assert len([one for one in late if taken[one.offer.id] < one.capacity]) >= 10
    assert all(one.hosts for one in late)


def test_the_page_of_halle_is_full(world: World) -> None:
    assert len([one for one in world.market.ideas if one.region == HALLE and one.published]) >= 8
    assert len([one for one in world.cip.projects if one.project.region == HALLE]) >= 2
    assert [one for one in world.ideenwerkstatt.projects if one.project.region == HALLE]
    assert [one for one in world.ideenwerkstatt.demonstrators if one.nuts == "DEE02"]
    assert len([one for one in world.civic_data_lab.datasets if HALLE in one.regions]) >= 3


def test_the_page_of_biodiversity_is_full(world: World) -> None:
    def about(topics: tuple[str, ...]) -> bool:
        return "biodiversity" in topics

    assert len([one for one in world.market.ideas if about(one.topics) and one.published]) >= 10
    assert [one for one in world.cip.projects if about(one.project.topics)]
    assert [one for one in world.ideenwerkstatt.projects if about(one.project.topics)]
    assert [one for one in world.ideenwerkstatt.workshops if about(one.offer.topics)]
    assert [one for one in world.civic_data_lab.datasets if about(one.topics) and one.access == "PUBLIC"]


def test_awards_for_inclusion_led_somewhere(world: World) -> None:
    won = {one.idea for one in world.cip.entries if one.award and one.category == "INCLUSION_AND_DIVERSITY"}
    funded = [one.project for one in world.cip.projects if one.project.idea in won]
    assessed = {one.project for one in world.ideenwerkstatt.assessments}
    assert len(won) >= 12
    assert len(funded) >= 5
    assert len([one for one in funded if one.id in assessed]) >= 4
    assert len([one for one in world.ideenwerkstatt.prototypes if one.idea in won]) >= 5
    assert len([one for one in world.civic_data_lab.projects if one.project.idea in won]) >= 4


def test_edge_cases_of_ideas(world: World) -> None:
    ideas = {one.id: one for one in world.market.ideas}
    bare = ideas["idea_0007"]
    assert (bare.region, bare.text.data_needs) == (None, None)
    assert {"ß", "Ä", "🌳", "ש"} <= set(ideas["idea_0008"].text.title + ideas["idea_0008"].text.summary)
    assert 4_800 < len(ideas["idea_0009"].text.solution) <= 5_000
    states = {one.id: one.state for one in world.hubs.members}
    assert {"UNCLAIMED", "GHOST"} <= {states.get(one.author) for one in world.market.ideas}
    withdrawn = next(one for one in world.cip.entries if one.idea == "idea_0010")
    assert (ideas["idea_0010"].status, withdrawn.status) != ("PUBLISHED", "DRAFT")
    assert [one for one in world.cip.entries if one.idea is None]


def test_edge_cases_of_hubs(world: World) -> None:
    names = [one.display_name for one in world.hubs.organisations]
    assert names[20] == names[21]
    assert [one for one in world.hubs.regions if one.nuts is None]
    assert any("\u0600" <= letter <= "\u06ff" for one in world.hubs.members for letter in one.display_name)
    last = {}
    for row in world.market.consents:
        last[row.actor, row.purpose] = row.granted
    assert not any(granted for (actor, _), granted in last.items() if actor == "member_0018")


def test_edge_cases_of_the_ministries(world: World) -> None:
    full = [one for one in world.ideenwerkstatt.workshops if any(r.status == "WAITLISTED" for r in one.registrations)]
    assert full
    night = next(one for one in world.ideenwerkstatt.workshops if "Lange Nacht" in one.offer.title.de)
    assert (night.starts.isoformat(), night.ends.isoformat()) == (
        "2025-03-29T19:00:00+00:00",
        "2025-03-30T04:00:00+00:00",
    )
    assert [one for one in world.civic_data_lab.datasets if not one.distributions]
    assert [one for one in world.cip.projects if one.project.idea is None]
    assert [one for one in world.civic_data_lab.calls if one.offer.apply_until is None and one.offer.status == "OPEN"]


@pytest.mark.parametrize(
    ("place", "column"),
    [
        ("ideenwerkstatt.support_offer", "url"),
        ("marketplace.catalogue_entry", "url"),
    ],
)
def test_every_offer_has_an_address(place: str, column: str, tables: Tables) -> None:
    assert all(tables.column(f"{place}.{column}"))


@pytest.fixture(scope="module")
def personas() -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in json.loads((ROOT / "demo" / "personas.json").read_text(encoding="utf-8"))}


def test_each_persona_has_an_address_of_its_own(personas: dict[str, dict[str, Any]]) -> None:
    addresses = [one["email"] for one in personas.values()]
    assert len(set(addresses)) == len(personas)
    assert all(address.endswith("@example.org") for address in addresses)
    assert all(one["name"].endswith("(fiktiv)") for one in personas.values())


def test_there_is_somebody_to_try_each_way_in(world: World, personas: dict[str, dict[str, Any]]) -> None:
    """One who has to register, one who may claim a former membership, one who speaks for two organisations."""
    names = {one.name for one in world.hubs.members}
    for newcomer in (personas["unbekannt"], personas["ehemalig"]):
        assert newcomer["actor_id"] is None
        assert "ideas:write" in newcomer["scopes"]
    assert personas["unbekannt"]["name"] not in names
    unclaimed = {one.cip_number: one.name for one in world.hubs.members if one.state == "UNCLAIMED"}
    assert unclaimed[INVITED] == personas["ehemalig"]["name"], "the letter names its bearer"
    assert INVITED in personas["ehemalig"]["description"]
    manager = personas["verwalterin"]["actor_id"]
    led = [one for one in world.hubs.memberships if one.member == manager and one.role == "ADMIN" and one.verified]
    assert len(led) == 2
    assert all(one.organisation in personas["verwalterin"]["description"] for one in led)


def test_somebodys_first_idea_waits_for_review(world: World, personas: dict[str, dict[str, Any]]) -> None:
    (idea,) = (one for one in world.market.ideas if one.author == personas["autor"]["actor_id"])
    assert idea.status == "IN_REVIEW"
    assert idea.text.title in personas["autor"]["description"]


def test_the_beginner_has_no_idea_of_their_own(tables: Tables) -> None:
    """What this person submits goes to review: only members with a published idea publish directly."""
    personas = json.loads((ROOT / "demo" / "personas.json").read_text(encoding="utf-8"))
    beginner = next(persona["actor_id"] for persona in personas if persona["id"] == "neuling")
    assert beginner not in tables.column("marketplace.idea.author_id")
    assert beginner not in tables.column("marketplace.idea_team.actor_id")
