"""Changes of profiles: one transaction with its guards."""

from __future__ import annotations

from datetime import datetime

from services.kit.changing import Fault, FaultCode, RefusedError, refuse, transacted
from services.kit.database import Database
from services.marketplace.rules.faults import unknown
from services.marketplace.rules.profiles import ProfileText, faults_of_profile, status_after_saving
from services.marketplace.rules.viewer import Viewer
from services.marketplace.rules.vocabulary import ProfileStatus
from services.marketplace.store.identifiers import new_id
from services.marketplace.store.journal import note
from services.marketplace.store.reading import QUERIES
from services.marketplace.store.rows import LockedProfileRow


@transacted
async def save_profile(inside: Database, viewer: Viewer, at: datetime, text: ProfileText) -> str:
    """The one profile of a member or of an organisation that the viewer administers, made or changed."""
    if not await inside.value(QUERIES.acts_for, viewer.member_id, text.owner_id):
        message = "A profile is written by its owner or by a verified administrator of the organisation."
        raise RefusedError([Fault(FaultCode.FORBIDDEN, message, ("input", "ownerId"))])
    skills = await inside.rows(str, QUERIES.unknown_skills, list(text.skill_slugs))
    refuse(faults_of_profile(text) + unknown("skillSlugs", skills))
    row = await inside.row(LockedProfileRow, QUERIES.lock_profile, text.owner_id)
    has_consent = bool(await inside.value(QUERIES.has_consent, text.owner_id, "PROFILE_PUBLIC"))
    status = status_after_saving(None if row is None else ProfileStatus(row.status), text.visibility, has_consent)
    if isinstance(status, Fault):
        raise RefusedError([status])
    profile_id = new_id("profile") if row is None else row.id
    await inside.do(
        QUERIES.save_profile,
        profile_id,
        text.owner_id,
        status.value,
        text.visibility.value,
        text.headline,
        text.about,
        text.language,
        list(text.offers),
        list(text.seeks),
        text.availability_hours_per_month,
        at,
    )
    await inside.do(QUERIES.set_profile_skills, profile_id, list(text.skill_slugs))
    before = None if row is None else row.status
    await note(inside, viewer.member_id, at, ("Profile", [profile_id]), "save", before, status.value)
    return profile_id
