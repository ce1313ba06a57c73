"""One response position: all fields that may stand for it, and which of them can meet in one answer.

Two fields meet unless some type on the way says that never both apply: two different object types (GraphQL 5.3.2).
Who meets whom is kept as rows of bits, so that a set of a thousand fields is compared in a thousand steps.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from gateway.operations.merging.occurrences import Occurrence
from gateway.operations.merging.sources import Sources, Spend

Key = TypeVar("Key", bound=Hashable)
Rows: TypeAlias = tuple[int, ...] | None
"""Row n has bit m where n and m meet. None: all meet all."""


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """The fields of a level with one response name. ``rows``: of ``members``."""

    level: Level
    key: str
    members: tuple[Occurrence, ...]
    rows: Rows

    def meet(self, one: int, other: int) -> bool:
        """Whether two members can stand in one answer."""
        return self.rows is None or bool(self.rows[one] >> other & 1)


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """What is asked of one response value: ``sources`` by number, and ``rows`` of them. ``above``: of whose value."""

    sources: tuple[int, ...]
    rows: Rows
    above: Group | None


def groups(level: Level, sources: Sources) -> Iterator[Group]:
    """The groups of a level, by response name."""
    members: dict[str, list[Occurrence]] = {}
    positions: dict[str, list[int]] = {}
    for position, number in enumerate(level.sources):
        for member in sources.source(number).fields:
            members.setdefault(member.key, []).append(member)
            positions.setdefault(member.key, []).append(position)
    for key, found in members.items():
        sources.spend(len(found))
        yield Group(level, key, tuple(found), _rows(found, positions[key], level.rows, sources.spend))


def _rows(members: Sequence[Occurrence], positions: Sequence[int], above: Rows, spend: Spend) -> Rows:
    everyone = (1 << len(members)) - 1
    by_parent = _masks(member.parent for member in members)
    anywhere = by_parent.pop(None, 0)
    if above is None and len(by_parent) <= 1:
        return None
    near = _near(positions, above, everyone, spend)
    rows = tuple(
        near[position] & (everyone if member.parent is None else by_parent[member.parent] | anywhere)
        for member, position in zip(members, positions, strict=True)
    )
    return None if all(row == everyone for row in rows) else rows


def _near(positions: Sequence[int], above: Rows, everyone: int, spend: Spend) -> dict[int, int]:
    """Position of a source -> the members whose sources meet it."""
    by_position = _masks(positions)
    if above is None:
        return dict.fromkeys(by_position, everyone)
    # Few rows differ: sources that came under the same types meet the same others.
    rows = {above[position] for position in by_position}
    spend(len(rows) * len(by_position))
    known = {row: _joined(by_position, row) for row in rows}
    return {position: known[above[position]] for position in by_position}


def _masks(values: Iterable[Key]) -> dict[Key, int]:
    masks: dict[Key, int] = {}
    for index, value in enumerate(values):
        masks[value] = masks.get(value, 0) | 1 << index
    return masks


def _joined(masks: Mapping[int, int], row: int) -> int:
    joined = 0
    for position, mask in masks.items():
        if row >> position & 1:
            joined |= mask
    return joined


def level_below(group: Group, sources: Sources) -> Level | None:
    """What is asked of the group's value; None where nothing is."""
    numbers = [number for member in group.members if (number := sources.below(member)) is not None]
    if not numbers:
        return None
    found = sources.closure(numbers)
    return Level(found, None if group.rows is None else _rows_below(group, sources, found), group)


def _rows_below(group: Group, sources: Sources, found: tuple[int, ...]) -> Rows:
    owned = owners(group, sources)
    rows = group.rows or ()
    masks = set(owned.values())
    sources.spend(len(masks) * (len(rows) + len(found)))
    met = {mask: _joined(dict(enumerate(rows)), mask) for mask in masks}
    known = {
        mask: sum(1 << position for position, number in enumerate(found) if reach & owned[number])
        for mask, reach in met.items()
    }
    below = tuple(known[owned[number]] for number in found)
    everyone = (1 << len(found)) - 1
    return None if all(row == everyone for row in below) else below


def owners(group: Group, sources: Sources) -> dict[int, int]:
    """Source below the group -> the members, as bits, whose selections reach it, directly or by spreads."""
    owned: dict[int, int] = {}
    for index, member in enumerate(group.members):
        number = sources.below(member)
        if number is not None:
            owned[number] = owned.get(number, 0) | 1 << index
    open_numbers = list(owned)
    while open_numbers:
        number = open_numbers.pop()
        spreads = sources.source(number).spreads
        sources.spend(1 + len(spreads))
        for spread in spreads:
            joined = owned.get(spread, 0) | owned[number]
            if joined != owned.get(spread):
                owned[spread] = joined
                open_numbers.append(spread)
    return owned
