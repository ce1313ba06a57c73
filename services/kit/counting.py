"""The size of a document: counted in its text as read, each part once, before anything else is done with it.

What a fragment multiplies is found where it costs: merging has a budget of comparisons, an execution one of values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from services.kit.errors import TooManyAliasesError, TooManyFieldsError, TooManyRootFieldsError


@dataclass(frozen=True, slots=True)
class Counts:
    """Fields and aliases of the whole document; root fields of the operation that has most of them."""

    fields: int
    aliases: int
    root_fields: int


@dataclass(frozen=True, slots=True)
class Most:
    """What is answered at most. Above what a gateway lets its clients ask for: it sends their fields on as they are."""

    fields: int = 10_000
    aliases: int = 1_000
    root_fields: int = 500

    def check(self, found: Counts) -> None:
        """Raises a ``TooMuchError`` that names the number and the limit."""
        if found.fields > self.fields:
            raise TooManyFieldsError(f"The document has {found.fields} fields; {self.fields} are allowed.")
        if found.aliases > self.aliases:
            raise TooManyAliasesError(f"The document has {found.aliases} aliases; {self.aliases} are allowed.")
        if found.root_fields > self.root_fields:
            text = f"The operation has {found.root_fields} root fields; {self.root_fields} are allowed."
            raise TooManyRootFieldsError(text)


USUAL_MOST = Most()


def counts_of(document: DocumentNode) -> Counts:
    """Count.

    >>> from graphql import parse
    >>> counts_of(parse("{ a b: a { c } ...F } fragment F on Query { d }"))
    Counts(fields=4, aliases=1, root_fields=3)
    """
    parts = [
        each for each in document.definitions if isinstance(each, FragmentDefinitionNode | OperationDefinitionNode)
    ]
    every = [field for part in parts for field in fields_in(part.selection_set)]
    fragments = {each.name.value: each.selection_set for each in parts if isinstance(each, FragmentDefinitionNode)}
    roots = [_roots(each.selection_set, fragments) for each in parts if isinstance(each, OperationDefinitionNode)]
    return Counts(len(every), sum(field.alias is not None for field in every), max(roots, default=0))


def fields_in(selections: SelectionSetNode) -> Iterator[FieldNode]:
    """All fields of a part at any depth; what it spreads is counted in its own part."""
    waiting = [selections]
    while waiting:
        for selection in waiting.pop().selections:
            match selection:
                case FieldNode(selection_set=inner):
                    yield selection
                    if inner is not None:
                        waiting.append(inner)
                case InlineFragmentNode(selection_set=inner):
                    waiting.append(inner)


def _roots(selections: SelectionSetNode, fragments: Mapping[str, SelectionSetNode]) -> int:
    count, waiting, spread = 0, [selections], set[str]()
    while waiting:
        for selection in waiting.pop().selections:
            match selection:
                case FieldNode():
                    count += 1
                case FragmentSpreadNode(name=name):
                    if name.value in fragments and name.value not in spread:
                        spread.add(name.value)
                        waiting.append(fragments[name.value])
                case InlineFragmentNode(selection_set=inner):
                    waiting.append(inner)
    return count
