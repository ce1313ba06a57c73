"""Comments, amendments and team requests at ideas that everybody sees; what waits was sent shortly before the day on
which the demo is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from demo import chance
from demo.nouns.market import Idea, IdeaText, OpenRole
from demo.nouns.together import Amendment, Comment, TeamRequest, Together
from demo.nouns.words import moment, numbered
from demo.texts import read

SHOWN = {"PUBLISHED", "IN_IMPLEMENTATION"}
PLACE = "fragments/together"
BEFORE = date(2025, 2, 1)  # the ideas were there by then
FIRST, LAST = date(2025, 3, 3), date(2025, 5, 23)  # what is long done
JUST_NOW = date(2025, 6, 5)  # waits on the day of the demo, 2025-06-16
ANSWERED_WITHIN = timedelta(days=30)
DECISIONS = ("ACCEPTED", "REJECTED", "WITHDRAWN", "PROPOSED", "PROPOSED")
ANSWERS = ("DECLINED", "WITHDRAWN", "PENDING", "PENDING", "EXPIRED")


def build_together(ideas: Sequence[Idea], people: Sequence[str]) -> Together:
    """``people``: members who are here."""
    shown = [one for one in ideas if one.status in SHOWN and one.published and one.published < moment(BEFORE)]
    led = [one for one in shown if speakers(one, people)]
    talked, amended = chance.shuffled(led, "talked about")[:60], chance.shuffled(shown, "amended")[:20]
    seeking = [one for one in led if any(not role.filled for role in one.roles)]
    asked = chance.shuffled(seeking, "asked")[:30]
    return Together(
        tuple(comments(talked, people)),
        tuple(amendment(place, one, people) for place, one in enumerate(amended, start=1)),
        tuple(team_request(place, one, people) for place, one in enumerate(asked, start=1)),
    )


def comments(ideas: Sequence[Idea], people: Sequence[str]) -> Iterator[Comment]:
    """One to three at an idea, some answered by its team."""
    words, number = read(PLACE), 0
    for one in ideas:
        count = chance.between(1, 3, "comments", one.id)
        begun, more = (chance.sample(fitting(one, words[each]), count, each, one.id) for each in ("comment", "more"))
        for place, body in enumerate(
            about(one, f"{begin} {rest} (fiktiv)") for begin, rest in zip(begun, more, strict=True)
        ):
            number += 1
            day = chance.day(FIRST, LAST, "commented", one.id, place)
            identity = numbered("comment", number)
            author = chance.pick(people, "commenter", one.id, place)
            yield Comment(identity, one.id, author, None, body, moment(day, 9 + place))
            if chance.holds(0.4, "answered", one.id, place):
                number += 1
                said = (chance.pick(fitting(one, words[each]), each, one.id, place) for each in ("answer", "close"))
                answer = about(one, " ".join(said))
                when = moment(day + timedelta(days=1), 10)
                yield Comment(numbered("comment", number), one.id, speakers(one, people)[0], identity, answer, when)


def amendment(place: int, one: Idea, people: Sequence[str]) -> Amendment:
    """On the newest version."""
    notes = fitting(one, [each["note"] for each in read(PLACE)["amendment"]])
    chosen = chance.pick([each for each in read(PLACE)["amendment"] if each["note"] in notes], "amendment", one.id)
    status = DECISIONS[place % len(DECISIONS)]
    created = moment(JUST_NOW if status == "PROPOSED" else chance.day(FIRST, LAST, "amended", one.id), 14)
    is_decided = status != "PROPOSED"
    note = about(one, chance.pick(read(PLACE)["rejected"], "rejected", one.id)) if status == "REJECTED" else None
    return Amendment(
        numbered("amendment", place),
        one.id,
        stranger(one, people, "amender"),
        len(one.versions),
        amended(one.versions[-1].text, chosen),
        about(one, chosen["note"]),
        status,
        created,
        created + timedelta(days=4) if is_decided else None,
        note,
    )


def amended(text: IdeaText, chosen: dict[str, str]) -> IdeaText:
    """The text with a sentence more."""
    (name,) = chosen.keys() - {"note"}
    more: dict[str, Any] = {name: f"{getattr(text, name)} {chosen[name]}"}
    return replace(text, **more)


def team_request(place: int, one: Idea, people: Sequence[str]) -> TeamRequest:
    """Every second one is an invitation; applications are for a role that is open."""
    is_invitation, status = place % 2 == 0, ANSWERS[place % len(ANSWERS)]
    actor = stranger(one, people, "joiner")
    role: OpenRole = next(each for each in one.roles if not each.filled)
    created = moment(JUST_NOW if status == "PENDING" else chance.day(FIRST, LAST, "requested", one.id), 16)
    words = fitting(one, read(PLACE)["invitation" if is_invitation else "application"])
    expires = created + ANSWERED_WITHIN
    decided = {"PENDING": None, "EXPIRED": expires}.get(status, created + timedelta(days=3))
    return TeamRequest(
        numbered("request", place),
        "INVITATION" if is_invitation else "APPLICATION",
        one.id,
        actor,
        speakers(one, people)[0] if is_invitation else actor,
        "CONTRIBUTOR",
        None if is_invitation else role.id,
        about(one, chance.pick(words, "request words", one.id)),
        status,
        created,
        expires,
        decided,
    )


def fitting(one: Idea, words: Sequence[str]) -> list[str]:
    """Without those that would put an English word into a German sentence."""
    return [each for each in words if one.text.language == "DE" or "{group}" not in each]


def about(one: Idea, words: str) -> str:
    """Words that name the idea, or somebody whom it is for."""
    return words.format(title=one.text.title, group=chance.pick(one.text.target_groups, "group", one.id, words))


def stranger(one: Idea, people: Sequence[str], kind: str) -> str:
    """Somebody who is not on the team."""
    team = {each.actor for each in one.team}
    return next(who for who in chance.sample(people, 20, kind, one.id) if who not in team)


def speakers(one: Idea, people: Sequence[str]) -> list[str]:
    """Owners and co-authors who are persons and here."""
    here = set(people)
    return [each.actor for each in one.team if each.role in {"OWNER", "CO_AUTHOR"} and each.actor in here]
