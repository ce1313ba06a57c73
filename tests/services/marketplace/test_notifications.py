"""Notifications: from events to their recipients, once; for them alone."""

from __future__ import annotations

from collections.abc import Sequence

from services.kit.database import open_database
from services.kit.following import Event, Follower, Source
from services.kit.paging import encode_cursor
from services.marketplace.rules.ideenwerkstatt_notifications import DERIVED
from services.marketplace.rules.notifications import HOUSES, WORDINGS
from services.marketplace.store.notifying import asks_itself, notifying
from tests.kit.asking import ask
from tests.services.conftest import House
from tests.services.marketplace.conftest import CLOCK
from tests.services.marketplace.test_contact import ADA, JO, MIRA, WRITE, do, send, talk
from tests.services.marketplace.test_mutations import rows

READ = """query ($them: [_Any!]!) { _entities(representations: $them) { ... on Notification {
  id kind readAt text { de deSimple text(language: EN) } subject { __typename ... on ContactRequest { id }
  ... on Conversation { id } } } } }"""
MARK = "mutation ($ids: [ID!]) { payload: markNotificationsRead(ids: $ids) { unreadCount errors { code } } }"


async def follow(own: House, events: str = "marketplace") -> None:
    """Reads the marketplace's own events, as another process would."""
    async with open_database(own.url, schema=own.schema) as database:
        source = Source(events, asks_itself(database, CLOCK), notifying(events, CLOCK))
        await Follower(database, [source], CLOCK).step(source)


async def of(own: House, member: str) -> list[tuple[str, str]]:
    found = await rows(own, "SELECT id, kind FROM notification WHERE recipient_id = $1 ORDER BY kind, id", member)
    return [(each[0], each[1]) for each in found]


async def test_events_become_notifications_for_whom_they_concern(own: House) -> None:
    await send(own, JO, "org_haus")  # its administrator is Mira
    conversation = await talk(own)
    await do(own, MIRA, WRITE, id=conversation, body="Hallo")
    await follow(own)
    await follow(own)
    assert [kind for _, kind in await of(own, "member_mira")] == ["contact_request.accepted", "contact_request.sent"]
    assert [kind for _, kind in await of(own, "member_jo")] == ["contact_request.sent", "message.sent"]
    them = [{"__typename": "Notification", "id": each} for each, _ in await of(own, "member_jo")]
    request, message = (await ask(own.app, READ, {"them": them}, JO)).data["_entities"]
    assert (request["kind"], request["subject"]["__typename"]) == ("CONTACT_REQUEST", "ContactRequest")
    assert request["text"]["text"] == "Somebody would like to get in touch with you."
    assert message["subject"] == {"__typename": "Conversation", "id": conversation}
    assert (await ask(own.app, READ, {"them": them}, ADA)).data["_entities"] == [None, None]
    # Others' ids change nothing; who reads of a message has read the message.
    ids = [each["id"] for each in them]
    assert await do(own, MIRA, MARK, ids=ids) == {"unreadCount": 2, "errors": []}
    assert await do(own, JO, MARK, ids=ids[:1]) == {"unreadCount": 1, "errors": []}
    assert await rows(own, "SELECT count(*) FROM message WHERE read_at IS NOT NULL") == [(0,)]
    assert await do(own, JO, MARK, ids=None) == {"unreadCount": 0, "errors": []}
    assert await rows(own, "SELECT count(*) FROM message WHERE read_at IS NOT NULL") == [(1,)]
    assert (await do(own, JO, MARK, ids=["x"] * 101))["errors"] == [{"code": "INVALID"}]


def test_every_wording_speaks_all_three_languages() -> None:
    assert all(each.de and each.en and each.simple for each in WORDINGS.values())
    # Reminders are the same in several houses; what is derived is the event of none.
    assert set(WORDINGS) == {kind for each in HOUSES.values() for kind in each} | set(DERIVED)


async def test_who_bookmarked_an_offer_of_the_data_lab_hears_of_its_deadline(own: House) -> None:
    """Whom an appointment concerns is told of that; what is personal there has no subject here."""
    await rows(
        own, "INSERT INTO bookmark (actor_id, offer_id, since) VALUES ('member_jo', 'datacall_9', '2025-06-01Z')"
    )
    told = [
        Event(
            encode_cursor("civicDataLabEvents", (1, "")),
            "offer.deadline_near",
            "DataProjectCall",
            "datacall_9",
            (),
            {"days": 7},
        ),
        Event(
            encode_cursor("civicDataLabEvents", (2, "")),
            "appointment.due",
            "DataConsultationSession",
            "session_9",
            ("member_jo", "member_ada"),
            {},
        ),
        Event(
            encode_cursor("civicDataLabEvents", (3, "")),
            "data_project.stage_changed",
            "DataProject",
            "data_9",
            ("member_jo",),
            {},
        ),
    ]

    async def ask_lab(since: str | None, first: int) -> Sequence[Event]:
        return told if since is None else []

    async with open_database(own.url, schema=own.schema) as database:
        source = Source("civic_data_lab", ask_lab, notifying("civic_data_lab", CLOCK))
        await Follower(database, [source], CLOCK).step(source)
    kinds = ["appointment.due", "data_project.stage_changed", "offer.deadline_near"]
    assert [kind for _, kind in await of(own, "member_jo")] == kinds
    assert [kind for _, kind in await of(own, "member_ada")] == ["appointment.due"]
    them = [{"__typename": "Notification", "id": each} for each, _ in await of(own, "member_jo")]
    found = (await ask(own.app, READ, {"them": them}, JO)).data["_entities"]
    seen = [(each["kind"], (each["subject"] or {"__typename": None})["__typename"]) for each in found]
    assert seen == [("APPOINTMENT", None), ("STATUS_CHANGE", "DataProject"), ("OFFER_DEADLINE", "DataProjectCall")]
