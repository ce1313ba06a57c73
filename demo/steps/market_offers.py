"""The marketplace's own offers: counselling, events, accelerators."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from demo import chance
from demo.nouns.market import Idea
from demo.nouns.offers import Accelerator, Challenge, Counselling, Event
from demo.nouns.words import TODAY, Text, berlin, moment, numbered, text_of
from demo.steps.offers import local, offer, simple
from demo.texts import read

FEATURES = ("STEP_FREE", "SIGN_LANGUAGE", "LIVE_CAPTIONS", "PLAIN_LANGUAGE", "INDUCTION_LOOP", "CHILDCARE", "HYBRID")
ONLINE_FEATURES = ("SIGN_LANGUAGE", "LIVE_CAPTIONS", "PLAIN_LANGUAGE")
EVENT_SUMMARY = {
    "FORUM": (
        "Ein Nachmittag mit Beispielen, Werkstätten und Zeit für Begegnung.",
        "An afternoon of examples, workshops and time to meet.",
    ),
    "SPOTLIGHT": (
        "Eine Stunde im Netz: ein Thema, zwei Gäste, viele Fragen.",
        "One hour online: one topic, two guests, many questions.",
    ),
    "ROADSHOW": (
        "Civic Coding ist zu Gast, mit Demonstratoren, Beratung und Gesprächen vor Ort.",
        "Civic Coding comes to visit with demonstrators, advice and talks on site.",
    ),
    "PITCH_NIGHT": (
        "Teams stellen ihre Vorhaben vor, das Publikum stimmt ab.",
        "Teams present their projects and the audience votes.",
    ),
    "COMMUNITY_MEETING": (
        "Austausch der Mitglieder über Ideen, Gesuche und nächste Schritte.",
        "Members talk about ideas, open roles and next steps.",
    ),
}


def build_counselling() -> tuple[Counselling, ...]:
    return tuple(
        counselling(number, entry) for number, entry in enumerate(read("offers/marketplace")["counselling"], start=1)
    )


def counselling(number: int, entry: dict[str, Any]) -> Counselling:
    title, summary = simple(entry, text_of(entry["title"]), text_of(entry["summary"]))
    base = offer(
        numbered("counselling", number),
        "ProjectCounselling",
        "marketplace",
        entry,
        kind="COUNSELLING",
        title=title,
        summary=summary,
        status=entry["status"],
        apply_until=None,
    )
    return Counselling(base, entry["hours"], tuple(entry["fields"]), entry["free"])


def build_events() -> tuple[Event, ...]:
    return tuple(event(number, entry) for number, entry in enumerate(read("offers/marketplace")["events"], start=1))


def event(number: int, entry: dict[str, Any]) -> Event:
    starts = berlin(entry["starts"])
    over = starts < moment(TODAY)
    place = entry.get("place")
    title, summary = simple(entry, Text(entry["de"], entry["en"]), Text(*EVENT_SUMMARY[entry["format"]]))
    identity = numbered("event", number)
    base = offer(
        identity,
        "CommunityEvent",
        "marketplace",
        entry,
        kind="EVENT",
        title=title,
        summary=summary,
        status="ENDED" if over else entry.get("status", "OPEN"),
        apply_until=starts - timedelta(days=2),
        regions=[place] if place else [],
    )
    features = chance.sample(
        FEATURES if place else ONLINE_FEATURES, chance.between(2, 4, "event features", number), "event feature", number
    )
    seats = 0 if over else chance.between(8, 120, "event seats", number)
    return Event(base, entry["format"], starts, starts + timedelta(hours=entry["hours"]), place, tuple(features), seats)


def build_accelerators(ideas: Sequence[Idea], voters: Sequence[str]) -> tuple[Accelerator, ...]:
    """Teams are ideas that were there before the deadline; members voted for the challenges."""
    entries = read("offers/marketplace")["accelerators"]
    return tuple(accelerator(number, entry, ideas, voters) for number, entry in enumerate(entries, start=1))


def accelerator(number: int, entry: dict[str, Any], ideas: Sequence[Idea], voters: Sequence[str]) -> Accelerator:
    until = berlin(entry["until"])
    title, summary = simple(entry, text_of(entry["title"]), text_of(entry["summary"]))
    base = offer(
        numbered("accelerator", number),
        "AcceleratorProgramme",
        "marketplace",
        entry,
        kind="PRIZE" if entry["format"] == "PITCH_NIGHT" else "ACCELERATOR",
        title=title,
        summary=summary,
        status=entry["status"],
        apply_until=local(entry["until"]),
    )
    shown = {"PUBLISHED", "IN_IMPLEMENTATION", "COMPLETED"}
    early = [one for one in ideas if one.published and one.published < until and one.status in shown]
    wanted = {topic for challenge in entry["challenges"] for topic in challenge["topics"]}
    fitting = [one.id for one in early if wanted & set(one.topics)]
    teams = tuple(sorted(chance.sample(fitting, entry["teams"], "teams", number)))
    awarded = frozenset(chance.sample(teams, entry["awarded"], "awarded teams", number))
    topics_of = {one.id: set(one.topics) for one in ideas}
    return Accelerator(
        base,
        entry["format"],
        entry["funding"],
        teams,
        awarded,
        tuple(
            challenge(place, said, [team for team in teams if topics_of[team] & set(said["topics"])], voters)
            for place, said in enumerate(entry["challenges"], start=1)
        ),
    )


def challenge(place: int, said: dict[str, Any], ideas: Sequence[str], voters: Sequence[str]) -> Challenge:
    count = chance.between(40, 190, "votes", place)
    return Challenge(
        id=numbered("challenge", place),
        title=Text(said["de"], said["en"]),
        topics=tuple(said["topics"]),
        ideas=tuple(ideas),
        votes=tuple(sorted(chance.sample(voters, count, "voters", place))),
    )
