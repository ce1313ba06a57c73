"""Fields that lie under one response key in different types, but whose types differ in the subgraph that is asked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from graphql import OperationType

from gateway.model.operation import Fragment, Selection, Selections
from gateway.model.plan import Each, EntityCall, Key, MergePath, Rename
from gateway.model.supergraph import Supergraph
from gateway.planning.steps import Step

NAME = re.compile(r"\w+")


@dataclass(slots=True)
class _Shape:
    """What already lies under a response key at one place: the form of its type, and what lies below."""

    form: str
    below: dict[str, _Shape] = field(default_factory=dict)


@dataclass(slots=True)
class _Renamer:
    """Walks one request; ``renames`` grows from the outside in."""

    supergraph: Supergraph
    subgraph: str
    renames: list[Rename] = field(default_factory=list)

    def selections(self, selections: Selections, owner: str, shapes: dict[str, _Shape], path: MergePath) -> Selections:
        return tuple(self._selection(each, owner, shapes, path) for each in selections)

    def _selection(self, each: Selection, owner: str, shapes: dict[str, _Shape], path: MergePath) -> Selection:
        if isinstance(each, Fragment):
            return replace(each, selections=self.selections(each.selections, each.type_condition, shapes, path))
        text = self._type(owner, each.name)
        key, shape = self._place(each.key, self._form(text), shapes)
        alias = None if key == each.name else key
        if key != each.key:
            self.renames.append(Rename(path, key, each.key))
        if not each.selections:
            return replace(each, alias=alias)
        named = NAME.search(text)
        inner = (*path, Key(key), *[Each()] * text.count("["))
        below = self.selections(each.selections, named.group() if named else text, shape.below, inner)
        return replace(each, alias=alias, selections=below)

    def _place(self, wanted: str, form: str, shapes: dict[str, _Shape]) -> tuple[str, _Shape]:
        """The first key among ``wanted`` and our aliases for it that is free or holds the same form."""
        key, number = wanted, 0
        while True:
            shape = shapes.setdefault(key, _Shape(form))
            if shape.form == form:
                return key, shape
            key = f"_internal_{form.count('!')}{form.count('[')}{number}_{wanted}"
            number += 1

    def _type(self, owner: str, name: str) -> str:
        here = self.supergraph.joined.get(owner, {}).get(self.subgraph)
        joined = here.fields.get(name) if here else None
        return joined.type if joined else "String!"

    def _form(self, text: str) -> str:
        """Composite types may differ, leaves may not (GraphQL 5.3.2, SameResponseShape)."""
        return NAME.sub(lambda match: "" if match.group() in self.supergraph.joined else match.group(), text)


def with_equal_shapes(step: Step, supergraph: Supergraph) -> tuple[Step, tuple[Rename, ...]]:
    """The step with aliases of ours where its document would be invalid, and how to undo them in the answer.

    ``... on Book { title } ... on Song { title }`` is a fine question to the supergraph; where one title is ``String!``
    and the other ``String`` in the subgraph, that one needs two response keys. Renames come innermost first.
    """
    renamer = _Renamer(supergraph, step.subgraph)
    root = step.root
    if root is not None:
        owner = (
            supergraph.schema.query_type
            if root.path
            else supergraph.schema.get_root_type(OperationType(step.kind.value))
        )
        name = owner.name if owner else "Query"
        root = replace(root, selections=renamer.selections(root.selections, name, {}, ()))
    calls = tuple(_call(renamer, call) for call in step.calls)
    renames = sorted(renamer.renames, key=lambda each: -len(each.path))
    return replace(step, root=root, calls=calls), tuple(renames)


def _call(renamer: _Renamer, call: EntityCall) -> EntityCall:
    return replace(call, selections=renamer.selections(call.selections, "_Entity", {}, ()))
