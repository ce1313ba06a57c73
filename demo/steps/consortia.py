"""Consortia of funded projects: partners, shares of the grant, milestones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from demo import chance
from demo.nouns.hubs import Organisation
from demo.nouns.words import TODAY, Text, text_of
from demo.texts import read

MIXED_WITH = ("SCIENCE", "MUNICIPALITY", "STARTUP", "BUSINESS", "WELFARE", "CIVIL_SOCIETY")


def end_of(start: date, months: int) -> date:
    """The last day of a project that starts on the first of a month.

    >>> end_of(date(2023, 11, 1), 36)
    datetime.date(2026, 10, 31)
    """
    years, month = divmod(start.month - 1 + months, 12)
    return date(start.year + years, month + 1, 1) - timedelta(days=1)


def partners_of(
    number: int, own: Sequence[str], given: Sequence[str], organisations: Sequence[Organisation]
) -> list[Organisation]:
    """Three to six partners of different sectors, the coordinator a non-profit one that works on the topic."""
    by_id = {one.id: one for one in organisations}
    if given:
        return [by_id[identity] for identity in given]
    near = [one for one in organisations if set(one.topics) & set(own)]
    first = chance.pick([one for one in near if one.is_non_profit], "coordinator", number)
    count = chance.between(3, 6, "partners", number)
    sectors = [one for one in chance.shuffled(MIXED_WITH, "sectors", number) if one != first.sector]
    others = [
        chance.pick([one for one in organisations if one.sector == sector], "partner", number, sector)
        for sector in sectors[:3]
    ]
    mixed = [*others[:2], *chance.sample(near, 2, "near partner", number), *others[2:]]
    return list({one.id: one for one in [first, *mixed]}.values())[:count]


def role(place: int, number: int) -> str:
    """The first coordinates; in every third large consortium the last ones get no money."""
    if place == 0:
        return "COORDINATOR"
    return "ASSOCIATED" if place >= 4 and number % 3 == 0 else "PARTNER"


def funding_shares(number: int, roles: Sequence[str], start: date, until: date) -> list[tuple[tuple[int, int], ...]]:
    """The grant by partner and year in EUR, between 180,000 and 500,000 in all; nothing for associated partners."""
    total = 1_000 * chance.between(200, 480, "grant", number)
    weights = [weight(what, number, place) for place, what in enumerate(roles)]
    years = range(start.year, until.year + 1)
    return [yearly(round(total * one / sum(weights) / 1_000) * 1_000, years) for one in weights]


def weight(what: str, number: int, place: int) -> float:
    match what:
        case "COORDINATOR":
            return 2.0
        case "ASSOCIATED":
            return 0.0
        case _:
            return 0.6 + chance.number("share", number, place)


def yearly(whole: int, years: range) -> tuple[tuple[int, int], ...]:
    """
    >>> yearly(10_000, range(2024, 2027))
    ((2024, 3300), (2025, 3300), (2026, 3400))
    >>> yearly(0, range(2024, 2027))
    ()
    """
    if not whole:
        return ()
    even = whole // len(years) // 100 * 100
    amounts = [even] * (len(years) - 1)
    return tuple(zip(years, [*amounts, whole - sum(amounts)], strict=True))


def milestones(start: date, until: date) -> list[tuple[Text, date, date | None]]:
    """Title, due day and, in the past, the day on which it was reached."""
    said = read("projects/phrases")["milestone"]
    step = (until - start) / (len(said) + 1)
    made = []
    for place, entry in enumerate(said, start=1):
        due = start + step * place
        reached = due + timedelta(days=9)
        made.append((text_of(entry), due, reached if reached < TODAY else None))
    return made
