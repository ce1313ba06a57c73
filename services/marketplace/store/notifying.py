"""Notifications, made of events: the marketplace's own and those of the ministries."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from operator import attrgetter

import orjson

from services.kit.asking import asks_over_http
from services.kit.clock import Clock
from services.kit.database import Database
from services.kit.events import event_page, number_of
from services.kit.followed import Effects
from services.kit.following import Ask, Effect, Event, Follower, Source
from services.kit.ordering import Key, NewestOrder
from services.kit.paged import sorted_many
from services.kit.relation import one
from services.kit.settings import Settings
from services.marketplace.rules.ideenwerkstatt_notifications import HANDED_OVER
from services.marketplace.rules.notifications import HOUSES
from services.marketplace.rules.reminders import DEADLINE_NEAR
from services.marketplace.store.erasing import note_erased
from services.marketplace.store.notification_rows import NotificationRow, NotificationUnder
from services.marketplace.store.reading import QUERIES
from services.marketplace.store.rows import CountRow

OWN = "marketplace"

notifications_by_ids = one(NotificationRow, QUERIES.notifications_by_ids)
NOTIFICATIONS: Mapping[NewestOrder, Key[NotificationUnder]] = {
    NewestOrder.NEWEST: Key(datetime, attrgetter("created_at"))
}
# Of a member: whether only unread ones, first and last moment.
count_notifications = one(CountRow, QUERIES.count_notifications_of_viewers)
notifications_of_viewers = sorted_many(
    NotificationUnder, QUERIES, "notifications_of_viewers", NOTIFICATIONS, count_notifications
)


async def read_notifications(database: Database, member_id: str, at: datetime, ids: Sequence[str] | None) -> None:
    """Marks those of the member as read; None: all. Ids of others change nothing."""
    await database.do(QUERIES.read_notifications, member_id, None if ids is None else list(ids), at)


async def forget_notifications(inside: Database, at: datetime) -> int:
    """Those older than 180 days."""
    return await inside.do(QUERIES.forget_notifications, at)


def effects_here(clock: Clock) -> Effects:
    """What the events of every house do here."""
    return {house: effects_of(house, clock) for house in HOUSES}


def notifying(source: str, clock: Clock) -> Mapping[str, Effect]:
    """What the events of a house do here."""
    return {kind: partial(_notify, source, clock) for kind in HOUSES[source]}


def effects_of(source: str, clock: Clock) -> Mapping[str, Effect]:
    """All that the events of a house do here: notifications, and its part of an erasure is done."""
    return {**notifying(source, clock), "member.erased": partial(note_erased, source, clock)}


async def _notify(source: str, clock: Clock, inside: Database, event: Event) -> None:
    whom = list(event.actor_ids)
    if event.kind == DEADLINE_NEAR:
        # A ministry does not know who wants to know.
        whom = await inside.rows(str, QUERIES.who_bookmarked, event.subject_id)
    # By its number, not by its cursor: that of the same event is another one while a snapshot is read.
    number = str(number_of(event.cursor))
    if is_handing_over(event):
        # First, because everybody is told of an event once: the team of the idea learns what it may do now.
        idea_id = str(event.payload["ideaId"])
        team = await inside.rows(str, QUERIES.team_of_notified_idea, idea_id)
        team = [each for each in team if each != event.payload.get("by")]
        await inside.do(QUERIES.notify, source, number, HANDED_OVER, "Idea", idea_id, team, clock.now(), None)
    told = (event.kind, event.subject_type, event.subject_id, whom)
    by = event.payload.get("by")
    await inside.do(QUERIES.notify, source, number, *told, clock.now(), by if isinstance(by, str) else None)


def is_handing_over(event: Event) -> bool:
    """Whether a prototype of an idea was handed over."""
    is_end = event.kind == "prototype.stage_changed" and event.payload.get("to") == "HANDED_OVER"
    return is_end and isinstance(event.payload.get("ideaId"), str)


def asks_itself(database: Database, clock: Clock) -> Ask:
    """The marketplace's own events, read as the ministries read them."""

    async def ask(since: str | None, first: int) -> Sequence[Event]:
        records = await event_page(database, OWN, since, first, clock.now())
        return [
            Event(
                each.cursor,
                each.kind,
                each.subject_type,
                each.subject_id,
                tuple(each.actor_ids),
                orjson.loads(each.payload),
            )
            for each in records
        ]

    return ask


@asynccontextmanager
async def notified(settings: Settings, database: Database) -> AsyncIterator[Follower]:
    """Events become notifications for as long as the block lasts."""
    async with asks_over_http(settings.feeds, settings.feed_token_file) as asks:
        every = {OWN: asks_itself(database, settings.clock), **asks}
        sources = [Source(name, ask, effects_of(name, settings.clock)) for name, ask in every.items()]
        follower = Follower(database, sources, settings.clock)
        follower.start()
        try:
            yield follower
        finally:
            await follower.close()
