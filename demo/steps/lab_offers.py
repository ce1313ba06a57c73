"""Offers of the Civic Data Lab."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from demo import chance
from demo.nouns.hubs import Organisation
from demo.nouns.offers import DataCall, Format, Module, Offer, Slot, Tool
from demo.nouns.words import TODAY, Text, berlin, moment, numbered, text_of
from demo.steps.offers import SOCIETY, local, offer, simple
from demo.texts import read

FILE = "civic_data_lab"
FREE_ONES = 4  # weekly, in each consultation, from the week after the demo's day on
FORMAT_SUMMARY = {
    "ESPRESSO_TALK": (
        "Dreißig Minuten am Mittag: ein Beispiel aus der Praxis und Ihre Fragen.",
        "Thirty minutes at noon: an example from practice and your questions.",
    ),
    "COMMUNITY_COLAB": (
        "Gemeinsam an einer Aufgabe mit echten Daten arbeiten, Anfänger und Erfahrene zusammen.",
        "Work on a task with real data together, beginners and experts alike.",
    ),
    "BARCAMP": (
        "Ein Tag, dessen Programm die Teilnehmenden selbst gestalten.",
        "A day whose programme is made by those who come.",
    ),
}


def build_data_consultations() -> tuple[Offer, ...]:
    return tuple(
        consultation(number, entry) for number, entry in enumerate(read(f"offers/{FILE}")["consultations"], start=1)
    )


def consultation(number: int, entry: dict[str, Any]) -> Offer:
    title, summary = simple(entry, text_of(entry["title"]), text_of(entry["summary"]))
    return offer(
        numbered("dataconsultation", number),
        "DataConsultation",
        FILE,
        entry,
        kind="CONSULTATION",
        title=title,
        summary=summary,
        status="OPEN",
        apply_until=None,
        audiences=SOCIETY,
    )


def build_data_slots(consultations: Sequence[Offer]) -> tuple[Slot, ...]:
    """Two a week on working days; past ones are taken, of the coming ones about half are free."""
    made: list[Slot] = []
    for place, entry in enumerate(read(f"offers/{FILE}")["consultations"]):
        for number in range(entry["slots"]):
            day = date(2025, 4, 22) + timedelta(weeks=number // 2, days=place + 2 * (number % 2))
            free = day > TODAY and (chance.holds(0.5, "free", place, number) or number == entry["slots"] - 1)
            starts = moment(day, 9 + 2 * (number % 3), 30 * (place % 2))
            identity = numbered("dataslot", len(made) + 1)
            made.append(Slot(identity, consultations[place].id, starts, 60, "FREE" if free else "BOOKED"))
    for place, entry in enumerate(consultations):
        for number in range(FREE_ONES):
            starts = moment(TODAY + timedelta(days=8 + 7 * number + place), 13, 30)
            made.append(Slot(numbered("dataslot", len(made) + 1), entry.id, starts, 60, "FREE"))
    return tuple(made)


def build_later_calls() -> tuple[DataCall, ...]:
    """Of which the marketplace's first copy does not know yet: it hears of them over the feed."""
    entries = read(f"offers/{FILE}")
    before = len(entries["calls"])
    return tuple(data_call(before + number, entry) for number, entry in enumerate(entries["later_calls"], start=1))


def build_data_calls() -> tuple[DataCall, ...]:
    return tuple(data_call(number, entry) for number, entry in enumerate(read(f"offers/{FILE}")["calls"], start=1))


def data_call(number: int, entry: dict[str, Any]) -> DataCall:
    title, summary = simple(entry, text_of(entry["title"]), text_of(entry["summary"]))
    base = offer(
        numbered("datacall", number),
        "DataProjectCall",
        FILE,
        entry,
        kind="DATA_PROJECT_SUPPORT",
        title=title,
        summary=summary,
        status=entry["status"],
        apply_until=local(entry["until"]),
        audiences=SOCIETY,
    )
    return DataCall(base, entry["places"])


def build_modules() -> tuple[Module, ...]:
    return tuple(module(number, entry) for number, entry in enumerate(read(f"offers/{FILE}")["modules"], start=1))


def module(number: int, entry: dict[str, Any]) -> Module:
    title, summary = simple(entry, text_of(entry), Text(entry["about"], entry["about_en"]))
    base = offer(
        numbered("module", number),
        "LearningModule",
        FILE,
        entry,
        kind="TRAINING",
        title=title,
        summary=summary,
        status=entry["status"],
        apply_until=None,
    )
    after = tuple(numbered("module", place + 1) for place in entry.get("after", []))
    return Module(base, entry["level"], entry["format"], entry["minutes"], entry.get("language", "DE"), after)


def build_toolbox() -> tuple[Tool, ...]:
    return tuple(tool(number, entry) for number, entry in enumerate(read(f"offers/{FILE}")["toolbox"], start=1))


def tool(number: int, entry: dict[str, Any]) -> Tool:
    title, summary = simple(entry, text_of(entry), Text(entry["about"], entry["about_en"]))
    base = offer(
        numbered("tool", number),
        "ToolboxItem",
        FILE,
        entry,
        kind="TRAINING",
        title=title,
        summary=summary,
        status=entry["status"],
        apply_until=None,
    )
    return Tool(base, tuple(entry["languages"]), entry["license"])


def build_formats(organisations: Sequence[Organisation]) -> tuple[Format, ...]:
    return tuple(
        community_format(number, entry, organisations)
        for number, entry in enumerate(read(f"offers/{FILE}")["formats"], start=1)
    )


def community_format(number: int, entry: dict[str, Any], organisations: Sequence[Organisation]) -> Format:
    starts = berlin(entry["starts"])
    title, summary = simple(entry, text_of(entry), Text(*FORMAT_SUMMARY[entry["format"]]))
    base = offer(
        numbered("format", number),
        "CommunityFormat",
        FILE,
        entry,
        kind="EVENT",
        title=title,
        summary=summary,
        status=entry["status"],
        apply_until=starts - timedelta(days=1),
    )
    fitting = [one.id for one in organisations if set(one.topics) & set(entry["topics"])] or ["org_0007"]
    return Format(
        base, entry["format"], starts, tuple(chance.sample(fitting, min(2, len(fitting)), "format host", number))
    )
