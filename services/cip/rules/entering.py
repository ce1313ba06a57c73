"""Whether an idea of the Ideenmarkt can be entered, and what of it is frozen (domain_slice2 2.6). Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from services.cip.rules.competition import EDITORS, ENTERED_FROM, FEWEST_SECTORS
from services.kit.changing import Fault, FaultCode
from services.kit.faults import faults_of_list, faults_of_url, invalid, not_found, wrong_state
from services.kit.marketplace import AskedIdea, TeamMember


@dataclass(frozen=True, slots=True)
class EntryWish:
    """What somebody hands in (CompetitionEntryInput)."""

    round_id: str
    idea_id: str
    expected_version: int
    category: str
    organisation_ids: tuple[str, ...]
    video_url: str | None


def faults_of_wish(wish: EntryWish) -> list[Fault]:
    """What is wrong before anybody is asked."""
    return faults_of_list("organisationIds", wish.organisation_ids) + faults_of_url("videoUrl", wish.video_url)


def faults_of_idea(
    idea: AskedIdea | None, wish: EntryWish, acted_for: Collection[str], categories: Collection[str]
) -> list[Fault]:
    """Why this caller cannot enter this idea so. ``categories``: those that its topics belong to."""
    if idea is None:
        return [not_found("idea", "ideaId")]
    if not idea.may_edit:
        return [Fault(FaultCode.FORBIDDEN, "Only owners and co-authors enter an idea.", ("ideaId",))]
    if idea.status not in ENTERED_FROM:
        message = "The idea is {state}; it would have to be one of {states}."
        return [wrong_state(message, state=idea.status, states=frozenset(ENTERED_FROM))]
    if idea.version != wish.expected_version:
        message = "The idea is at version {version}, not {expected}: read it again."
        places = {"version": idea.version, "expected": wish.expected_version}
        return [Fault(FaultCode.CONFLICT_VERSION, message, ("expectedIdeaVersion",), places)]
    return faults_of_team(idea, wish, acted_for) + faults_of_category(wish, categories)


def faults_of_team(idea: AskedIdea, wish: EntryWish, acted_for: Collection[str]) -> list[Fault]:
    """Named organisations are on the team, one of them is the caller's to act for; at least two sectors."""
    on_team = {each.actor_id for each in idea.team if each.is_organisation}
    strange = [each for each in wish.organisation_ids if each not in on_team]
    if strange:
        return [invalid("organisationIds", "names who is not on the team: {values}", values=strange[:5])]
    found = []
    if wish.organisation_ids and not set(wish.organisation_ids) & set(acted_for):
        message = "You must act for one of the organisations that you name."
        found.append(Fault(FaultCode.FORBIDDEN, message, ("organisationIds",)))
    sectors = {each.sector for each in entered_team(idea, wish)}
    if len(sectors) < FEWEST_SECTORS:
        found.append(
            invalid(
                "organisationIds",
                "and the team are of {number} sector; {least} are needed",
                number=len(sectors),
                least=FEWEST_SECTORS,
            )
        )
    return found


def faults_of_category(wish: EntryWish, categories: Collection[str]) -> list[Fault]:
    if wish.category in categories:
        return []
    if not categories:
        return [invalid("category", "fits no topic of the idea, and no other one would")]
    return [invalid("category", "fits no topic of the idea; fitting: {values}", values=frozenset(categories))]


def entered_team(idea: AskedIdea, wish: EntryWish) -> list[TeamMember]:
    """Who is frozen with the entry: all persons, and the organisations that are named."""
    return [each for each in idea.team if not each.is_organisation or each.actor_id in wish.organisation_ids]


def is_editor(role: str | None) -> bool:
    return role in EDITORS
