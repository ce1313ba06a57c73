"""The guards of a profile, pure."""

from __future__ import annotations

from dataclasses import dataclass

from services.kit.changing import Fault, FaultCode
from services.marketplace.rules.faults import invalid, too_long, too_many, unwritten
from services.marketplace.rules.vocabulary import ProfileStatus, Visibility

LONGEST_HEADLINE = 200
LONGEST_ABOUT = 10_000
MOST_CONTRIBUTIONS = 20
MOST_SKILLS = 30
HOURS_OF_A_MONTH = 744


@dataclass(frozen=True, slots=True)
class ProfileText:
    """What a client writes about itself or its organisation (ProfileInput)."""

    owner_id: str
    headline: str
    about: str
    language: str
    offers: tuple[str, ...]
    seeks: tuple[str, ...]
    skill_slugs: tuple[str, ...]
    visibility: Visibility
    availability_hours_per_month: int | None


def faults_of_profile(text: ProfileText) -> list[Fault]:
    """What is wrong with a profile in itself."""
    found = unwritten({"headline": text.headline})
    found += too_long({"headline": text.headline}, LONGEST_HEADLINE) + too_long({"about": text.about}, LONGEST_ABOUT)
    found += too_many({"skillSlugs": text.skill_slugs}, MOST_SKILLS)
    found += too_many({"offers": text.offers, "seeks": text.seeks}, MOST_CONTRIBUTIONS)
    hours = text.availability_hours_per_month
    if hours is not None and not 0 <= hours <= HOURS_OF_A_MONTH:
        found.append(invalid("availabilityHoursPerMonth", "is from 0 to {most}", most=HOURS_OF_A_MONTH))
    return found


def status_after_saving(
    before: ProfileStatus | None, visibility: Visibility, has_consent: bool
) -> ProfileStatus | Fault:
    """The state after saving: publication needs the consent PROFILE_PUBLIC, and a private profile stays a draft.

    What the owner paused or moderation hid stays so.
    """
    if before is ProfileStatus.ARCHIVED:
        return Fault(FaultCode.WRONG_STATE, "An archived profile is not changed any more.")
    if before in (ProfileStatus.PAUSED, ProfileStatus.HIDDEN_BY_MODERATION):
        return before
    if visibility is Visibility.PRIVATE:
        return ProfileStatus.DRAFT
    if not has_consent:
        message = "A profile that others see needs your consent to a public profile; without it, save it as private."
        return Fault(FaultCode.CONSENT_MISSING, message, ("input", "visibility"))
    return ProfileStatus.PUBLISHED
