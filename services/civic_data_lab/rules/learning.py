"""The life cycle of an enrolment in a learning package (domain_slice2 2.9). Pure.

Prerequisites are advice, no guard.
"""

from __future__ import annotations

from enum import Enum

import strawberry

from services.civic_data_lab.rules.vocabulary import EnrolmentStatus
from services.kit.changing import Fault
from services.kit.faults import invalid
from services.kit.transitions import LifeCycle, transitions

DONE = 100


class Role(Enum):
    """What somebody is to an enrolment."""

    LEARNER = "LEARNER"


@strawberry.enum(description="What can be done with an enrolment.")
class EnrolmentAction(Enum):
    PROGRESS = "PROGRESS"
    COMPLETE = "COMPLETE"
    CANCEL = "CANCEL"


Status = EnrolmentStatus
LEARNER = frozenset({Role.LEARNER})
UNDERWAY = frozenset({Status.ENROLLED, Status.IN_PROGRESS})
ENROLMENT: LifeCycle[EnrolmentStatus, Role] = LifeCycle(
    "enrolment",
    transitions(
        ("PROGRESS", UNDERWAY, Status.IN_PROGRESS, LEARNER),
        ("COMPLETE", UNDERWAY, Status.COMPLETED, LEARNER),
        ("CANCEL", UNDERWAY, Status.CANCELLED, LEARNER),
    ),
)


def action_of(percent: int) -> str:
    """All of it is the end; less is a step.

    >>> action_of(99), action_of(100)
    ('PROGRESS', 'COMPLETE')
    """
    return "COMPLETE" if percent == DONE else "PROGRESS"


def faults_of_progress(status: EnrolmentStatus, before: int, percent: int) -> list[Fault]:
    """Progress goes forward, up to 100 %."""
    if not 0 <= percent <= DONE:
        return [invalid("progressPercent", "is from 0 to {most}", most=DONE)]
    came = ENROLMENT.target(action_of(percent), status, LEARNER)
    if isinstance(came, Fault):
        return [came]
    return (
        [invalid("progressPercent", "is below the {number} that are done already", number=before)]
        if percent < before
        else []
    )


def faults_of_cancelling(status: EnrolmentStatus) -> list[Fault]:
    came = ENROLMENT.target("CANCEL", status, LEARNER)
    return [came] if isinstance(came, Fault) else []


def actions_of_enrolment(status: EnrolmentStatus, *, is_learner: bool) -> list[EnrolmentAction]:
    """What the viewer may do now."""
    return [EnrolmentAction(action) for action in ENROLMENT.actions(status, LEARNER if is_learner else ())]
