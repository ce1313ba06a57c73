"""The life cycles of a call for pilot projects and of an application, and the guards of their verbs (2.8). Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

import strawberry

from services.ideenwerkstatt.rules.vocabulary import PilotApplicationStatus, PilotCallPhase
from services.kit.changing import Fault, FaultCode
from services.kit.faults import (
    LONGEST_SUMMARY,
    LONGEST_TEXT,
    LONGEST_TITLE,
    faults_of_line,
    faults_of_list,
    faults_of_localized,
    faults_of_url,
    invalid,
    wrong_state,
)
from services.kit.transitions import LifeCycle, deeds, transitions

ENVIRONMENT = frozenset({"environment", "climate"})
"""The main topics of the programme; their sub-topics belong to them."""
MOST_PLACES = 1_000
LONGEST_NEED = 500
LONGEST_NOTE = 2_000


class Role(Enum):
    """What somebody is to a call or an application."""

    ADMINISTRATOR = "ADMINISTRATOR"  # acts for an organisation that may apply and has not yet
    APPLICANT = "APPLICANT"  # acts for the organisation that applies
    STAFF = "STAFF"


@strawberry.enum(description="What can be done with a call for pilot projects.")
class PilotCallAction(Enum):
    APPLY = "APPLY"
    EDIT = "EDIT"
    OPEN_STAGE_ONE = "OPEN_STAGE_ONE"
    OPEN_STAGE_TWO = "OPEN_STAGE_TWO"
    SELECT = "SELECT"
    SUPPORT = "SUPPORT"
    COMPLETE = "COMPLETE"


@strawberry.enum(description="What can be done with an application to become a pilot project.")
class PilotApplicationAction(Enum):
    SUBMIT_STAGE_TWO = "SUBMIT_STAGE_TWO"
    WITHDRAW = "WITHDRAW"
    REFUSE = "REFUSE"
    ADMIT = "ADMIT"
    SELECT = "SELECT"
    RESERVE = "RESERVE"
    REJECT = "REJECT"


S, P = PilotApplicationStatus, PilotCallPhase
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
APPLICANT, STAFF = frozenset({Role.APPLICANT}), frozenset({Role.STAFF})
CHANGED_UNTIL = frozenset({P.ANNOUNCED, P.STAGE_ONE, P.STAGE_TWO, P.SELECTION})
CALL: LifeCycle[PilotCallPhase, Role] = LifeCycle(
    "call",
    transitions(
        ("OPEN_STAGE_ONE", {P.ANNOUNCED}, P.STAGE_ONE, STAFF),
        ("OPEN_STAGE_TWO", {P.STAGE_ONE}, P.STAGE_TWO, STAFF),
        ("SELECT", {P.STAGE_TWO}, P.SELECTION, STAFF),
        ("SUPPORT", {P.SELECTION}, P.SUPPORT, STAFF),
        ("COMPLETE", {P.SUPPORT}, P.COMPLETED, STAFF),
    ),
    deeds(("APPLY", {P.STAGE_ONE}, ADMINISTRATOR), ("EDIT", CHANGED_UNTIL, STAFF)),
)
APPLICATION: LifeCycle[PilotApplicationStatus, Role] = LifeCycle(
    "application",
    transitions(
        ("REFUSE", {S.SUBMITTED}, S.NOT_ELIGIBLE, STAFF),
        ("ADMIT", {S.SUBMITTED}, S.STAGE_ONE_PASSED, STAFF),
        ("SUBMIT_STAGE_TWO", {S.STAGE_ONE_PASSED}, S.STAGE_TWO_SUBMITTED, APPLICANT),
        ("SELECT", {S.STAGE_TWO_SUBMITTED, S.RESERVE}, S.SELECTED, STAFF),
        ("RESERVE", {S.STAGE_TWO_SUBMITTED}, S.RESERVE, STAFF),
        # Also of who passed the first stage and handed in no second one, and of who was in reserve to the end.
        ("REJECT", {S.STAGE_ONE_PASSED, S.STAGE_TWO_SUBMITTED, S.RESERVE}, S.REJECTED, STAFF),
        ("WITHDRAW", {S.SUBMITTED, S.STAGE_ONE_PASSED, S.STAGE_TWO_SUBMITTED, S.RESERVE}, S.WITHDRAWN, APPLICANT),
    ),
)
DECISIONS = {each.target: each.action for each in APPLICATION.transitions if each.roles == STAFF}
DECIDED_IN = {
    "REFUSE": frozenset({P.STAGE_ONE, P.STAGE_TWO}),
    "ADMIT": frozenset({P.STAGE_ONE, P.STAGE_TWO}),
    "SELECT": frozenset({P.SELECTION, P.SUPPORT}),
    "RESERVE": frozenset({P.SELECTION}),
    "REJECT": frozenset({P.SELECTION, P.SUPPORT}),
}
"""In which phases of its call an application is decided so; in SUPPORT who was in reserve moves up."""
WITH_A_REASON = frozenset({S.NOT_ELIGIBLE, S.REJECTED})
BEFORE = {
    P.SELECTION: (S.SUBMITTED,),
    P.SUPPORT: (S.SUBMITTED, S.STAGE_ONE_PASSED, S.STAGE_TWO_SUBMITTED),
}
"""In which states none may be when a call goes on to a phase."""
BEFORE_A_DECISION = (S.SUBMITTED, S.STAGE_ONE_PASSED, S.STAGE_TWO_SUBMITTED, S.RESERVE)
STORED = {P.STAGE_ONE: "OPEN", P.STAGE_TWO: "CLOSED", P.COMPLETED: "ENDED"}
"""What a phase means for the offer, where it means anything."""


@dataclass(frozen=True, slots=True)
class CallNow:
    """A call at a moment. ``stored``: what a person decided about the offer; ``selected``: places that are given."""

    phase: PilotCallPhase
    stored: str
    apply_until: datetime | None
    places: int
    selected: int = 0


@dataclass(frozen=True, slots=True)
class CallText:
    """What the staff writes about a call (PilotCallInput)."""

    title: Mapping[str, str]
    summary: Mapping[str, str]
    topic_slugs: tuple[str, ...]
    audiences: tuple[str, ...]
    url: str | None
    places: int
    stage_one_until: datetime


@dataclass(frozen=True, slots=True)
class ApplicationWish:
    """What somebody hands in (PilotApplicationInput). Without topics those of the call are meant."""

    call_id: str
    applicant_id: str
    idea_id: str | None
    title: str
    description: str
    needs: tuple[str, ...]
    topic_slugs: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who applies, by the copy of actors; ``is_own``: the caller acts for it."""

    is_organisation: bool
    is_non_profit: bool
    is_own: bool


def faults_of_call(text: CallText) -> list[Fault]:
    """What is wrong with a call in itself."""
    found = faults_of_localized("title", text.title, LONGEST_TITLE)
    found += faults_of_localized("summary", text.summary, LONGEST_SUMMARY)
    found += faults_of_list("topicSlugs", text.topic_slugs, least=1)
    found += faults_of_list("audiences", text.audiences, least=1) + faults_of_url("url", text.url)
    if not 1 <= text.places <= MOST_PLACES:
        found.append(invalid("places", "is from 1 to {most}", most=MOST_PLACES))
    return found


def faults_of_change(now: CallNow, text: CallText) -> list[Fault]:
    """Why a call is not changed so: not any more, or to fewer places than are given."""
    refused = CALL.refusal("EDIT", now.phase, STAFF)
    if refused is not None:
        return [refused]
    if text.places < now.selected:
        return [invalid("places", "is below the {number} that are given already", number=now.selected)]
    return []


def faults_of_advance(now: CallNow, to: PilotCallPhase, moment: datetime, undecided: int) -> list[Fault]:
    """Why a call does not go on to a phase now. ``undecided``: applications that the phase does not take (BEFORE)."""
    action = next((each.action for each in CALL.transitions if each.target is to), "")
    if not action:
        return [invalid("to", "cannot be {value}", value=to)]
    came = CALL.target(action, now.phase, STAFF)
    if isinstance(came, Fault):
        return [came]
    if to is P.STAGE_TWO and now.apply_until is not None and moment <= now.apply_until:
        return [wrong_state("Stage one is open until {until}; stage two begins after that.", until=now.apply_until)]
    if undecided:
        return [wrong_state("{number} applications are not decided yet.", number=undecided)]
    return []


def faults_of_wish(wish: ApplicationWish) -> list[Fault]:
    """What is wrong with what an application says."""
    found = faults_of_line("title", wish.title) + faults_of_line("description", wish.description, LONGEST_TEXT)
    found += faults_of_list("needs", wish.needs)
    for place, need in enumerate(wish.needs):
        found += faults_of_line(f"needs.{place}", need, LONGEST_NEED)
    if wish.topic_slugs is not None:
        found += faults_of_list("topicSlugs", wish.topic_slugs, least=1)
    return found


def faults_of_applying(now: CallNow, shown: str, moment: datetime) -> list[Fault]:
    """Why the call takes no application at the moment. ``shown``: the state of the offer."""
    if now.phase is P.STAGE_ONE and now.apply_until is not None and now.apply_until < moment:
        message = "Applications were taken until {until}."
        return [Fault(FaultCode.DEADLINE_PASSED, message, (), {"until": now.apply_until})]
    if now.phase is not P.STAGE_ONE or shown != "OPEN":
        message = "This call takes no applications now; its phase is {phase}, it is {state}."
        return [wrong_state(message, phase=now.phase, state=shown)]
    return []


def faults_of_applicant(applicant: Applicant | None) -> list[Fault]:
    """A non-profit organisation that the caller acts for."""
    if applicant is None or not applicant.is_organisation:
        message = "must be an organisation: non-profit organisations carry pilot projects, not persons"
        return [invalid("applicantId", message)]
    if not applicant.is_own:
        return [Fault(FaultCode.FORBIDDEN, "Only who acts for the organisation applies for it.", ("applicantId",))]
    if not applicant.is_non_profit:
        return [invalid("applicantId", "must be a non-profit organisation (gemeinnützig)")]
    return []


def faults_of_topics(with_those_above: Collection[str], path: str = "topicSlugs") -> list[Fault]:
    """One topic of the environment at least; ``with_those_above``: the topics, and those that they are part of."""
    if ENVIRONMENT & set(with_those_above):
        return []
    return [invalid(path, "needs a topic of environment or climate")]


def faults_of_stage_two(now: CallNow, status: PilotApplicationStatus, plan: str, roles: frozenset[Role]) -> list[Fault]:
    """Why stage two cannot be handed in: only in its phase, by who passed the first."""
    came = APPLICATION.target("SUBMIT_STAGE_TWO", status, roles)
    if isinstance(came, Fault):
        return [came]
    if now.phase is not P.STAGE_TWO:
        return [wrong_state("The call is in {phase}; plans are handed in in the second stage.", phase=now.phase)]
    return faults_of_line("plan", plan, LONGEST_TEXT)


def faults_of_decision(
    now: CallNow, status: PilotApplicationStatus, to: PilotApplicationStatus, note: str | None
) -> list[Fault]:
    """Why the staff cannot decide so now. A refusal needs a note; no more are selected than there are places."""
    if to not in DECISIONS:
        return [invalid("to", "cannot be {value}", value=to)]
    action = DECISIONS[to]
    came = APPLICATION.target(action, status, STAFF)
    if isinstance(came, Fault):
        return [came]
    if now.phase not in DECIDED_IN[action]:
        message = "The call is in {phase}; this is decided in {phases}."
        return [wrong_state(message, phase=now.phase, phases=DECIDED_IN[action])]
    if to in WITH_A_REASON and not (note or "").strip():
        return [invalid("note", "says why: the applicant reads it")]
    if len(note or "") > LONGEST_NOTE:
        return [invalid("note", "may have {most} characters", most=LONGEST_NOTE)]
    if to is S.SELECTED and now.selected >= now.places:
        message = "This call has {number} places, and all are given."
        return [Fault(FaultCode.CAPACITY_FULL, message, (), {"number": now.places})]
    return []


def actions_of_call(
    now: CallNow,
    moment: datetime,
    undecided: Mapping[PilotCallPhase, int],
    *,
    has_applicant: bool,
    is_staff: bool,
    shown: str,
) -> list[PilotCallAction]:
    """What the viewer may do with a call now.

    ``undecided``: for each phase the applications that it does not take (BEFORE). ``has_applicant``: a member who acts
    for a non-profit organisation without an application in this call. ``shown``: the state of the offer.
    """
    roles = (ADMINISTRATOR if has_applicant else frozenset()) | (STAFF if is_staff else frozenset())
    refused = {
        each.action
        for each in CALL.transitions
        if faults_of_advance(now, each.target, moment, undecided.get(each.target, 0))
    }
    if faults_of_applying(now, shown, moment):
        refused.add("APPLY")
    return [PilotCallAction(each) for each in CALL.actions(now.phase, roles) if each not in refused]


def actions_of_application(
    phase: PilotCallPhase, status: PilotApplicationStatus, *, is_own: bool, is_staff: bool
) -> list[PilotApplicationAction]:
    """What the viewer may do with an application in this phase of its call."""
    roles = (APPLICANT if is_own else frozenset()) | (STAFF if is_staff else frozenset())
    fitting = {action for action, phases in DECIDED_IN.items() if phase in phases} | {"WITHDRAW"}
    if phase is P.STAGE_TWO:
        fitting.add("SUBMIT_STAGE_TWO")
    return [PilotApplicationAction(each) for each in APPLICATION.actions(status, roles) if each in fitting]
