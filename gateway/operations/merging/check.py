"""FieldsInSetCanMerge and SameResponseShape (GraphQL 5.3.2) for a whole document.

graphql-core compares fields in pairs, which is quadratic in like fields and ends in "Validation aborted.". Here each
response position is looked at once with all of its fields: equal calls and equal shapes need no pairs. Positions that
are asked the same (the same selection sets, met alike) are looked at once in a document, so that fragments that spread
others twice do not multiply. What is left is at most as much as the document with its fragments put in.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from graphql import DocumentNode, GraphQLError, GraphQLSchema, OperationDefinitionNode

from gateway.operations.merging.levels import Group, Level, groups, level_below
from gateway.operations.merging.sources import Sources, Spend
from gateway.operations.merging.wording import Conflict, conflict_error


def field_conflicts(schema: GraphQLSchema, document: DocumentNode, spend: Spend) -> Iterator[GraphQLError]:
    """Errors for the fields that want one response name for different things, each two fields once.

    ``document`` may have other faults: what is unknown is not compared. ``spend`` is told of every step and may raise.
    """
    sources = Sources.of(schema, document, spend)
    told: set[tuple[int, int]] = set()
    for conflict in _all_conflicts(sources, document):
        pair = (id(conflict.one.node), id(conflict.other.node))
        if pair not in told:
            told.add(pair)
            yield conflict_error(conflict, sources)


def _all_conflicts(sources: Sources, document: DocumentNode) -> Iterator[Conflict]:
    """Looks at every response position of the document, at those that are asked the same once."""
    seen: set[tuple[object, object]] = set()
    for root in _roots(sources, document):
        open_levels = [root]
        while open_levels:
            level = open_levels.pop()
            if (level.sources, level.rows) in seen:
                continue
            seen.add((level.sources, level.rows))
            below: list[Level] = []
            for group in groups(level, sources):
                found = list(conflicts(group))
                yield from found
                # Below fields that are not the same, everything differs: the first difference is what has to be said.
                following = None if found else level_below(group, sources)
                if following is not None:
                    below.append(following)
            open_levels.extend(reversed(below))


def _roots(sources: Sources, document: DocumentNode) -> Iterator[Level]:
    """The operations, then the fragments that no operation has led to."""
    for node in document.definitions:
        if isinstance(node, OperationDefinitionNode):
            number = sources.number(node.selection_set, sources.schema.get_root_type(node.operation))
            yield Level(sources.closure([number]), None, None)
    for name in sources.fragments:
        unused = sources.fragment(name)
        if unused is not None and not sources.is_read(unused):
            yield Level(sources.closure([unused]), None, None)


def conflicts(group: Group) -> Iterator[Conflict]:
    """For each call and each shape in a group, the first field that an earlier one rules out."""
    return chain(_streams(group), _calls(group), _shapes(group))


def _streams(group: Group) -> Iterator[Conflict]:
    """Two streams of one list, or a stream of what another field asks for whole, have no single answer."""
    streamed = next((index for index, member in enumerate(group.members) if member.is_streamed), None)
    if streamed is not None and len(group.members) > 1:
        first, second = (0, streamed) if streamed else (0, 1)
        yield Conflict(group, first, second, "they have overlapping stream directives")


def _calls(group: Group) -> Iterator[Conflict]:
    masks: dict[object, int] = {}
    for index, member in enumerate(group.members):
        masks[member.call] = masks.get(member.call, 0) | 1 << index
    told: set[object] = set()
    for index, member in enumerate(group.members) if len(masks) > 1 else ():
        met = -1 if group.rows is None else group.rows[index]
        earlier = met & ~masks[member.call] & (1 << index) - 1
        if earlier and member.call not in told:
            told.add(member.call)
            first = (earlier & -earlier).bit_length() - 1
            names = (group.members[first].node.name.value, member.node.name.value)
            differ = f"'{names[0]}' and '{names[1]}' are different fields"
            reason = differ if names[0] != names[1] else "they have differing arguments"
            yield Conflict(group, first, index, reason)


def _shapes(group: Group) -> Iterator[Conflict]:
    """Whoever meets whom: one response position has one shape for every client that knows the types of its answer."""
    known = [(index, member) for index, member in enumerate(group.members) if member.shape is not None]
    told = {member.shape for _, member in known[:1]}
    for index, member in known[1:]:
        if member.shape not in told:
            told.add(member.shape)
            first, one = known[0]
            reason = f"they return conflicting types '{one.type}' and '{member.type}'"
            yield Conflict(group, first, index, reason)
