"""Registrations and consents: each one transaction with its guards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from services.kit.changing import Fault, FaultCode, RefusedError, refuse, transacted
from services.kit.clock import Clock
from services.kit.database import Database
from services.marketplace.rules.faults import invalid, unknown
from services.marketplace.rules.people import (
    ConsentPurpose,
    Person,
    Wording,
    Wordings,
    distinct,
    faults_of_consent,
    faults_of_delay,
    faults_of_person,
    faults_of_terms,
    forbidden,
)
from services.marketplace.store.journal import note
from services.marketplace.store.people_rows import ConsentRow, ConsentTextRow
from services.marketplace.store.reading import QUERIES

ACTIVE = "ACTIVE"
NO_ACCOUNT = "Registration is for people: this login belongs to a machine or an account that is closed."


@dataclass(frozen=True, slots=True)
class Account:
    """Who registers: the id that the login gives, and the address that the login tells (or none)."""

    actor_id: str | None
    email: str | None = None


@transacted
async def register(inside: Database, clock: Clock, account: Account, person: Person) -> str:
    """A new member, with the consent to the terms of use. Who is a member already stays the same member."""
    me = account.actor_id
    if me is None:
        raise RefusedError([forbidden(NO_ACCOUNT)])
    await inside.value(QUERIES.lock_registrations)
    state = await inside.row(str, QUERIES.lock_member, me)
    if state == ACTIVE:
        return me
    if state is not None or await inside.value(QUERIES.actor_exists, me):
        raise RefusedError([forbidden(NO_ACCOUNT)])
    wordings = wordings_of(await newest_texts(inside, clock.today()))
    refuse(faults_of_person(person) + faults_of_terms(person.terms_version, wordings))
    refuse(await faults_of_place(inside, person.handle, person.region_ars, person.topic_slugs))
    await inside.value(QUERIES.told_at, clock.now())
    await inside.do(
        QUERIES.make_actor, me, "MEMBER", person.handle, person.display_name, person.sector.value, person.region_ars
    )
    await inside.do(QUERIES.set_actor_topics, me, list(distinct(person.topic_slugs)))
    await inside.do(QUERIES.make_member, me, clock.today())
    await inside.do(QUERIES.make_account, me, account.email, clock.now())
    await inside.do(QUERIES.write_consent, me, "TERMS_OF_USE", True, person.terms_version, clock.now())
    await note(inside, me, clock.now(), ("Member", [me]), "register", None, ACTIVE)
    return me


async def faults_of_place(inside: Database, handle: str, region: str | None, topics: tuple[str, ...]) -> list[Fault]:
    """What of a new actor is taken, or names nothing."""
    found = unknown("topicSlugs", await inside.rows(str, QUERIES.unknown_topics, list(topics)))
    if region is not None and not await inside.value(QUERIES.region_exists, region):
        found.append(invalid("regionArs", "names no region"))
    if await inside.value(QUERIES.handle_taken, handle):
        found.append(Fault(FaultCode.ALREADY_EXISTS, "This handle is taken.", ("input", "handle")))
    return found


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody says to a wording."""

    purpose: ConsentPurpose
    granted: bool
    text_version: str


@transacted
async def set_consent(inside: Database, clock: Clock, member_id: str, answer: Answer) -> str:
    """A new row of the journal of consents; what hung on a consent that is gone is not shown any more."""
    await inside.row(str, QUERIES.lock_member, member_id)
    wordings = wordings_of(await newest_texts(inside, clock.today()))
    refuse(faults_of_consent(answer.purpose, answer.granted, answer.text_version, wordings))
    before = {row.purpose: row for row in await consents_of(inside, member_id)}.get(answer.purpose.value)
    if before is None or (before.granted, before.text_version) != (answer.granted, answer.text_version):
        now = clock.now()
        await inside.do(
            QUERIES.write_consent, member_id, answer.purpose.value, answer.granted, answer.text_version, now
        )
        said = f"{answer.purpose.value} {'GRANTED' if answer.granted else 'REVOKED'}"
        await note(inside, member_id, now, ("Member", [member_id]), "set_consent", None, said)
        if answer.purpose is ConsentPurpose.PROFILE_PUBLIC and not answer.granted:
            paused = await inside.rows(str, QUERIES.pause_profile, member_id, now)
            await note(inside, member_id, now, ("Profile", paused), "pause", "PUBLISHED", "PAUSED")
    return answer.purpose.value


async def newest_texts(database: Database, today: date) -> list[ConsentTextRow]:
    """The wording of each purpose that holds on a day."""
    return await database.rows(ConsentTextRow, QUERIES.newest_texts, today)


async def consents_of(database: Database, member_id: str) -> list[ConsentRow]:
    """The newest answer of a member to each purpose."""
    return await database.rows(ConsentRow, QUERIES.consents_of, member_id)


def wordings_of(rows: list[ConsentTextRow]) -> Wordings:
    return {ConsentPurpose(row.purpose): Wording(row.version, row.valid_from, row.is_required) for row in rows}


def granted_of(rows: list[ConsentRow]) -> dict[ConsentPurpose, str]:
    """The versions that were agreed to."""
    return {ConsentPurpose(row.purpose): row.text_version for row in rows if row.granted}


async def refusal_of(database: Database, member_id: str, today: date) -> list[Fault]:
    """Why a member may not write at all at the moment: a new wording waits too long for an answer."""
    wordings = wordings_of(await newest_texts(database, today))
    return faults_of_delay(wordings, granted_of(await consents_of(database, member_id)), today)


@transacted
async def follow(inside: Database, viewer: tuple[str | None, bool], at: datetime, subject: str, on: bool) -> str:
    """Follows what is to be seen, or no longer; both may be said again and again."""
    if on and not await inside.value(QUERIES.following_exists, subject, *viewer):
        raise RefusedError([Fault(FaultCode.NOT_FOUND, "There is nothing of this id to follow.", ("subjectId",))])
    if on:
        await inside.do(QUERIES.follow_it, viewer[0], subject, at)
    else:
        await inside.do(QUERIES.unfollow_it, viewer[0], subject)
    return subject


@transacted
async def bookmark(inside: Database, member_id: str, at: datetime, offer: str, on: bool) -> str:
    """Keeps an offer in mind, or no longer."""
    if not await inside.value(QUERIES.offer_exists, offer):
        raise RefusedError([Fault(FaultCode.NOT_FOUND, "There is no support offer of this id.", ("offerId",))])
    if on:
        await inside.do(QUERIES.bookmark_it, member_id, offer, at)
    else:
        await inside.do(QUERIES.unbookmark_it, member_id, offer)
    return offer
