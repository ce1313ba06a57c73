"""Lists that clients cut: the words of a statement for a period, and for what something has not.

``{within date $3 $4 runs_from}`` is the days from $3 until $4, both included, null without end; the column is never
null, so that an index in its order finds where the period begins. With ``date?`` a row without one lies in no period.

``{without $5 IDEA idea_id, USE EXISTS (...)}`` leaves out what has one of the words in $5: a column that is not null,
else what the condition says. Null leaves out nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from services.kit.ordering import KINDS

TOKEN = re.compile(r"\{(?P<word>within|without) (?P<given>[^{}]*)\}")
LACK = re.compile(r"(?:^|,)\s*(?P<word>[A-Z][A-Z_]*)\s+")
COLUMN = re.compile(r"[\w.]+")


@dataclass(frozen=True, slots=True)
class Period:
    """The arguments that cut a period out of a list, both ends included: days (``date``) or moments (``datetime``)."""

    kind: type
    start: str = "from"
    end: str = "until"


DAYS = Period(date)
MOMENTS = Period(datetime)
DEADLINES = Period(datetime, "apply_from", "apply_until")


def cut(text: str) -> str:
    """The statement with its words for periods and lacks.

    >>> cut("WHERE {within date $2 $3 day}")
    "WHERE day >= coalesce($2::date, '-infinity') AND day <= coalesce($3::date, 'infinity')"
    >>> cut("{within moment? $2 $3 at}")
    '($2::timestamptz IS NULL OR at >= $2) AND ($3::timestamptz IS NULL OR at <= $3)'
    >>> cut("{without $4 IDEA idea_id, USE used > 0}")
    "($4::text[] IS NULL OR NOT (('IDEA' = ANY ($4) AND idea_id IS NOT NULL) OR ('USE' = ANY ($4) AND used > 0)))"
    """
    return TOKEN.sub(lambda found: WORDS[found["word"]](found["given"]), text)


def within(given: str) -> str:
    kind, start, end, value = given.split(maxsplit=3)
    sql = KINDS[kind.rstrip("?")].sql
    if kind.endswith("?"):
        return f"({start}::{sql} IS NULL OR {value} >= {start}) AND ({end}::{sql} IS NULL OR {value} <= {end})"
    return f"{value} >= coalesce({start}::{sql}, '-infinity') AND {value} <= coalesce({end}::{sql}, 'infinity')"


def without(given: str) -> str:
    asked, rest = given.split(maxsplit=1)
    has = (f"('{word}' = ANY ({asked}) AND {condition})" for word, condition in lacks(rest))
    return f"({asked}::text[] IS NULL OR NOT ({' OR '.join(has)}))"


def lacks(text: str) -> Iterator[tuple[str, str]]:
    """Each word with the condition of what has it."""
    found = list(LACK.finditer(text))
    for each, following in zip(found, [*found[1:], None], strict=True):
        condition = text[each.end() : following.start() if following else None].strip()
        yield each["word"], f"{condition} IS NOT NULL" if COLUMN.fullmatch(condition) else condition


WORDS = {"within": within, "without": without}
