"""Life of a profile and of a match: tables. Pure."""

from __future__ import annotations

from enum import Enum

from services.kit.changing import Fault, FaultCode
from services.kit.transitions import LifeCycle, transitions
from services.marketplace.rules.vocabulary import MatchState, ProfileStatus, Visibility


class ProfileRole(Enum):
    OWNER = "OWNER"


class ProfileAction(Enum):
    PUBLISH = "PUBLISH"
    PAUSE = "PAUSE"
    RESUME = "RESUME"
    ARCHIVE = "ARCHIVE"


Status = ProfileStatus
LIFE = LifeCycle(
    "profile",
    transitions(
        ("publish", {Status.DRAFT}, Status.PUBLISHED, {ProfileRole.OWNER}),
        ("pause", {Status.PUBLISHED}, Status.PAUSED, {ProfileRole.OWNER}),
        ("resume", {Status.PAUSED}, Status.PUBLISHED, {ProfileRole.OWNER}),
        ("archive", {Status.DRAFT, Status.PUBLISHED, Status.PAUSED}, Status.ARCHIVED, {ProfileRole.OWNER}),
    ),
)


class MatchAction(Enum):
    """What ``rateMatch`` does; the rest comes from the request for contact about the pair."""

    SEE = "SEE"
    DISMISS = "DISMISS"


class MatchRole(Enum):
    """Who moves a match: the subject's own people by hand, or a request for contact about the pair."""

    SUBJECT = "SUBJECT"
    CONTACT = "CONTACT"


UNANSWERED = frozenset({MatchState.SUGGESTED, MatchState.SEEN})
MATCH = LifeCycle(
    "match",
    transitions(
        ("see", {MatchState.SUGGESTED}, MatchState.SEEN, {MatchRole.SUBJECT}),
        ("dismiss", UNANSWERED, MatchState.DISMISSED, {MatchRole.SUBJECT}),
        ("contact", UNANSWERED, MatchState.CONTACTED, {MatchRole.CONTACT}),
        ("accept", UNANSWERED | {MatchState.CONTACTED}, MatchState.ACCEPTED, {MatchRole.CONTACT}),
    ),
)
BY_HAND = {MatchState.SEEN: "see", MatchState.DISMISSED: "dismiss"}


def profile_actions(status: ProfileStatus, *, is_owner: bool) -> list[ProfileAction]:
    """What the caller may do with a profile now."""
    roles = {ProfileRole.OWNER} if is_owner else set[ProfileRole]()
    return [ProfileAction(each.upper()) for each in LIFE.actions(status, roles)]


def match_actions(state: MatchState, *, is_own: bool) -> list[MatchAction]:
    """What the caller may do by hand with a match now. ``is_own``: of an idea of the caller's team, or own profile."""
    roles = {MatchRole.SUBJECT} if is_own else set[MatchRole]()
    return [MatchAction(each.upper()) for each in MATCH.actions(state, roles)]


def fault_of_profile_status(
    before: ProfileStatus, to: ProfileStatus, visibility: Visibility, *, has_consent: bool
) -> Fault | None:
    """Why a profile does not get this state; staying what it is needs no reason."""
    if before is to:
        return None
    action = next((each.action for each in LIFE.transitions if each.target is to and before in each.sources), None)
    if action is None:
        return Fault(
            FaultCode.WRONG_STATE,
            "This profile is {state}; from there it does not get {to}.",
            ("to",),
            {"state": before, "to": to},
        )
    if to is ProfileStatus.PUBLISHED:
        return _fault_of_publishing(visibility, has_consent=has_consent)
    return None


def _fault_of_publishing(visibility: Visibility, *, has_consent: bool) -> Fault | None:
    if visibility is Visibility.PRIVATE:
        return Fault(
            FaultCode.WRONG_STATE, "A private profile is not published; save it with another visibility.", ("to",)
        )
    if not has_consent:
        return Fault(
            FaultCode.CONSENT_MISSING, "A profile that others see needs your consent to a public profile.", ("to",)
        )
    return None


def fault_of_rating(before: MatchState, to: MatchState) -> Fault | None:
    """Why a pair does not get this state by hand. CONTACTED and ACCEPTED come from the request for contact."""
    action = BY_HAND.get(to)
    if action is None:
        return Fault(
            FaultCode.INVALID, "By hand a match is seen or dismissed; requests for contact do the rest.", ("to",)
        )
    if before is to:
        return None
    led = MATCH.target(action, before, {MatchRole.SUBJECT})
    return led if isinstance(led, Fault) else None
