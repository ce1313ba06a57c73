"""What is wrong with what somebody wrote to a ministry, in words; ``path`` is the field in the input."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from services.kit.changing import Fault, FaultCode

LONGEST_TITLE = 200
LONGEST_SUMMARY = 1_000
LONGEST_TEXT = 10_000
LONGEST_URL = 2_000
MOST_ITEMS = 20
ID = re.compile(r"[A-Za-z0-9_-]{1,80}")


def invalid(path: str, what: str, **places: object) -> Fault:
    """The field, as ``a.b``, and what it must be; ``what`` has places, as the whole sentence does."""
    return Fault(FaultCode.INVALID, "{field} " + what + ".", tuple(path.split(".")), {"field": path, **places})


def wrong_state(message: str, **places: object) -> Fault:
    return Fault(FaultCode.WRONG_STATE, message, (), places)


def not_found(thing: str, path: str = "id") -> Fault:
    return Fault(FaultCode.NOT_FOUND, "There is no such {thing}, or you may not see it.", (path,), {"thing": thing})


def faults_of_line(path: str, text: str, longest: int = LONGEST_TITLE) -> list[Fault]:
    """A text that must be there and may not be longer."""
    if not text.strip():
        return [invalid(path, "must not be empty")]
    return [invalid(path, "may have {most} characters", most=longest)] if len(text) > longest else []


def faults_of_localized(path: str, text: Mapping[str, str], longest: int) -> list[Fault]:
    """German always; no text may be longer."""
    found = faults_of_line(f"{path}.de", text.get("de", ""), longest)
    others = [name for name in ("en", "deSimple") if len(text.get(name, "")) > longest]
    return found + [invalid(f"{path}.{name}", "may have {most} characters", most=longest) for name in others]


def faults_of_url(path: str, url: str | None) -> list[Fault]:
    """An https or http address; None is none."""
    if url is None:
        return []
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in ("https", "http") and bool(parts.hostname) and len(url) <= LONGEST_URL
    except ValueError:
        is_address = False
    return [] if is_address else [invalid(path, "must be an address that begins with https://")]


def faults_of_list(path: str, items: Iterable[object], *, least: int = 0) -> list[Fault]:
    """So many items; each once."""
    found = list(items)
    if not least <= len(found) <= MOST_ITEMS:
        return [invalid(path, "may have {least} to {most} items", least=least, most=MOST_ITEMS)]
    return [] if len(set(found)) == len(found) else [invalid(path, "names something twice")]


def faults_of_reference(path: str, id_: str | None) -> list[Fault]:
    """An id of another house's thing, which is not looked up here: its owner decides who may see it."""
    return [] if id_ is None or ID.fullmatch(id_) else [invalid(path, "is no id")]
