"""What the Ideenwerkstatt tells becomes notifications: for whom it names, for who bookmarked, for the idea's team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from services.kit.database import open_database
from services.kit.following import Event, Follower, Source
from services.kit.paging import encode_cursor
from services.marketplace.store.notifying import notifying
from tests.kit.asking import ask
from tests.services.conftest import House
from tests.services.marketplace.conftest import CLOCK
from tests.services.marketplace.test_contact import JO
from tests.services.marketplace.test_mutations import rows
from tests.services.marketplace.test_notifications import of

HOUSE = "ideenwerkstatt"


def cursor(number: int) -> str:
    return encode_cursor("ideenwerkstattEvents", (number, ""))


EVENTS = [
    Event(
        cursor(1),
        "registration.moved_up",
        "WorkshopRegistration",
        "registration_1",
        ("member_jo",),
        {"workshopId": "w"},
    ),
    Event(cursor(2), "offer.deadline_near", "Workshop", "workshop_1", (), {"days": 7}),
    Event(cursor(3), "appointment.due", "Workshop", "workshop_1", ("member_jo",), {"startsAt": "2026-06-01T10:00:00Z"}),
    Event(cursor(4), "prototype.stage_changed", "Prototype", "p", (), {"to": "FIELD_TEST", "ideaId": "idea_team"}),
    Event(cursor(5), "prototype.stage_changed", "Prototype", "p", (), {"to": "HANDED_OVER", "ideaId": "idea_team"}),
    Event(cursor(6), "something.else", "Workshop", "workshop_1", ("member_jo",), {}),
]
READ = """query ($them: [_Any!]!) { _entities(representations: $them) { ... on Notification {
  kind text { de } subject { __typename ... on Workshop { id } ... on Idea { id } } } } }"""


async def follow(own: House, events: Sequence[Event]) -> None:
    async def asked(since: str | None, first: int) -> Sequence[Event]:
        return [] if since == events[-1].cursor else events

    async with open_database(own.url, schema=own.schema) as database:
        source = Source(HOUSE, asked, notifying(HOUSE, CLOCK))
        await Follower(database, [source], CLOCK).step(source)


async def test_who_is_told_and_of_what(own: House) -> None:
    ((idea_id, actor_id),) = await rows(
        own,
        "SELECT t.idea_id, t.actor_id FROM idea_team t JOIN idea i ON i.id = t.idea_id JOIN member m USING (actor_id) "
        "WHERE i.status = 'PUBLISHED' AND m.state = 'ACTIVE' AND t.actor_id <> 'member_jo' ORDER BY 1, 2 LIMIT 1",
    )
    await rows(
        own, "INSERT INTO bookmark (actor_id, offer_id) VALUES ('member_jo', 'workshop_1') ON CONFLICT DO NOTHING"
    )
    renamed = [
        replace(each, payload={**each.payload, "ideaId": idea_id}) if "ideaId" in each.payload else each
        for each in EVENTS
    ]
    await follow(own, renamed)
    await follow(own, renamed)
    told = await of(own, "member_jo")
    assert [kind for _, kind in told] == ["appointment.due", "offer.deadline_near", "registration.moved_up"]
    assert [kind for _, kind in await of(own, str(actor_id))].count("prototype.handed_over") == 1
    them = [{"__typename": "Notification", "id": each} for each, _ in told]
    due, deadline, moved = (await ask(own.app, READ, {"them": them}, JO)).data["_entities"]
    assert (due["kind"], due["subject"]) == ("APPOINTMENT", {"__typename": "Workshop", "id": "workshop_1"})
    assert (deadline["kind"], deadline["subject"]["id"]) == ("OFFER_DEADLINE", "workshop_1")
    # Whether somebody may still see what is personal in another house, that house says.
    assert (moved["text"]["de"][:22], moved["subject"]["__typename"]) == (
        "Sie sind nachgerückt: ",
        "WorkshopRegistration",
    )


async def test_which_projects_and_data_sets_there_are_is_told(own: House) -> None:
    entry = """INSERT INTO catalogue_entry (entity_id, type_name, status, title, summary, programme_slug, kind)
      SELECT $1, $2, $3, $4, $4, min(programme_slug), $5 FROM catalogue_entry"""
    await rows(own, "DELETE FROM outbox")
    for id_, type_name, status, kind in (
        ("funded_x", "FundedProject", "RUNNING", None),
        ("dataset_x", "Dataset", "PUBLISHED", None),
        ("call_x", "FundingCall", "OPEN", "FUNDING"),
    ):
        await rows(own, entry, id_, type_name, status, {"de": "Titel"}, kind)
    await rows(own, "UPDATE catalogue_entry SET status = 'COMPLETED' WHERE entity_id = 'funded_x'")
    await rows(own, "DELETE FROM catalogue_entry WHERE entity_id = 'dataset_x'")
    told = await rows(own, "SELECT subject_type, subject_id, payload FROM outbox ORDER BY seq")
    assert told == [
        ("FundedProject", "funded_x", {"type": "FundedProject"}),
        ("Dataset", "dataset_x", {"type": "Dataset"}),
        ("Dataset", "dataset_x", {"type": "Dataset", "isGone": True}),
    ]
    known = await rows(own, "SELECT subject_id FROM outbox_snapshot WHERE kind = 'document.changed'")
    assert ("funded_x",) in known
    assert not {("dataset_x",), ("call_x",)} & set(known)
