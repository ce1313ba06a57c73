"""Spans of days in words, German and English. Pure."""

from __future__ import annotations

from datetime import date

from services.marketplace.matching.spans import Span, month_after

GERMAN = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni"),
    *("Juli", "August", "September", "Oktober", "November", "Dezember"),
)
ENGLISH = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def span_label(span: Span, in_english: bool, *, is_open: bool = False) -> str:
    """What a chip says. ``is_open``: something shall still be open at the end.

    >>> june = Span(date(2026, 6, 1), date(2026, 6, 30))
    >>> span_label(june, True), span_label(Span(None, june.end), False), span_label(Span(june.begin, None), False)
    ('June 2026', 'bis 30. Juni 2026', 'ab 1. Juni 2026')
    >>> span_label(Span(None, june.end), True, is_open=True)
    'open until 30 June 2026'
    """
    begin, end = span.begin, span.end
    until, at = ("until", "on") if in_english else ("bis", "am")
    if begin is None and end is not None:
        label = f"{until} {day_label(end, in_english)}"
        return f"{'open' if in_english else 'offen'} {label}" if is_open else label
    if begin is None or end is None:
        return f"{'from' if in_english else 'ab'} {day_label(begin or date.max, in_english)}"
    if begin == end:
        return f"{at} {day_label(begin, in_english)}"
    if (begin, end) == month_after(begin, 0):
        return f"{month_name(begin, in_english)} {begin.year}"
    if (begin, end) == (date(begin.year, 1, 1), date(begin.year, 12, 31)):
        return str(begin.year)
    return f"{day_label(begin, in_english)} {until} {day_label(end, in_english)}"


def month_name(day: date, in_english: bool) -> str:
    return (ENGLISH if in_english else GERMAN)[day.month - 1]


def day_label(day: date, in_english: bool) -> str:
    return f"{day.day}{'' if in_english else '.'} {month_name(day, in_english)} {day.year}"
