"""What the rules take, made of what a client sent, by annotation; the counterpart of ``made``.

``taken(CallText, given)`` fills each field of a frozen value from the input's field of the same name: what was left out
is None, an enum its value where the rules take a text, a list a tuple, a text in several languages its columns. What
differs is given by keyword. ``texts`` says what is made of a text that may be none; an empty one is none, as a rule.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, fields
from enum import Enum
from functools import lru_cache
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from strawberry import UNSET

from services.kit.localized_input import LocalizedTextInput, localized_columns

Taken = TypeVar("Taken")
Convert = Callable[[Any], Any]
Texts = Callable[[str], str | None]


def something(text: str) -> str | None:
    return text or None


def taken(kind: type[Taken], given: object, texts: Texts = something, /, **own: Any) -> Taken:
    """A value of the rules. ``TypeError`` for a field that neither the input nor a keyword fills."""
    values = dict(own)
    for name, convert in _plan(kind, type(given), texts, frozenset(own)):  # type: ignore[arg-type]  # classes are hashable
        values[name] = convert(getattr(given, name))
    return kind(**values)


@lru_cache(maxsize=256)
def _plan(kind: Any, sent: Any, texts: Texts, own: frozenset[str]) -> tuple[tuple[str, Convert], ...]:
    """For each field that is to be filled how it is made of the input's; worked out once."""
    there, hints = {each.name for each in fields(sent)}, get_type_hints(kind)
    found: list[tuple[str, Convert]] = []
    for each in fields(kind):
        if each.name in own:
            continue
        if each.name in there:
            found.append((each.name, _conversion(hints[each.name], texts)))
        elif each.default is MISSING and each.default_factory is MISSING:
            raise TypeError(f"{kind.__name__}.{each.name}: {sent.__name__} has no such field, and no keyword gives it.")
    return tuple(found)


def _conversion(hint: Any, texts: Texts) -> Convert:
    """From what was sent to what a field of that annotation holds."""
    inner = [each for each in get_args(hint) if each is not NoneType]
    if NoneType in get_args(hint):
        convert = texts if inner[0] is str else _conversion(inner[0], texts)
        return lambda value: None if value is None or value is UNSET else convert(value)
    if get_origin(hint) is tuple:
        item = _conversion(inner[0], texts)
        return lambda values: () if values is None or values is UNSET else tuple(map(item, values))
    return _same if isinstance(hint, type) and issubclass(hint, Enum) else _plain


def _same(value: Any) -> Any:
    return value


def _plain(value: Any) -> Any:
    match value:
        case Enum():
            return value.value
        case LocalizedTextInput():
            return localized_columns(value)
        case _:
            return value
