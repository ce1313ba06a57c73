"""Organisations and who acts for them: each change one transaction; the organisation is locked first."""

from __future__ import annotations

from datetime import datetime

from services.kit.changing import RefusedError, first_time, refuse, request, transacted
from services.kit.database import Database
from services.marketplace.rules.people import Body, distinct, faults_of_body, faults_of_membership, forbidden, missing
from services.marketplace.rules.viewer import Viewer
from services.marketplace.rules.vocabulary import OrganisationRole
from services.marketplace.store.identifiers import new_id
from services.marketplace.store.journal import note
from services.marketplace.store.people_rows import MandateRow
from services.marketplace.store.people_writing import faults_of_place
from services.marketplace.store.reading import QUERIES

KIND = "Organisation"


@transacted
async def register_organisation(inside: Database, viewer: Viewer, at: datetime, body: Body, key: str | None) -> str:
    """A new organisation whose administrator the viewer is, to be verified by staff."""
    if viewer.member_id is None:
        raise RefusedError([forbidden("An organisation is registered by a member.")])
    refuse(faults_of_body(body))
    made = new_id("org")
    asked = request(viewer.member_id, key, "registerOrganisation", {"body": repr(body)}, at)
    await first_time(inside, asked, made)
    await inside.value(QUERIES.lock_registrations)
    refuse(await faults_of_place(inside, body.handle, body.region_ars, body.topic_slugs))
    await inside.do(
        QUERIES.make_actor, made, "ORGANISATION", body.handle, body.display_name, body.sector.value, body.region_ars
    )
    await inside.do(QUERIES.make_organisation, made, body.legal_name, body.legal_form, body.is_non_profit, body.website)
    await inside.do(QUERIES.set_actor_topics, made, list(distinct(body.topic_slugs)))
    await inside.value(QUERIES.caused_by, viewer.member_id, at)
    await inside.do(QUERIES.save_membership, made, viewer.member_id, OrganisationRole.ADMIN.value, False)
    await note(inside, viewer.member_id, at, (KIND, [made]), "register", None, _state(OrganisationRole.ADMIN, False))
    return made


@transacted
async def set_member(
    inside: Database, viewer: Viewer, at: datetime, organisation: str, member: str, role: OrganisationRole | None
) -> str:
    """Gives a member a role in an organisation, or (None) takes it away. Everybody may go by themselves."""
    await _lock(inside, organisation)
    leaves = role is None and member == viewer.member_id
    may_act = bool(await inside.value(QUERIES.acts_for, viewer.member_id, organisation))
    if not (may_act or viewer.is_staff or leaves):
        raise RefusedError([forbidden("Who belongs to an organisation is said by its verified administrators.")])
    if await inside.row(str, QUERIES.lock_member, member) != "ACTIVE":
        raise RefusedError([missing("active member", "memberId")])
    row = await inside.row(MandateRow, QUERIES.membership_role, organisation, member)
    before = None if row is None else OrganisationRole(row.role)
    others = int(await inside.value(QUERIES.other_administrators, organisation, member) or 0)
    refuse(faults_of_membership(role, before, others, row is not None and row.verified))
    verified = role is not None and (may_act or viewer.is_staff)
    if (before, row is not None and row.verified) == (role, verified):
        return organisation  # said again, it is as it was, and nobody is told
    await inside.value(QUERIES.caused_by, viewer.member_id, at)
    if role is None:
        await inside.do(QUERIES.drop_membership, organisation, member)
    else:
        await inside.do(QUERIES.save_membership, organisation, member, role.value, verified)
    states = (_state(before, row is not None and row.verified), _state(role, verified))
    await note(inside, viewer.member_id, at, (KIND, [organisation]), "set_member", *states)
    return organisation


@transacted
async def verify(inside: Database, viewer: Viewer, at: datetime, organisation: str, member: str, verified: bool) -> str:
    """Staff have looked at the papers: the member acts for the organisation, or (False) does so no longer."""
    await _lock(inside, organisation)
    row = await inside.row(MandateRow, QUERIES.membership_role, organisation, member)
    if row is None:
        raise RefusedError([missing("member of this organisation", "memberId")])
    if row.verified != verified:
        await inside.value(QUERIES.caused_by, viewer.member_id, at)
        await inside.do(QUERIES.verify_membership, organisation, member, verified)
        role = OrganisationRole(row.role)
        states = (_state(role, row.verified), _state(role, verified))
        await note(inside, viewer.member_id, at, (KIND, [organisation]), "verify", *states)
    return organisation


def _state(role: OrganisationRole | None, verified: bool) -> str | None:
    """What somebody is in an organisation, as the journal has it; None: not its member."""
    return None if role is None else f"{role.value} {'verified' if verified else 'unverified'}"


async def _lock(inside: Database, organisation: str) -> None:
    if await inside.row(str, QUERIES.lock_organisation, organisation) is None:
        raise RefusedError([missing("organisation", "organisationId")])
