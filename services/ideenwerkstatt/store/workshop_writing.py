"""Changes of workshops, by the staff: never deleted, never smaller than what is taken, never moved in silence."""

from __future__ import annotations

from datetime import datetime

from services.ideenwerkstatt.rules import offering as rules
from services.ideenwerkstatt.rules.offering import WorkshopText
from services.ideenwerkstatt.rules.viewing import Viewer
from services.ideenwerkstatt.store.changing import faults_of_unknown_topics, note, tell_concerned, while_it_runs
from services.ideenwerkstatt.store.connection import QUERIES
from services.ideenwerkstatt.store.locked import LockedWorkshopRow
from services.ideenwerkstatt.store.registration_writing import fill_seats, lock_workshop, seen
from services.kit.changing import Fault, first_time, refuse, request
from services.kit.civic import SupportOfferStatus
from services.kit.database import Database
from services.kit.faults import invalid
from services.kit.identifiers import new_id

WORKSHOP = "Workshop"
KINDS = {"PROMPTING": "TRAINING", "THEME_EVENING": "EVENT", "BUS_STOP": "EVENT"}
"""What a format is as support; the others are workshops."""


@while_it_runs
async def save_workshop(
    inside: Database, viewer: Viewer, at: datetime, workshop_id: str | None, text: WorkshopText, key: str | None
) -> str:
    """A new workshop (ANNOUNCED), or another text or state of one."""
    if workshop_id is None:
        return await _make(inside, viewer, at, text, key)
    return await _change(inside, viewer, at, workshop_id, text)


async def _make(inside: Database, viewer: Viewer, at: datetime, text: WorkshopText, key: str | None) -> str:
    workshop_id = new_id("workshop")
    body = {"text": repr(text)}
    await first_time(inside, request(viewer.actor_id or "staff", key, "saveWorkshop", body, at), workshop_id)
    refuse(rules.faults_of_workshop(text) + rules.faults_of_making(text) + await _faults_of_names(inside, text))
    kind = KINDS.get(text.format, "WORKSHOP")
    words = (dict(text.title), dict(text.summary), kind, list(text.audiences))
    programme = await inside.row(str, QUERIES.programme_slug)
    await inside.do(QUERIES.make_offer, workshop_id, WORKSHOP, programme, *words, text.apply_until, text.url, at)
    await inside.do(QUERIES.make_workshop, workshop_id, *_columns(text))
    await _set_parts(inside, workshop_id, text)
    await note(inside, viewer, at, (WORKSHOP, workshop_id), "MAKE", None, text.status.value)
    return workshop_id


async def _change(inside: Database, viewer: Viewer, at: datetime, workshop_id: str, text: WorkshopText) -> str:
    row = await lock_workshop(inside, workshop_id, at, "id")
    before = rules.stored_status(row.stored)
    refuse(rules.faults_of_workshop(text) + await _faults_of_names(inside, text))
    refuse(rules.faults_of_saving(before, text, row.taken))
    words = (dict(text.title), dict(text.summary), list(text.audiences))
    stored = rules.ENDED_BY_HAND if text.status is SupportOfferStatus.ENDED else text.status.value
    await inside.do(QUERIES.change_offer, workshop_id, *words, text.apply_until, text.url, stored)
    await inside.do(QUERIES.change_workshop, workshop_id, *_columns(text))
    await _set_parts(inside, workshop_id, text)
    await note(inside, viewer, at, (WORKSHOP, workshop_id), "EDIT", before.value, text.status.value)
    await _tell(inside, viewer, at, row, before, text)
    if text.status is not SupportOfferStatus.ENDED:
        now = await lock_workshop(inside, workshop_id, at, "id")
        await fill_seats(inside, viewer, at, seen(now), workshop_id)
    return workshop_id


async def _tell(
    inside: Database,
    viewer: Viewer,
    at: datetime,
    row: LockedWorkshopRow,
    before: SupportOfferStatus,
    text: WorkshopText,
) -> None:
    """All who have a seat or wait for one learn that it ends, or begins at another time."""
    what = None
    if text.status is SupportOfferStatus.ENDED and before is not SupportOfferStatus.ENDED:
        what = "ended"
    elif text.starts_at != row.starts_at:
        what = "moved"
    if what is not None:
        actors = await inside.rows(str, QUERIES.registered_actors, row.id)
        said = {"workshopId": row.id, "from": row.starts_at.isoformat(), "startsAt": text.starts_at.isoformat()}
        await tell_concerned(inside, viewer, at, f"workshop.{what}", (WORKSHOP, row.id), actors, said)


def _columns(text: WorkshopText) -> tuple[object, ...]:
    """The columns behind the id, in the order of make_workshop and change_workshop."""
    venue = text.venue
    where = (
        (venue.name.strip(), venue.street, venue.postal_code, venue.city, venue.is_online)
        if venue
        else (None, None, None, None, False)
    )
    return text.format, text.starts_at, text.ends_at, *where, text.nuts, text.capacity, list(text.accessibility)


async def _set_parts(inside: Database, workshop_id: str, text: WorkshopText) -> None:
    await inside.do(QUERIES.set_entity_topics, workshop_id, list(text.topic_slugs))
    await inside.do(QUERIES.set_workshop_hosts, workshop_id, list(text.host_ids))
    await inside.do(QUERIES.set_workshop_experts, workshop_id, list(text.expert_ids))


async def _faults_of_names(inside: Database, text: WorkshopText) -> list[Fault]:
    """Topics, places and experts that there are not; hosts are actors of the network."""
    found = await faults_of_unknown_topics(inside, text.topic_slugs)
    if text.nuts is not None and not await inside.value(QUERIES.region_is_known, text.nuts):
        found.append(invalid("nuts", "is the code of no region that this house knows"))
    if strange := await inside.rows(str, QUERIES.unknown_experts, list(text.expert_ids)):
        found.append(invalid("expertIds", "name no expert of the pool: {values}", values=strange[:5]))
    if strange := await inside.rows(str, QUERIES.unknown_actors, list(text.host_ids)):
        found.append(invalid("hostIds", "name nobody of the network: {values}", values=strange[:5]))
    return found
