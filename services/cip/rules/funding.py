"""The life cycles of a call, an application and a partnership, and the guards of their verbs (2.7). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_DOWN, Decimal
from enum import Enum

import strawberry

from services.cip.rules.competition import CENT, MOST_MONEY, faults_of_money, faults_of_programme
from services.cip.rules.vocabulary import ApplicationStatus, CallPhase, PartnershipStatus
from services.kit.changing import Fault, FaultCode
from services.kit.civic import ProjectStatus
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

MOST_PARTNERS = 20


class Role(Enum):
    """What somebody is to a call, an application or a partnership."""

    COORDINATOR = "COORDINATOR"  # acts for the coordinating organisation
    PARTNER = "PARTNER"  # acts for the organisation that is asked
    STAFF = "STAFF"


@strawberry.enum(description="What can be done with a funding call.")
class CallAction(Enum):
    EDIT = "EDIT"
    OPEN_INTEREST = "OPEN_INTEREST"
    OPEN_APPLICATION = "OPEN_APPLICATION"
    ASSESS = "ASSESS"
    GRANT = "GRANT"
    RUN = "RUN"
    CLOSE = "CLOSE"
    CANCEL = "CANCEL"


@strawberry.enum(description="What can be done with an application.")
class ApplicationAction(Enum):
    EDIT = "EDIT"
    SUBMIT_INTEREST = "SUBMIT_INTEREST"
    SUBMIT_APPLICATION = "SUBMIT_APPLICATION"
    WITHDRAW = "WITHDRAW"
    DECLINE_INTEREST = "DECLINE_INTEREST"
    INVITE = "INVITE"
    ASSESS = "ASSESS"
    GRANT = "GRANT"
    REJECT = "REJECT"


@strawberry.enum(description="What can be done with a funded project.")
class FundedProjectAction(Enum):
    EDIT = "EDIT"


@strawberry.enum(description="What a partner can do about its place in a consortium.")
class PartnershipAction(Enum):
    CONFIRM = "CONFIRM"
    LEAVE = "LEAVE"


S, P = ApplicationStatus, CallPhase
STAFF, COORDINATOR, PARTNER = frozenset({Role.STAFF}), frozenset({Role.COORDINATOR}), frozenset({Role.PARTNER})
CHANGED_UNTIL = frozenset({P.ANNOUNCED, P.EXPRESSION_OF_INTEREST, P.APPLICATION})
EDITABLE = frozenset({S.DRAFT, S.INVITED_TO_APPLY})
CALL = LifeCycle(
    "call",
    transitions(
        ("OPEN_INTEREST", {P.ANNOUNCED}, P.EXPRESSION_OF_INTEREST, STAFF),
        ("OPEN_APPLICATION", {P.EXPRESSION_OF_INTEREST}, P.APPLICATION, STAFF),
        ("ASSESS", {P.APPLICATION}, P.ASSESSMENT, STAFF),
        ("GRANT", {P.ASSESSMENT}, P.GRANTED, STAFF),
        ("RUN", {P.GRANTED}, P.RUNNING, STAFF),
        ("CLOSE", {P.RUNNING}, P.CLOSED, STAFF),
        ("CANCEL", {P.ANNOUNCED, P.EXPRESSION_OF_INTEREST, P.APPLICATION, P.ASSESSMENT}, P.CANCELLED, STAFF),
    ),
    deeds(("EDIT", CHANGED_UNTIL, STAFF)),
)
APPLICATION = LifeCycle(
    "application",
    transitions(
        ("SUBMIT_INTEREST", {S.DRAFT}, S.EOI_SUBMITTED, COORDINATOR),
        ("SUBMIT_APPLICATION", {S.INVITED_TO_APPLY}, S.APPLICATION_SUBMITTED, COORDINATOR),
        (
            "WITHDRAW",
            {S.DRAFT, S.EOI_SUBMITTED, S.INVITED_TO_APPLY, S.APPLICATION_SUBMITTED, S.IN_ASSESSMENT},
            S.WITHDRAWN,
            COORDINATOR,
        ),
        ("DECLINE_INTEREST", {S.EOI_SUBMITTED}, S.EOI_NEGATIVE, STAFF),
        ("INVITE", {S.EOI_SUBMITTED}, S.INVITED_TO_APPLY, STAFF),
        ("ASSESS", {S.APPLICATION_SUBMITTED}, S.IN_ASSESSMENT, STAFF),
        ("GRANT", {S.IN_ASSESSMENT}, S.GRANTED, STAFF),
        ("REJECT", {S.IN_ASSESSMENT}, S.REJECTED, STAFF),
    ),
    deeds(("EDIT", EDITABLE, COORDINATOR)),
)
PARTNERSHIP = LifeCycle(
    "partnership",
    transitions(
        ("CONFIRM", {PartnershipStatus.INVITED}, PartnershipStatus.CONFIRMED, PARTNER),
        ("LEAVE", {PartnershipStatus.INVITED, PartnershipStatus.CONFIRMED}, PartnershipStatus.DECLINED, PARTNER),
    ),
)
PROJECT: LifeCycle[ProjectStatus, Role] = LifeCycle("project", (), deeds(("EDIT", ProjectStatus, STAFF)))
"""How it does the staff says: each state of each other one, for a wrong one is put right. So it is an edit."""
DECISIONS = {each.target: each.action for each in APPLICATION.transitions if each.roles == STAFF}
WITH_A_REASON = frozenset({S.EOI_NEGATIVE, S.REJECTED})
UNFINISHED = (S.APPLICATION_SUBMITTED, S.IN_ASSESSMENT)
SUBMISSIONS = ("SUBMIT_INTEREST", "SUBMIT_APPLICATION")
"""Between the second step and its decision."""
STORED = {P.EXPRESSION_OF_INTEREST: "OPEN", P.ASSESSMENT: "CLOSED", P.CLOSED: "ENDED", P.CANCELLED: "CANCELLED"}
"""What a phase means for the offer, where it means anything."""


@dataclass(frozen=True, slots=True)
class CallNow:
    """A call at a moment. ``stored``: what a person decided about the offer."""

    phase: CallPhase
    stored: str
    programme_status: str
    interest_until: datetime | None
    application_until: datetime | None
    max_funding: Decimal
    min_partners: int
    required_sectors: int


@dataclass(frozen=True, slots=True)
class CallText:
    """What the staff writes about a call (FundingCallInput)."""

    title: Mapping[str, str]
    summary: Mapping[str, str]
    topic_slugs: tuple[str, ...]
    audiences: tuple[str, ...]
    url: str | None
    guideline_url: str
    agency: str
    max_funding: Decimal
    budget: Decimal | None
    min_partners: int
    required_sectors: int
    interest_until: datetime
    application_until: datetime | None


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation in a consortium; role, sector and status are words of the graph."""

    organisation_id: str
    role: str
    sector: str
    requested: Decimal
    status: str


def faults_of_call(text: CallText) -> list[Fault]:
    """What is wrong with a call in itself."""
    found = faults_of_localized("title", text.title, LONGEST_TITLE)
    found += faults_of_localized("summary", text.summary, LONGEST_SUMMARY)
    found += faults_of_list("topicSlugs", text.topic_slugs) + faults_of_list("audiences", text.audiences, least=1)
    found += faults_of_url("url", text.url) + faults_of_url("guidelineUrl", text.guideline_url)
    found += faults_of_line("projectManagementAgency", text.agency)
    found += faults_of_money("maxFundingPerProject", text.max_funding)
    if text.budget is not None:
        found += faults_of_money("budget", text.budget)
    for path, number in (("minPartners", text.min_partners), ("requiredSectors", text.required_sectors)):
        if not 1 <= number <= MOST_PARTNERS:
            found.append(invalid(path, "is from 1 to {most}", most=MOST_PARTNERS))
    if text.application_until is not None and text.application_until <= text.interest_until:
        found.append(invalid("applicationUntil", "must be after the last day of the expressions of interest"))
    return found


def faults_of_advance(phase: CallPhase, to: CallPhase, unfinished: int) -> list[Fault]:
    """Why a call does not go on to a phase now."""
    action = next((each.action for each in CALL.transitions if each.target is to), "")
    if not action:
        return [invalid("to", "cannot be {value}", value=to)]
    came = CALL.target(action, phase, STAFF)
    if isinstance(came, Fault):
        return [came]
    if to is CallPhase.GRANTED and unfinished:
        return [wrong_state("{number} applications are not decided yet.", number=unfinished)]
    return []


def faults_of_text(title: str, abstract: str, consortium: str) -> list[Fault]:
    """What is wrong with what an application says."""
    found = faults_of_line("title", title) + faults_of_line("consortiumName", consortium)
    return found + (
        [invalid("abstract", "may have {most} characters", most=LONGEST_TEXT)] if len(abstract) > LONGEST_TEXT else []
    )


def faults_of_partners(partners: Sequence[tuple[str, str, Decimal]]) -> list[Fault]:
    """What is wrong with a list of (organisation, role, sum) in itself; associated partners may ask for nothing."""
    found = faults_of_list("partners", [organisation for organisation, _, _ in partners], least=1)
    if sum(role == "COORDINATOR" for _, role, _ in partners) != 1:
        found.append(invalid("partners", "needs exactly one coordinator"))
    for _, _, requested in partners:
        if not requested.is_finite() or not 0 <= requested <= MOST_MONEY or requested != requested.quantize(CENT):
            return [*found, invalid("partners", "ask for amounts in EUR of 0 or more, with two decimals at most")]
    return found


def faults_of_drafting(now: CallNow, moment: datetime) -> list[Fault]:
    """Why no new application is begun in this call at the moment."""
    ended = faults_of_programme(now.programme_status)
    if ended:
        return ended
    if now.phase not in (CallPhase.ANNOUNCED, CallPhase.EXPRESSION_OF_INTEREST):
        message = "The call is in {phase}; applications begin before, with an expression of interest."
        return [wrong_state(message, phase=now.phase)]
    return faults_of_deadline(now.interest_until, moment)


def faults_of_deadline(until: datetime | None, moment: datetime) -> list[Fault]:
    if until is None or moment <= until:
        return []
    return [Fault(FaultCode.DEADLINE_PASSED, "This was possible until {until}.", (), {"until": until})]


def missing(now: CallNow, partners: Sequence[Partner]) -> list[Fault]:
    """What a consortium lacks before it can be submitted, in words."""
    there = [each for each in partners if each.status != PartnershipStatus.DECLINED.value]
    found: list[Fault] = []
    if sum(each.role == "COORDINATOR" for each in there) != 1:
        found.append(lack("Exactly one organisation coordinates."))
    waiting = [each.organisation_id for each in partners if each.status != PartnershipStatus.CONFIRMED.value]
    if waiting:
        found.append(lack("These partners have not confirmed: {values}.", values=waiting))
    if len(there) < now.min_partners:
        found.append(lack("At least {least} partners are needed.", least=now.min_partners))
    if len({each.sector for each in there}) < now.required_sectors:
        found.append(lack("Partners of {least} sectors are needed.", least=now.required_sectors))
    requested = sum((each.requested for each in there), Decimal())
    if not 0 < requested <= now.max_funding:
        found.append(lack("Up to {most} EUR can be asked for.", most=now.max_funding))
    return found


def lack(message: str, **places: object) -> Fault:
    return Fault(FaultCode.INVALID, message, ("partners",), places)


def faults_of_submission(
    now: CallNow, status: ApplicationStatus, partners: Sequence[Partner], *, is_coordinator: bool, moment: datetime
) -> list[Fault]:
    """Why the coordinator cannot submit the next step now; texts are checked when they are saved."""
    action = "SUBMIT_APPLICATION" if status is S.INVITED_TO_APPLY else "SUBMIT_INTEREST"
    came = APPLICATION.target(action, status, COORDINATOR if is_coordinator else ())
    if isinstance(came, Fault):
        return [came]
    return faults_of_step(now, action, moment) or missing(now, partners)


def faults_of_step(now: CallNow, action: str, moment: datetime) -> list[Fault]:
    """Why the call does not take this step of an application (one of SUBMISSIONS) at the moment."""
    ended = faults_of_programme(now.programme_status)
    if ended:
        return ended
    is_second = action == "SUBMIT_APPLICATION"
    needed = CallPhase.APPLICATION if is_second else CallPhase.EXPRESSION_OF_INTEREST
    if now.phase is not needed or "PAUSED" in (now.stored, now.programme_status):
        return [wrong_state("The call is in {phase}; this step is for {needed}.", phase=now.phase, needed=needed)]
    return faults_of_deadline(now.application_until if is_second else now.interest_until, moment)


def faults_of_answer(status: ApplicationStatus, partner: Partner, *, confirm: bool, acts: bool) -> list[Fault]:
    """Why this answer of a partner is not taken."""
    action = "CONFIRM" if confirm else "LEAVE"
    came = PARTNERSHIP.target(action, PartnershipStatus(partner.status), PARTNER if acts else ())
    if isinstance(came, Fault):
        return [came]
    if status not in EDITABLE:
        return [wrong_state("The application is {state}; partners answer before it is submitted.", state=status)]
    if partner.role == "COORDINATOR":
        return [wrong_state("The coordinator does not leave; withdraw the application instead.")]
    return []


def faults_of_decision(
    status: ApplicationStatus, to: ApplicationStatus, granted: Decimal | None, note: str | None, requested: Decimal
) -> list[Fault]:
    """Why the staff cannot decide so."""
    if to not in DECISIONS:
        return [invalid("to", "cannot be {value}", value=to)]
    came = APPLICATION.target(DECISIONS[to], status, STAFF)
    if isinstance(came, Fault):
        return [came]
    if len(note or "") > LONGEST_SUMMARY * 2:
        return [invalid("note", "may have {most} characters", most=LONGEST_SUMMARY * 2)]
    if to in WITH_A_REASON and not (note or "").strip():
        return [invalid("note", "says why: its partners read it")]
    if to is not S.GRANTED:
        return [] if granted is None else [invalid("granted", "is for a grant only")]
    if granted is None or faults_of_money("granted", granted):
        return [invalid("granted", "says how much, in EUR with two decimals at most")]
    return (
        [invalid("granted", "is at most what was asked for: {most} EUR", most=requested)] if granted > requested else []
    )


def shares_of(granted: Decimal, partners: Sequence[Partner]) -> list[Decimal]:
    """What each partner gets: in proportion to what it asked for; the cents that are left go to the coordinator.

    >>> asked = [("COORDINATOR", "100"), ("PARTNER", "100"), ("PARTNER", "100")]
    >>> partners = [Partner("org", role, "SCIENCE", Decimal(sum_), "CONFIRMED") for role, sum_ in asked]
    >>> [str(share) for share in shares_of(Decimal("200.00"), partners)]
    ['66.68', '66.66', '66.66']
    """
    requested = sum((each.requested for each in partners), Decimal())
    shares = [(granted * each.requested / requested).quantize(CENT, ROUND_DOWN) for each in partners]
    first = next(place for place, each in enumerate(partners) if each.role == "COORDINATOR")
    shares[first] += granted - sum(shares, Decimal())
    return shares


def actions_of_call(phase: CallPhase, unfinished: int, *, is_staff: bool) -> list[CallAction]:
    """What the viewer may do with a call now: what its table and open decisions allow."""
    refused = {each.action for each in CALL.transitions if faults_of_advance(phase, each.target, unfinished)}
    found = CALL.actions(phase, STAFF if is_staff else ())
    return [CallAction(action) for action in found if action not in refused]


def actions_of_project(status: ProjectStatus, *, is_staff: bool) -> list[FundedProjectAction]:
    """What the viewer may do with a funded project now."""
    return [FundedProjectAction(each) for each in PROJECT.actions(status, STAFF if is_staff else ())]


def actions_of_application(
    now: CallNow, status: ApplicationStatus, moment: datetime, *, is_coordinator: bool, is_staff: bool
) -> list[ApplicationAction]:
    """What the viewer may do with an application now; a consortium that lacks something says so by itself."""
    roles = (COORDINATOR if is_coordinator else frozenset()) | (STAFF if is_staff else frozenset())
    refused = {action for action in SUBMISSIONS if faults_of_step(now, action, moment)}
    return [ApplicationAction(action) for action in APPLICATION.actions(status, roles) if action not in refused]
