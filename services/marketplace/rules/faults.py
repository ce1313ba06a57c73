"""Faults in the words of the marketplace's inputs."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sized

from services.kit.changing import Fault, FaultCode

BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols for Unicode that show nothing: fillers of Hangul, and Braille without a dot."""


def unwritten(fields: dict[str, str]) -> list[Fault]:
    """One fault for each field that holds nothing that can be seen.

    >>> unwritten({"title": " ", "summary": "Eine Idee"})[0].path
    ('input', 'title')
    """
    return [invalid(name, "must not be empty") for name, text in fields.items() if not is_seen(text)]


def is_seen(text: str) -> bool:
    """Whether a reader sees anything of it: spaces, control and format characters and marks on nothing are not seen.

    >>> is_seen("\\u200b\\u202e"), is_seen("\\u200bx")
    (False, True)
    """
    # Unicode 4.5, General Category: letters, numbers, punctuation and symbols.
    return any(unicodedata.category(each)[0] in "LNPS" and each not in BLANKS for each in text)


def too_long(fields: dict[str, str | None], most: int) -> list[Fault]:
    return [
        invalid(name, "may have {most} characters", most=most)
        for name, text in fields.items()
        if len(text or "") > most
    ]


def too_many(lists: Mapping[str, Sized], most: int) -> list[Fault]:
    return [invalid(name, "may have {most} items", most=most) for name, items in lists.items() if len(items) > most]


def unknown(name: str, values: Iterable[object]) -> list[Fault]:
    """One fault for each value that names nothing here."""
    return [invalid(name, "names nothing that is known here: {value}", value=value) for value in values]


def invalid(name: str, what: str, **places: object) -> Fault:
    """A field of the input and what it must be; ``what`` has places, as the whole sentence does."""
    return Fault(FaultCode.INVALID, "{field} " + what + ".", ("input", name), {"field": name, **places})


def faults_of_note(name: str, text: str | None, most: int, *, is_needed: bool = True) -> list[Fault]:
    """What is wrong with an argument that holds words: none where they are needed, or too many.

    >>> [each.path for each in faults_of_note("note", " ", 10)], faults_of_note("note", None, 10, is_needed=False)
    ([('note',)], [])
    """
    if is_needed and not is_seen(text or ""):
        return [Fault(FaultCode.INVALID, "{field} must not be empty.", (name,), {"field": name})]
    if len(text or "") > most:
        places = {"field": name, "most": most}
        return [Fault(FaultCode.INVALID, "{field} may have {most} characters.", (name,), places)]
    return []
