"""Amendments: who may decide, and how one is merged field by field into a text that went on meanwhile. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from services.kit.changing import Fault, FaultCode
from services.kit.transitions import LifeCycle, transitions
from services.marketplace.rules.versions import FIELDS

UNORDERED = frozenset({"topicSlugs", "sdgs"})
"""Lists that are kept as sets."""
MOST_PROPOSED = 10


class AmendmentStatus(Enum):
    PROPOSED = "PROPOSED"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"
    OUTDATED = "OUTDATED"


class AmendmentRole(Enum):
    """What somebody is to an amendment."""

    TEAM = "TEAM"  # owner or co-author of the idea
    AUTHOR = "AUTHOR"
    MERGE = "MERGE"  # accepting it, when the text has gone on


class AmendmentAction(Enum):
    ACCEPT = "ACCEPT"
    REJECT = "REJECT"
    WITHDRAW = "WITHDRAW"


Status = AmendmentStatus
LIFE = LifeCycle(
    "amendment",
    transitions(
        ("accept", {Status.PROPOSED}, Status.ACCEPTED, {AmendmentRole.TEAM}),
        ("reject", {Status.PROPOSED}, Status.REJECTED, {AmendmentRole.TEAM}),
        ("withdraw", {Status.PROPOSED}, Status.WITHDRAWN, {AmendmentRole.AUTHOR}),
        ("outdate", {Status.PROPOSED}, Status.OUTDATED, {AmendmentRole.MERGE}),
    ),
)


@dataclass(frozen=True, slots=True)
class Merged:
    """The text with the amendment in it, and the fields that both changed, differently."""

    body: Mapping[str, Any]
    conflicts: tuple[str, ...]


def amendment_roles(*, is_author: bool, is_editor: bool) -> frozenset[AmendmentRole]:
    held = {AmendmentRole.TEAM: is_editor, AmendmentRole.AUTHOR: is_author}
    return frozenset(role for role, is_held in held.items() if is_held)


def amendment_actions(status: AmendmentStatus, *, is_author: bool, is_editor: bool) -> list[AmendmentAction]:
    """What the caller may do with an amendment now."""
    roles = amendment_roles(is_author=is_author, is_editor=is_editor)
    return [AmendmentAction(each.upper()) for each in LIFE.actions(status, roles)]


def merged(base: Mapping[str, Any], amended: Mapping[str, Any], current: Mapping[str, Any]) -> Merged:
    """Field by field: what the amendment changed and nobody since, is taken.

    >>> merged({"title": "A", "sdgs": [1]}, {"title": "B", "sdgs": [1]}, {"title": "A", "sdgs": [2]})
    Merged(body={'title': 'B', 'sdgs': [2]}, conflicts=())
    >>> merged({"title": "A"}, {"title": "B"}, {"title": "C"}).conflicts
    ('title',)
    >>> merged({}, {"title": "B"}, {"title": "C"}).conflicts  # a version that was kept without it: nobody knows
    ('title',)
    """
    body = dict(current)
    conflicts: list[str] = []
    for name in (each for each in FIELDS if each in amended and each in current):
        is_kept = name in base
        if same(name, amended[name], current[name]) or (is_kept and same(name, amended[name], base[name])):
            continue
        if is_kept and same(name, current[name], base[name]):
            body[name] = amended[name]
        else:
            conflicts.append(name)
    return Merged(body, tuple(conflicts))


def same(name: str, one: Any, other: Any) -> bool:
    """Whether two values of a field are the same."""
    if name in UNORDERED:
        return set(one or ()) == set(other or ())
    return bool(one == other)


def changes_nothing(base: Mapping[str, Any], amended: Mapping[str, Any]) -> bool:
    return all(same(name, amended[name], base.get(name, amended[name])) for name in amended)


def faults_of_conflicts(fields: tuple[str, ...]) -> list[Fault]:
    """One fault for each field that both changed."""
    message = "{field} was changed by the amendment and by the team since, differently."
    return [Fault(FaultCode.CONFLICT_VERSION, message, ("input", name), {"field": name}) for name in fields]
