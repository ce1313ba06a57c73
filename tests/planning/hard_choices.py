"""Graphs in which many plans are possible and few are good; each with the fewest requests that can do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.composition import compose
from gateway.model.composition import Composed, SubgraphSource
from gateway.model.supergraph import Supergraph
from gateway.query_graph import read_supergraph

HEAD = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@shareable"])\n'


@dataclass(frozen=True)
class HardChoice:
    name: str
    subgraphs: Mapping[str, str]
    query: str
    fewest: int

    @property
    def supergraph_sdl(self) -> str:
        sources = [SubgraphSource(name, f"http://{name}.example", sdl) for name, sdl in self.subgraphs.items()]
        composed = compose(sources)
        assert isinstance(composed, Composed), composed
        return composed.supergraph_sdl

    @property
    def supergraph(self) -> Supergraph:
        return read_supergraph(self.supergraph_sdl)


def two_fields() -> HardChoice:
    """Each field in a subgraph of its own, both in a third one."""
    graphs = {
        "a": HEAD + "type Query { f1: Int @shareable }",
        "y": HEAD + "type Query { f2: Int @shareable }",
        "z": HEAD + "type Query { f1: Int @shareable f2: Int @shareable }",
    }
    return HardChoice("two root fields", graphs, "{ f1 f2 }", 1)


def twelve_roots() -> HardChoice:
    """The same twelve times over: whoever takes the cheapest next step takes twelve."""
    fields = [f"f{number}" for number in range(12)]
    graphs = {f"s{field}": f"{HEAD}type Query {{ {field}: Int @shareable }}" for field in fields}
    graphs["z"] = f"{HEAD}type Query {{ {' '.join(f'{field}: Int @shareable' for field in fields)} }}"
    return HardChoice("twelve root fields", graphs, f"{{ {' '.join(fields)} }}", 1)


def entity_fields() -> HardChoice:
    """Two fields of an entity, each in a subgraph of its own, both in a third one."""
    entity = '{HEAD}type E @key(fields: "id") {{ id: ID! {fields} }}'
    graphs = {
        "root": HEAD + 'type Query { e: E } type E @key(fields: "id") { id: ID! }',
        "a": entity.format(HEAD=HEAD, fields="f1: Int @shareable"),
        "y": entity.format(HEAD=HEAD, fields="f2: Int @shareable"),
        "z": entity.format(HEAD=HEAD, fields="f1: Int @shareable f2: Int @shareable"),
    }
    return HardChoice("entity fields", graphs, "{ e { f1 f2 } }", 2)


def nested(depth: int, width: int) -> HardChoice:
    """Entities within entities that every subgraph can walk through, each with something of its own on every level."""
    graphs = {}
    for number in range(width):
        levels = [
            f'type L{level} @key(fields: "id") {{ id: ID! own{number}: Int '
            + (f"next: L{level + 1} @shareable }}" if level < depth else "}")
            for level in range(depth + 1)
        ]
        root = "type Query { top: L0 } " if number == 0 else ""
        graphs[f"s{number}"] = HEAD + root + " ".join(levels)
    own = " ".join(f"own{number}" for number in range(width))
    query = own
    for _ in range(depth):
        query = f"{own} next {{ {query} }}"
    return HardChoice(f"depth {depth}, {width} subgraphs", graphs, f"{{ top {{ {query} }} }}", width)


CASES = (
    two_fields(),
    twelve_roots(),
    entity_fields(),
    nested(4, 3),
    nested(8, 4),
    nested(10, 6),
)
