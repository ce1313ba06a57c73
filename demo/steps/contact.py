"""Requests for contact about ideas, and what those who accepted write to each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from demo import chance
from demo.nouns.contact import Contact, ContactRequest, Conversation, Message
from demo.nouns.market import Idea
from demo.nouns.words import moment, numbered
from demo.steps.together import PLACE, SHOWN, speakers, stranger
from demo.texts import read

FIRST, LAST = date(2025, 3, 3), date(2025, 4, 30)  # what is long done
JUST_NOW = date(2025, 6, 5)  # waits on the day of the demo, 2025-06-16
ANSWERED_WITHIN = timedelta(days=30)
STATES = ("ACCEPTED", "PENDING", "ACCEPTED", "EXPIRED", "DECLINED", "WITHDRAWN")
REQUESTS = 36
OPENINGS = (
    "Ihre Idee «{title}» passt zu dem, woran wir in unserem Verein arbeiten. Darf ich Sie dazu etwas fragen?",
    "Ich habe «{title}» gelesen und kann bei den Daten helfen. Haben Sie Zeit für ein kurzes Gespräch?",
    "Bei uns vor Ort gibt es dasselbe Problem wie in «{title}». Wollen wir uns darüber austauschen?",
    "Für «{title}» suchen Sie vielleicht noch eine Stelle zum Erproben: Wir hätten eine.",
)


def build_contact(ideas: Sequence[Idea], people: Sequence[str]) -> Contact:
    """``people``: members who are here."""
    led = [one for one in ideas if one.status in SHOWN and speakers(one, people)]
    asked = chance.shuffled(led, "contacted")[:REQUESTS]
    requests = [contact_request(place, one, people) for place, one in enumerate(asked, start=1)]
    pairs: dict[tuple[str, str], ContactRequest] = {}
    for each in requests:
        if each.status == "ACCEPTED":
            pairs.setdefault((min(each.sender, each.addressee), max(each.sender, each.addressee)), each)
    talks = [(numbered("conversation", number), pair) for number, pair in enumerate(pairs, start=1)]
    titles = {one.id: one.text.title for one in led}
    messages = [message for identity, pair in talks for message in said(identity, pairs[pair], titles)]
    newest = {each.conversation: each.sent for each in messages}
    conversations = tuple(
        Conversation(identity, *pair, pairs[pair].decided or pairs[pair].created, newest[identity])
        for identity, pair in talks
    )
    return Contact(tuple(requests), conversations, tuple(messages))


def contact_request(place: int, one: Idea, people: Sequence[str]) -> ContactRequest:
    """Somebody who is not on the team writes to who leads it."""
    status = STATES[place % len(STATES)]
    created = moment(JUST_NOW if status == "PENDING" else chance.day(FIRST, LAST, "contacted", one.id), 11)
    expires = created + ANSWERED_WITHIN
    decided = {"PENDING": None, "EXPIRED": expires}.get(status, created + timedelta(days=2))
    message = chance.pick(OPENINGS, "opening", one.id).format(title=one.text.title)
    addressee = speakers(one, people)[0]
    sender = stranger(one, people, "contact")
    return ContactRequest(
        numbered("contact", place), sender, addressee, one.id, message, status, created, expires, decided
    )


def said(conversation: str, request: ContactRequest, titles: Mapping[str, str]) -> list[Message]:
    """Two to four messages, an hour apart; the newest has not been read."""
    begin = (request.decided or request.created) + timedelta(hours=1)
    talk = chance.pick(read(PLACE)["talk"], "talk", conversation)
    bodies = talk[: chance.between(2, len(talk), "said", conversation)]
    sides = (request.addressee, request.sender)
    return [
        Message(
            f"message_{conversation.rpartition('_')[2]}_{place}",
            conversation,
            sides[place % 2],
            body.format(title=titles[request.idea]),
            begin + timedelta(hours=place),
            begin + timedelta(hours=place + 1) if place < len(bodies) - 1 else None,
        )
        for place, body in enumerate(bodies)
    ]
