"""Makes new subgraph sets out of given ones: each gets one to three small changes, most of which plant a fault.

Changes are edits of the text at the places that the parser gives, so that what is not changed stays as it was.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from graphql import (
    ConstDirectiveNode,
    DirectiveNode,
    EnumValueDefinitionNode,
    FieldDefinitionNode,
    GraphQLSyntaxError,
    InputValueDefinitionNode,
    Node,
    ObjectTypeDefinitionNode,
    TypeDefinitionNode,
    TypeNode,
    Visitor,
    parse,
    visit,
)

Subgraphs = list[dict[str, str]]
FIELD_DIRECTIVES = (
    "@shareable",
    "@external",
    "@inaccessible",
    '@tag(name: "t")',
    '@override(from: "a")',
    '@override(from: "b", label: "percent(5)")',
    '@requires(fields: "id")',
    '@provides(fields: "id")',
    '@requires(fields: "name")',
    "@deprecated",
    "@authenticated",
    '@requiresScopes(scopes: [["s"]])',
    "@cost(weight: 3)",
    "@listSize(assumedSize: 3)",
)
TYPE_DIRECTIVES = (
    '@key(fields: "id")',
    '@key(fields: "id", resolvable: false)',
    '@key(fields: "name")',
    "@shareable",
    "@inaccessible",
    "@interfaceObject",
    "@external",
    "@extends",
    '@tag(name: "u")',
    "@authenticated",
)


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the characters from ``start`` to ``end``."""

    start: int
    end: int
    text: str


class _Places(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.nodes: list[Node] = []

    def enter(self, node: Node, *_: object) -> None:
        self.nodes.append(node)


def _nodes(sdl: str) -> list[Node]:
    places = _Places()
    visit(parse(sdl), places)
    return places.nodes


def _span(node: Node) -> tuple[int, int]:
    if node.loc is None:
        return (0, 0)
    return node.loc.start, node.loc.end


def _remove(kind: type) -> Callable[[list[Node], random.Random], Edit | None]:
    def change(nodes: list[Node], source: random.Random) -> Edit | None:
        found = [node for node in nodes if isinstance(node, kind)]
        return Edit(*_span(source.choice(found)), "") if found else None

    return change


def _append(kind: type, texts: tuple[str, ...]) -> Callable[[list[Node], random.Random], Edit | None]:
    def change(nodes: list[Node], source: random.Random) -> Edit | None:
        found = [node for node in nodes if isinstance(node, kind)]
        if not found:
            return None
        node = source.choice(found)
        # A type's directives stand before its fields; its name is a safe place unless it implements something.
        name = node.name if isinstance(node, TypeDefinitionNode) and not getattr(node, "interfaces", ()) else node
        end = _span(name)[1]
        return Edit(end, end, f" {source.choice(texts)}")

    return change


def _toggle_null(nodes: list[Node], source: random.Random) -> Edit | None:
    found = [node.type for node in nodes if isinstance(node, FieldDefinitionNode | InputValueDefinitionNode)]
    if not found:
        return None
    start, end = _span(source.choice(found))
    return Edit(end, end, "!") if source.random() < 0.5 else Edit(max(end - 1, start), end, "")


def _other_type(nodes: list[Node], source: random.Random) -> Edit | None:
    types: list[TypeNode] = [
        node.type for node in nodes if isinstance(node, FieldDefinitionNode | InputValueDefinitionNode)
    ]
    names = [node.name.value for node in nodes if isinstance(node, TypeDefinitionNode)] + ["Int", "String", "ID"]
    if not types:
        return None
    return Edit(*_span(source.choice(types)), source.choice(names) + source.choice(("", "!")))


def _rename(nodes: list[Node], source: random.Random) -> Edit | None:
    found = [node for node in nodes if isinstance(node, FieldDefinitionNode | EnumValueDefinitionNode)]
    return Edit(*_span(source.choice(found).name), source.choice(("id", "name", "other"))) if found else None


def _add_field(nodes: list[Node], source: random.Random) -> Edit | None:
    found = [node for node in nodes if isinstance(node, ObjectTypeDefinitionNode) and node.fields]
    if not found:
        return None
    node = source.choice(found)
    end = _span(node)[1]
    names = [each.name.value for each in nodes if isinstance(each, TypeDefinitionNode)]
    return Edit(end - 1, end, f"\n  extra(limit: Int = 3): {source.choice(names)}\n}}")


CHANGES: tuple[Callable[[list[Node], random.Random], Edit | None], ...] = (
    _remove(ConstDirectiveNode if ConstDirectiveNode is not DirectiveNode else DirectiveNode),
    _remove(DirectiveNode),
    _remove(FieldDefinitionNode),
    _remove(EnumValueDefinitionNode),
    _remove(InputValueDefinitionNode),
    _append(FieldDefinitionNode, FIELD_DIRECTIVES),
    _append(FieldDefinitionNode, FIELD_DIRECTIVES),
    _append(TypeDefinitionNode, TYPE_DIRECTIVES),
    _append(InputValueDefinitionNode, ("@inaccessible", '@tag(name: "v")', " = null", "@deprecated")),
    _append(EnumValueDefinitionNode, ("@inaccessible",)),
    _toggle_null,
    _toggle_null,
    _other_type,
    _rename,
    _add_field,
)


def mutate(subgraphs: Subgraphs, source: random.Random) -> Subgraphs | None:
    """The set with one to three changes that leave it readable; None where none was found."""
    changed = [dict(subgraph) for subgraph in subgraphs]
    for _ in range(source.choice((1, 1, 1, 2, 3))):
        subgraph = source.choice(changed)
        try:
            edit = source.choice(CHANGES)(_nodes(subgraph["sdl"]), source)
            if edit is None:
                continue
            sdl = subgraph["sdl"][: edit.start] + edit.text + subgraph["sdl"][edit.end :]
            parse(sdl)
        except GraphQLSyntaxError:
            continue
        subgraph["sdl"] = sdl
    return changed if changed != subgraphs else None


def mutations(seeds: list[Subgraphs], count: int, seed: int) -> Iterator[Subgraphs]:
    """``count`` new sets, the same ones for the same ``seed``."""
    source = random.Random(seed)  # noqa: S311  # test cases, no secrets
    made = 0
    while made < count:
        found = mutate(source.choice(seeds), source)
        if found is not None:
            made += 1
            yield found
