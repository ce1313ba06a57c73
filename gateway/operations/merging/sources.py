"""Selection sets as sources of fields: each read once, inline fragments put in, spreads by name.

What is asked of one response value is a set of sources; that a fragment is spread twice then makes no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    SelectionSetNode,
)

from gateway.operations.merging.occurrences import Occurrence, occurrence

Spend: TypeAlias = Callable[[int], None]


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A selection set: its own fields, and the sources of the fragments that it spreads, as numbers."""

    fields: tuple[Occurrence, ...]
    spreads: tuple[int, ...]


@dataclass(slots=True, eq=False)
class Sources:
    """The sources of a document, by number. Read when first asked for. ``spend``: told of every step, may raise."""

    schema: GraphQLSchema
    fragments: dict[str, FragmentDefinitionNode]
    spend: Spend
    read: list[Source | None] = field(default_factory=list)
    _pending: list[tuple[SelectionSetNode, GraphQLNamedType | None]] = field(default_factory=list)
    _numbers: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, schema: GraphQLSchema, document: DocumentNode, spend: Spend) -> Sources:
        """The sources of ``document``, none of them read."""
        definitions = (node for node in document.definitions if isinstance(node, FragmentDefinitionNode))
        return cls(schema, {node.name.value: node for node in definitions}, spend)

    def number(self, selections: SelectionSetNode, parent: GraphQLNamedType | None) -> int:
        """The number of a selection set, which stands in one place of the document and so has one parent type."""
        # By identity: graphql-core compares nodes by value, which takes as long as they are large.
        number = self._numbers.setdefault(id(selections), len(self.read))
        if number == len(self.read):
            self.read.append(None)
            self._pending.append((selections, parent))
        return number

    def fragment(self, name: str) -> int | None:
        """The number of a fragment's selection set; None for a fragment that the document has not."""
        node = self.fragments.get(name)
        if node is None:
            return None
        return self.number(node.selection_set, self.schema.get_type(node.type_condition.name.value))

    def below(self, member: Occurrence) -> int | None:
        """The number of what is asked of a field's value."""
        return None if member.selections is None else self.number(member.selections, member.named_type)

    def source(self, number: int) -> Source:
        """The source with this number."""
        known = self.read[number]
        if known is None:
            known = self.read[number] = self._source(*self._pending[number])
        return known

    def closure(self, numbers: Iterable[int]) -> tuple[int, ...]:
        """The sources, and those that they spread, directly or through others; sorted."""
        found = dict.fromkeys(numbers)
        open_numbers = list(found)
        for number in open_numbers:
            spreads = self.source(number).spreads
            self.spend(1 + len(spreads))
            for spread in spreads:
                if spread not in found:
                    found[spread] = None
                    open_numbers.append(spread)
        return tuple(sorted(found))

    def is_read(self, number: int) -> bool:
        """Whether some level has asked for the source."""
        return self.read[number] is not None

    def _source(self, selections: SelectionSetNode, parent: GraphQLNamedType | None) -> Source:
        fields: list[Occurrence] = []
        spreads: dict[int, None] = {}
        self._collect(selections, parent, fields, spreads)
        self.spend(len(fields) + len(spreads))
        return Source(tuple(fields), tuple(spreads))

    def _collect(
        self,
        selections: SelectionSetNode,
        parent: GraphQLNamedType | None,
        fields: list[Occurrence],
        spreads: dict[int, None],
    ) -> None:
        for selection in selections.selections:
            match selection:
                case FieldNode():
                    fields.append(occurrence(selection, parent))
                case FragmentSpreadNode():
                    number = self.fragment(selection.name.value)
                    if number is not None:
                        spreads[number] = None
                case InlineFragmentNode():
                    condition = selection.type_condition
                    inner = self.schema.get_type(condition.name.value) if condition else parent
                    self._collect(selection.selection_set, inner, fields, spreads)
