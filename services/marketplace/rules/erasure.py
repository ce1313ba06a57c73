"""Export and erasure of one's data (domain_slice2 2.12): states, times, and who may do what. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import Enum

from services.kit.changing import Fault, FaultCode
from services.kit.transitions import LifeCycle, transitions


class DataRequestStatus(Enum):
    REQUESTED = "REQUESTED"
    COLLECTING = "COLLECTING"
    READY = "READY"
    EXPIRED = "EXPIRED"
    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"


class ErasureRole(Enum):
    MEMBER = "MEMBER"  # whose account it is, and nobody else
    TIME = "TIME"  # background work
    HOUSES = "HOUSES"  # all four, each by its step


class ErasureAction(Enum):
    """What may be offered; the names are those of the graph."""

    CANCEL = "CANCEL"


Status = DataRequestStatus
EXPORT_HOLDS = timedelta(days=14)
BETWEEN_EXPORTS = timedelta(days=1)
THINKING_TIME = timedelta(days=14)
TOO_LONG = timedelta(days=7)
"""After so long a house that has not done its part is named in /health."""
HOUSES = {
    "marketplace": "CivicCodingProgramme",
    "cip": "CipProgramme",
    "ideenwerkstatt": "IdeenwerkstattProgramme",
    "civic_data_lab": "CivicDataLabProgramme",
}
"""Who has a step, and by which programme the graph names it."""
LIFE = LifeCycle(
    "erasure",
    transitions(
        ("cancel", {Status.REQUESTED}, Status.CANCELLED, {ErasureRole.MEMBER}),
        ("begin", {Status.REQUESTED}, Status.COLLECTING, {ErasureRole.TIME}),
        ("complete", {Status.COLLECTING}, Status.COMPLETED, {ErasureRole.HOUSES}),
    ),
)


def export_status(expires_at: datetime, at: datetime) -> DataRequestStatus:
    """An export is ready at once: each part is read when it is asked for."""
    return Status.READY if at < expires_at else Status.EXPIRED


def faults_of_export(newest: datetime | None, at: datetime) -> list[Fault]:
    """One export a day."""
    if newest is None or at - newest >= BETWEEN_EXPORTS:
        return []
    return [Fault(FaultCode.LIMIT_EXCEEDED, "One export a day; the newest one can still be read.")]


def faults_of_confirmation(given: str, handle: str) -> list[Fault]:
    """Whoever wants to be erased writes the own handle: it is not done by a slip."""
    if given == handle:
        return []
    return [Fault(FaultCode.INVALID, "Repeat the handle of your account to confirm this.", ("confirmHandle",))]


def faults_of_cancelling(status: DataRequestStatus, scheduled_for: datetime, at: datetime) -> list[Fault]:
    """An erasure can be cancelled until it is due."""
    came = LIFE.target("cancel", status, {ErasureRole.MEMBER})
    if isinstance(came, Fault):
        return [came]
    if at >= scheduled_for:
        return [Fault(FaultCode.DEADLINE_PASSED, "The erasure is due; it can be cancelled no longer.")]
    return []


def erasure_actions(status: DataRequestStatus, scheduled_for: datetime, at: datetime) -> list[ErasureAction]:
    """What its member may do with it now."""
    return [] if faults_of_cancelling(status, scheduled_for, at) else [ErasureAction.CANCEL]


def heir(team: Iterable[tuple[str, str]], erased: str) -> str | None:
    """Who leads an idea on when its owner is erased: the first CO_AUTHOR, else the first CONTRIBUTOR.

    ``team``: actor and role of those who are still here, who joined first comes first.

    >>> heir([("m", "OWNER"), ("a", "MENTOR"), ("b", "CONTRIBUTOR"), ("c", "CO_AUTHOR")], "m")
    'c'
    """
    others = [(actor, role) for actor, role in team if actor != erased]
    for wanted in ("OWNER", "CO_AUTHOR", "CONTRIBUTOR"):
        found = next((actor for actor, role in others if role == wanted), None)
        if found is not None:
            return found
    return None
