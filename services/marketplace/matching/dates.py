"""Dates in the words of a question: "bis Ende Juni", "next month", "open until 30 June". Pure.

A word of time must stand before them ("bis", "im", "ab", "by", "in"): Mai, August and Sommer are names of people, too,
"may" is a verb and 2025 a number. What could be meant in two ways is left out, and so is what is over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.marketplace.matching.date_words import (
    ALSO_NAMES,
    ALSO_VERBS,
    AND,
    BOTH,
    COUNT_OF,
    ENGLISH_LEADS,
    GERMAN_ONLY,
    LAST_DAYS,
    LEAD,
    LONGEST_LEAD,
    MONTH_OF,
    NAME_GOES_ON,
    NEXT,
    ONWARDS,
    PART_OF,
    POINT,
    SEASON_OF,
    WORD,
)
from services.marketplace.matching.spans import ONE_DAY, Recurring, Span, day_after_months, month_after, week_of

MOST_DATES = 3  # of a question
DAYS = frozenset({"iso", "dotted", "days", "day", "monthday"})
BEGINNING = frozenset({"since", "within", "at"})
SAID_ALONE = frozenset({"part", "year", "round", "ahead"})  # words of time themselves
# Of what stands behind a word of time, what is sure. "Bis zum Herbst" may mean its beginning or its end.
SURE = {
    "open": DAYS | {"ending", "part", "month", "round"},
    "until": DAYS | {"ending", "part", "month", "round", "near", "year"},
    "before": DAYS | {"part", "month"},
    "since": DAYS | {"part", "month", "season", "round", "near"},
    "after": DAYS | {"part", "month"},
    "within": frozenset({"part", "month", "season", "round", "ahead", "year"}),
    "at": DAYS,
}
ALSO_AND = re.compile(r"\s*(?:und|and)\b.*", re.IGNORECASE)
NUMBER = re.compile(r"\d+")
COMING = re.compile(NEXT)
Found = re.Match[str]
Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Dated:
    """A span with the words that say it. ``is_open``: something shall still be open at its end."""

    span: Span
    words: str
    is_open: bool = False


def dates_named(text: str, today: date) -> list[Dated]:
    """The dates that a question names, in the order of its words.

    >>> [(str(each.span), each.words) for each in dates_named("Geld bis Ende Juni", date(2026, 3, 1))]
    [('../2026-06-30', 'bis Ende Juni')]
    >>> dates_named("Das Buch von August Sommer may 2025", date(2026, 3, 1))
    []
    """
    found: list[Dated] = []
    points = list(POINT.finditer(text))
    while points and len(found) < MOST_DATES:
        both = between(text, points, today)
        said = both or single(text, points[0], today)
        points = points[2 if both else 1 :]
        if said is not None and not said.span.is_over(today):
            found.append(said)
    return found


def between(text: str, points: Sequence[Found], today: date) -> Dated | None:
    """From one to another, where both are said; the first is the latest before the last."""
    if len(points) < 2 or not AND.fullmatch(text[points[0].end() : points[1].start()]):
        return None
    start = start_of_both(text, points)
    first, last = recurring(points[0]), recurring(points[1])
    if start is None or first is None or last is None:
        return None
    until = last.coming(today)
    begin = None if until is None else first.before(until[1])
    if until is None or begin is None or begin[0] > until[1]:
        return None
    return Dated(Span(begin[0], until[1]), text[start : points[1].end()])


def start_of_both(text: str, points: Sequence[Found]) -> int | None:
    """Where the words of a time begin of which both ends are said: "von Juni bis August", "im Mai bis Juli", "Mai bis
    Juli". None where they say something else: "Mai und Juni".
    """
    first, before = points[0], max(0, points[0].start() - LONGEST_LEAD)
    both = BOTH.search(text, before, first.start())
    if both is not None:
        return both.start()
    lead = LEAD.search(text, before, first.start())
    if ALSO_AND.fullmatch(text[first.end() : points[1].start()]) or (lead and lead.lastgroup not in BEGINNING):
        return None
    if lead is None and first.lastgroup == "month" and not ALSO_VERBS.isdisjoint(WORD.findall(first[0].casefold())):
        return None  # "this may until June"
    return (lead or first).start()


def single(text: str, found: Found, today: date) -> Dated | None:
    """What a date and the word before it say; None where it is not sure that they speak of time."""
    lead = LEAD.search(text, max(0, found.start() - LONGEST_LEAD), found.start())
    kind, how = str(found.lastgroup), "within" if lead is None else str(lead.lastgroup)
    if lead is None and not is_said_alone(found):
        return None
    if how == "at" and not DAYS & {kind} and is_said_alone(found):
        return None  # "vom Juni 2026" says of when something is
    if how not in SURE or (lead is not None and not is_sure(text, lead, found)):
        return None
    if lead is not None and kind not in SURE[how]:
        return None
    days = days_of(found, today)
    span = None if days is None else span_said(how, days)
    if span is None:
        return None
    return Dated(span, text[(lead or found).start() : found.end()], how == "open")


def span_said(how: str, days: Days) -> Span | None:
    begin, end = days
    match how:
        case "open" | "until":
            return Span(None, end)
        case "before":
            return Span(None, begin - ONE_DAY)
        case "since":
            return Span(begin, None)
        case "after":
            return Span(end + ONE_DAY, None)
        case _:
            return Span(begin, end)


def is_said_alone(found: Found) -> bool:
    """Whether it needs no word of time before it: "Ende Juni", "nächsten Monat", "Juni 2026"."""
    if found.lastgroup in SAID_ALONE:
        return True
    if found.lastgroup not in {"month", "season"}:
        return False
    words = WORD.findall(found[0].casefold())
    return bool(NUMBER.search(found[0])) or (len(words) > 1 and words[-1] not in ALSO_VERBS)  # "this may help"


def is_sure(text: str, lead: Found, found: Found) -> bool:
    """Whether the word before a month or season, and the one behind it, leave no doubt that time is meant."""
    if found.lastgroup not in {"month", "season"} or is_said_alone(found):
        return True
    name, word = found[0].casefold(), lead[0].strip()
    if name in ALSO_VERBS and found[0].islower():
        return False
    if not ENGLISH_LEADS.fullmatch(word):
        return True
    if name in GERMAN_ONLY or (name in ALSO_NAMES and NAME_GOES_ON.match(text, found.end())):
        return False
    return word.casefold() != "from" or name not in ALSO_NAMES or ONWARDS.match(text, found.end()) is not None


def days_of(found: Found, today: date) -> Days | None:
    """The days that a date means on a day; None where there is no such day."""
    words = found[0].casefold()
    match found.lastgroup:
        case "ending":
            year = NUMBER.search(words)
            return Recurring(12, year=int(year[0])).coming(today) if year else round_of(words, today)
        case "year":
            year_said = int(NUMBER.findall(words)[0])
            return date(year_said, 1, 1), date(year_said, 12, 31)
        case "round":
            return round_of(words, today)
        case "ahead":
            return today, ahead(words, today)
        case "near":
            day = today + ONE_DAY * (words in {"morgen", "tomorrow"})
            return day, day
        case _:
            said = recurring(found)
            return None if said is None else said.coming(today, is_next=words.startswith("n"))


def round_of(words: str, today: date) -> Days:
    """This or the next week, month or year."""
    later = 1 if COMING.search(words) else 0
    if "woche" in words or "week" in words:
        return week_of(today + timedelta(weeks=later))
    if "monat" in words or "month" in words:
        return month_after(today, later)
    return date(today.year + later, 1, 1), date(today.year + later, 12, 31)


def ahead(words: str, today: date) -> date:
    """The last of the next days, weeks or months."""
    number = NUMBER.search(words)
    count = int(number[0]) if number else next((COUNT_OF[each] for each in words.split() if each in COUNT_OF), 1)
    if "monat" in words or "month" in words:
        return day_after_months(today, count)
    return today + timedelta(days=count * (7 if "woche" in words or "week" in words else 1))


def recurring(found: Found) -> Recurring | None:
    """A date as what comes each year, or in the year that was said; None of other words, and of no date."""
    words, kind = found[0].casefold(), found.lastgroup
    numbers = [int(each) for each in NUMBER.findall(words)]
    if kind in {"iso", "dotted"}:
        year, month, day = (
            numbers if kind == "iso" else [*reversed(numbers)] if len(numbers) > 2 else [0, *numbers[::-1]]
        )
        return on_days(month, [day], 2000 + year if 0 < year < 100 else year)
    names = WORD.findall(words)
    months = SEASON_OF if kind == "season" else MONTH_OF
    month = next((months[each] for each in names if each in months), 0)
    if not month:  # "apr\u0131l": patterns take letters for alike that are not
        return None
    if kind == "season":
        return Recurring(month, months=3, year=numbers[0] if numbers else None)
    if kind in DAYS:
        count = 2 if kind == "days" else 1
        return on_days(month, numbers[:count], numbers[count] if len(numbers) > count else 0)
    if kind not in {"month", "part"}:
        return None
    first, last = (1, 0) if kind == "month" else part_of(names)
    return Recurring(month, first=first, last=last, year=numbers[0] if numbers else None)


def part_of(names: Sequence[str]) -> tuple[int, int]:
    return next((PART_OF[each[:3]] for each in names if each[:3] in PART_OF), LAST_DAYS)


def on_days(month: int, days: Sequence[int], year: int) -> Recurring | None:
    if not 1 <= month <= 12 or not all(1 <= day <= 31 for day in days):
        return None
    return Recurring(month, first=days[0], last=days[-1], year=year or None)
