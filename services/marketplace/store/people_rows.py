"""Rows of accounts, consents, mandates and invitations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from services.marketplace.store.rows.common import Localized


@dataclass(frozen=True, slots=True)
class ConsentTextRow:
    purpose: str
    version: str
    text: Localized
    valid_from: date
    is_required: bool


@dataclass(frozen=True, slots=True)
class EmailRow:
    """The address that a login told when its person registered."""

    id: str
    email: str


@dataclass(frozen=True, slots=True)
class ConsentRow:
    purpose: str
    granted: bool
    text_version: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class MandateRow:
    role: str
    verified: bool


@dataclass(frozen=True, slots=True)
class FormerRow:
    """The place-holder of somebody of the old community."""

    id: str
    state: str
    member_since: date
    display_name: str


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """``former_id`` and what follows are null when the number belongs to nobody any more."""

    token_hash: str
    cip_member_number: str
    expires_at: datetime
    state: str
    claimed_by: str | None
    former_id: str | None
    display_name: str | None
    member_since: date | None


@dataclass(frozen=True, slots=True)
class ExpiredInvitationRow:
    cip_member_number: str


@dataclass(frozen=True, slots=True)
class AliasRow:
    """An id of a place-holder, and who it is now."""

    id: str
    new_id: str


@dataclass(frozen=True, slots=True)
class MigrationRow:
    invited: int
    migrated: int
    declined: int
    pending: int
    expired: int
