"""Under which response key a field lies in the result: the client's choice, and ours where that would collide."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from gateway.model.operation import Argument, Directives, Field, Fragment, Selection, Selections
from gateway.query_graph.graph import TYPENAME, QueryGraph

Position: TypeAlias = tuple[str, ...]
Meaning: TypeAlias = tuple[str, tuple[Argument, ...], tuple[Directives, ...]]

INTERNAL_PREFIX = "_internal_"


@dataclass(slots=True)
class ResponseKeys:
    """What lies under each response key at each position of one operation's result.

    A key or required field that the gateway adds keeps its own name where that is free or means the same; otherwise it
    gets an alias of ours (``comments(limit: 3)`` required while the client asks ``comments(limit: 1)``, or a key that
    the client asks for with a directive, which may change the value).
    """

    graph: QueryGraph
    taken: dict[Position, dict[str, set[Meaning]]] = field(default_factory=lambda: defaultdict(dict))
    aliases: int = 0

    def note(self, selections: Selections, position: Position = ()) -> None:
        """Note what the client selects."""
        here = self.taken[position]
        for selection in selections:
            if isinstance(selection, Fragment):
                self.note(selection.selections, position)
            else:
                here.setdefault(selection.key, set()).add((selection.name, selection.arguments, selection.directives))
                if selection.selections:
                    self.note(selection.selections, (*position, selection.key))

    def internal(self, selections: Selections, owner: str, position: Position) -> Selections:
        """A field set as it can be added at ``position`` (an ``owner`` object): aliased, and ``__typename`` where
        needed.

        A representation carries ``__typename`` below abstract fields, or the subgraph cannot tell what it was sent.
        """
        found: list[Selection] = []
        for selection in selections:
            if isinstance(selection, Fragment):
                inner = self.internal(selection.selections, selection.type_condition, position)
                found.append(Fragment(selection.type_condition, inner))
            else:
                found.append(self._field(selection, owner, position))
        return tuple(found)

    def _field(self, selection: Field, owner: str, position: Position) -> Field:
        key = self._key(selection.name, selection.arguments, position)
        tail = self.graph.field_type(owner, selection.name)
        inner = self.internal(selection.selections, tail, (*position, key)) if selection.selections else ()
        if (
            inner
            and self.graph.is_abstract(tail)
            and not any(isinstance(e, Field) and e.name == TYPENAME for e in inner)
        ):
            inner = (Field(TYPENAME), *inner)
        return replace(selection, alias=None if key == selection.name else key, selections=inner)

    def _key(self, name: str, arguments: tuple[Argument, ...], position: Position) -> str:
        here = self.taken[position]
        meaning = (name, arguments, ())
        if here.get(name, {meaning}) == {meaning}:
            here[name] = {meaning}
            return name
        for key, meanings in here.items():
            if key.startswith(INTERNAL_PREFIX) and meanings == {meaning}:
                return key
        while True:
            key = f"{INTERNAL_PREFIX}{self.aliases}_{name}"
            self.aliases += 1
            if key not in here:
                here[key] = {meaning}
                return key
