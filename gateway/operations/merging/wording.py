"""Words for two fields that cannot be merged: their names, why, and their places."""

from __future__ import annotations

from dataclasses import dataclass

from graphql import FieldNode, GraphQLError

from gateway.operations.merging.levels import Group, owners
from gateway.operations.merging.occurrences import Occurrence
from gateway.operations.merging.sources import Sources

LONGEST = 1000
"""Characters of an explanation; names are as long as a client likes."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two members of a group, by number, that cannot be merged."""

    group: Group
    first: int
    second: int
    reason: str

    @property
    def one(self) -> Occurrence:
        """The field that stands first."""
        return self.group.members[self.first]

    @property
    def other(self) -> Occurrence:
        """The field that it rules out."""
        return self.group.members[self.second]


def conflict_error(conflict: Conflict, sources: Sources) -> GraphQLError:
    """The error, from the fields that one selection set holds (or its fragments) down to those that conflict."""
    key, reason = conflict.group.key, conflict.reason
    ones, others = [conflict.one.node], [conflict.other.node]
    for above, one, other in _trail(conflict, sources):
        reason = f"subfields '{_short(key)}' conflict because {reason}"
        key = above
        ones.insert(0, one)
        others.insert(0, other)
    return GraphQLError(
        f"Fields '{_short(key)}' conflict because {_short(reason)}. Use different aliases on the fields to fetch both "
        "if this was intentional.",
        [*ones, *others],
    )


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


def _trail(conflict: Conflict, sources: Sources) -> list[tuple[str, FieldNode, FieldNode]]:
    """Pairs of fields above the two, innermost first, up to where one field leads to both."""
    found: list[tuple[str, FieldNode, FieldNode]] = []
    group, first, second = conflict.group, conflict.first, conflict.second
    while group.level.above is not None:
        above = group.level.above
        owned = owners(above, sources)
        ones = _bits(owned[_source_of(group, first, sources)])
        others = _bits(owned[_source_of(group, second, sources)])
        if set(ones) & set(others):
            break
        pairs = [(one, other) for one in ones for other in others if above.meet(one, other)]
        first, second = pairs[0] if pairs else (ones[0], others[0])
        group = above
        found.append((group.key, group.members[first].node, group.members[second].node))
    return found


def _source_of(group: Group, index: int, sources: Sources) -> int:
    member = group.members[index]
    return next(number for number in group.level.sources if member in sources.source(number).fields)


def _bits(mask: int) -> list[int]:
    return [index for index in range(mask.bit_length()) if mask >> index & 1]
