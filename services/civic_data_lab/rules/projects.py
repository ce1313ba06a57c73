"""The life cycle of a data project and the guards of its verbs (domain_slice2 2.9). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

import strawberry

from services.civic_data_lab.rules.offers import MAY_NOT_APPLY
from services.civic_data_lab.rules.vocabulary import DataProjectStage
from services.kit.changing import Fault, FaultCode
from services.kit.faults import (
    LONGEST_SUMMARY,
    LONGEST_TEXT,
    faults_of_line,
    faults_of_list,
    faults_of_localized,
    faults_of_reference,
    invalid,
)
from services.kit.regions import LANDS
from services.kit.transitions import LifeCycle, transitions

Stage = DataProjectStage
LONGEST_NOTE = 2_000
ARS_DIGITS = 12
WAY: Sequence[DataProjectStage] = tuple(stage for stage in Stage if stage is not Stage.NOT_CONTINUED)
BEFORE_KICKOFF = frozenset(WAY[: WAY.index(Stage.KICKOFF)])
TAKES_A_PLACE = frozenset(WAY[WAY.index(Stage.TENDER) :])
"""Stages in which a project has one of the places of its call."""
SHOWN_STATUS: Mapping[DataProjectStage, str] = {
    **dict.fromkeys(BEFORE_KICKOFF, "PLANNED"),
    **dict.fromkeys((Stage.KICKOFF, Stage.IMPLEMENTATION, Stage.TESTING), "RUNNING"),
    **dict.fromkeys((Stage.PUBLISHED, Stage.HANDED_OVER), "COMPLETED"),
    Stage.NOT_CONTINUED: "DISCONTINUED",
}
MATURITY: Mapping[DataProjectStage, str] = {
    **dict.fromkeys(BEFORE_KICKOFF, "CONCEPT"),
    **dict.fromkeys((Stage.KICKOFF, Stage.IMPLEMENTATION), "PROTOTYPE"),
    **dict.fromkeys((Stage.TESTING, Stage.PUBLISHED), "PILOT"),
    Stage.HANDED_OVER: "IN_USE",
}
ENDS = frozenset({Stage.PUBLISHED, Stage.HANDED_OVER, Stage.NOT_CONTINUED})


class Role(Enum):
    """What somebody is to a data project."""

    APPLICANT = "APPLICANT"  # the person, or who acts for the organisation
    STAFF = "STAFF"


@strawberry.enum(description="What can be done with a data project.")
class DataProjectAction(Enum):
    SCREEN = "SCREEN"
    SCOPE = "SCOPE"
    CHECK_CAPACITY = "CHECK_CAPACITY"
    TENDER = "TENDER"
    KICK_OFF = "KICK_OFF"
    IMPLEMENT = "IMPLEMENT"
    TEST = "TEST"
    PUBLISH = "PUBLISH"
    HAND_OVER = "HAND_OVER"
    NOT_CONTINUE = "NOT_CONTINUE"
    WITHDRAW = "WITHDRAW"


APPLICANT, STAFF = frozenset({Role.APPLICANT}), frozenset({Role.STAFF})
PROJECT: LifeCycle[DataProjectStage, Role] = LifeCycle(
    "data project",
    transitions(
        ("SCREEN", {Stage.SKETCH}, Stage.SCREENING, STAFF),
        ("SCOPE", {Stage.SCREENING}, Stage.SCOPING, STAFF),
        ("CHECK_CAPACITY", {Stage.SCOPING}, Stage.CAPACITY_CHECK, STAFF),
        ("TENDER", {Stage.CAPACITY_CHECK}, Stage.TENDER, STAFF),
        ("KICK_OFF", {Stage.TENDER}, Stage.KICKOFF, STAFF),
        ("IMPLEMENT", {Stage.KICKOFF}, Stage.IMPLEMENTATION, STAFF),
        ("TEST", {Stage.IMPLEMENTATION}, Stage.TESTING, STAFF),
        ("PUBLISH", {Stage.TESTING}, Stage.PUBLISHED, STAFF),
        ("HAND_OVER", {Stage.PUBLISHED}, Stage.HANDED_OVER, STAFF),
        ("NOT_CONTINUE", BEFORE_KICKOFF, Stage.NOT_CONTINUED, STAFF),
        ("WITHDRAW", BEFORE_KICKOFF, Stage.NOT_CONTINUED, APPLICANT),
    ),
)


@dataclass(frozen=True, slots=True)
class ProjectWish:
    """What somebody hands in (DataProjectInput)."""

    call_id: str
    title: str
    summary: str
    idea_id: str | None
    applicant_id: str
    topic_slugs: tuple[str, ...]
    region_ars: str | None
    data_description: str
    privacy_text_version: str


@dataclass(frozen=True, slots=True)
class Step:
    """Where the staff leads a project, with what it says to that."""

    to: DataProjectStage
    note: str | None
    learnings: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class ProjectNow:
    """A project as the guards of a step see it. ``places``: of its call, None without one; ``taken``: of those."""

    stage: DataProjectStage
    has_learnings: bool
    published_datasets: int
    places: int | None
    taken: int


def roles_of(*, is_applicant: bool, is_staff: bool) -> frozenset[Role]:
    """What the viewer is to a project."""
    return (APPLICANT if is_applicant else frozenset()) | (STAFF if is_staff else frozenset())


def faults_of_wish(wish: ProjectWish) -> list[Fault]:
    """What is wrong with a sketch in itself."""
    found = faults_of_line("title", wish.title) + faults_of_line("summary", wish.summary, LONGEST_SUMMARY)
    found += faults_of_line("dataDescription", wish.data_description, LONGEST_TEXT)
    found += faults_of_reference("ideaId", wish.idea_id) + faults_of_list("topicSlugs", wish.topic_slugs)
    return found + faults_of_region("regionArs", wish.region_ars)


def faults_of_region(path: str, ars: str | None) -> list[Fault]:
    """A Regionalschlüssel of twelve digits, in a Land or of the whole country."""
    if ars is None or (
        len(ars) == ARS_DIGITS and ars.isascii() and ars.isdecimal() and (ars[:2] in LANDS or not ars.strip("0"))
    ):
        return []
    return [invalid(path, "is no Regionalschlüssel (ARS) of twelve digits")]


def faults_of_applicant(sector: str | None, *, is_own: bool, path: str = "applicantId") -> list[Fault]:
    """Applicants are persons and organisations of civil society, not the state and no business; one's own only."""
    if not is_own or sector is None:
        return [Fault(FaultCode.FORBIDDEN, "Apply for yourself, or for an organisation that you act for.", (path,))]
    if sector in MAY_NOT_APPLY:
        return [
            invalid(
                path, "is of the public administration, a municipality or a business; those cannot apply themselves"
            )
        ]
    return []


def faults_of_privacy(version: str, newest: str | None) -> list[Fault]:
    """The newest privacy text has been read."""
    if newest is None or version == newest:
        return []
    message = "Read the newest privacy text and send its version: {version}."
    return [Fault(FaultCode.CONSENT_MISSING, message, ("privacyTextVersion",), {"version": newest})]


def faults_of_withdrawal(stage: DataProjectStage, roles: frozenset[Role]) -> list[Fault]:
    """By the applicant, before the kick-off."""
    came = PROJECT.target("WITHDRAW", stage, roles & APPLICANT)
    return [came] if isinstance(came, Fault) else []


def faults_of_step(now: ProjectNow, step: Step, roles: frozenset[Role]) -> list[Fault]:
    """Why the staff cannot lead the project there now; where it is already is no fault of the caller's."""
    action = next((each.action for each in PROJECT.transitions if each.target is step.to and each.roles == STAFF), "")
    if not action:
        return [invalid("to", "cannot be {value}", value=step.to)]
    came = PROJECT.target(action, now.stage, roles & STAFF)
    if isinstance(came, Fault):
        return [came]
    return faults_of_saying(step) + faults_of_guards(now, step)


def faults_of_saying(step: Step) -> list[Fault]:
    found = []
    if step.to is Stage.NOT_CONTINUED and not (step.note or "").strip():
        found.append(invalid("note", "says why: the applicant reads it"))
    if len(step.note or "") > LONGEST_NOTE:
        found.append(invalid("note", "may have {most} characters", most=LONGEST_NOTE))
    if step.learnings is not None:
        found += faults_of_localized("learnings", step.learnings, LONGEST_TEXT)
    return found


def faults_of_guards(now: ProjectNow, step: Step) -> list[Fault]:
    if step.to is Stage.TENDER and now.places is not None and now.taken >= now.places:
        return [
            Fault(FaultCode.CAPACITY_FULL, "All {number} places of the call are taken.", (), {"number": now.places})
        ]
    if step.to is Stage.PUBLISHED and not (now.has_learnings or step.learnings or now.published_datasets):
        return [invalid("learnings", "or a published data set must be there before a project is published")]
    return []


def actions_of_project(stage: DataProjectStage, roles: frozenset[Role]) -> list[DataProjectAction]:
    """What the viewer may do now; places and results can still speak against it."""
    return [DataProjectAction(action) for action in PROJECT.actions(stage, roles)]
