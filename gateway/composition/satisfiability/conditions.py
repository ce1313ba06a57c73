"""The planner's path search with the limits that every composition puts on conditions.

Our planner could plan a little more than others. A supergraph is promised to all gateways that read the join
specification, though, so that composition accepts only what all of them can plan:

* what a key into a subgraph needs is never fetched from that subgraph itself;
* what a field requires can be had from the subgraph of that field, wherever the object was before: otherwise a new way
  to the object in one ministry would break the field of another;
* a field under a progressive override is in nobody's condition, because labels are decided request by request.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from gateway.model.operation import Field, Selections
from gateway.query_graph.graph import Hop, Node
from gateway.query_graph.paths import Enter, Path, Take
from gateway.query_graph.search import Needs, PathSearch

Landings = dict[tuple[Path, int, Selections], Path | None]


@dataclass(slots=True)
class ConditionSearch(PathSearch):
    """``entering``: the subgraphs whose keys are being resolved; what was learnt holds for one such set only."""

    entering: frozenset[str] = frozenset()
    hop: Hop | None = None
    depth: int = 0
    memory: dict[tuple[frozenset[str], bool], Landings] = field(default_factory=dict)
    entries: dict[int, Path] = field(default_factory=dict)

    def _jump(self, path: Path, hop: Hop, requires: Selections) -> Path | None:
        if hop.tail.subgraph in self.entering:
            return None
        outer, self.hop = self.hop, hop
        landed = PathSearch._jump(self, path, hop, requires)
        if landed is not None and requires and self._needs(self.entry(hop.tail), requires) is None:
            landed = None
        self.hop = outer
        return landed

    def entry(self, node: Node) -> Path:
        """A path that begins at a place, wherever it may have come from; always the same one."""
        if node.index not in self.entries:
            self.entries[node.index] = Path(None, Enter(node, 0), node, (), 0, 0)
        return self.entries[node.index]

    def _needs(self, path: Path, selections: Selections) -> Needs | None:
        outer = self.entering, self.landings, self.hop
        if self.hop is not None and self.hop.key is not None and selections is self.hop.key.fields:
            self.entering |= {self.hop.tail.subgraph}
        self.depth += 1
        self.landings = self.memory.setdefault((self.entering, True), {})
        found = PathSearch._needs(self, path, selections)
        self.depth -= 1
        self.entering, self.landings, self.hop = outer
        return found

    def _take(self, path: Path, wanted: Field) -> Path | None:
        edge = path.node.fields.get(wanted.name) if path.node else None
        if self.depth and edge is not None and edge.label is not None:
            return None
        return PathSearch._take(self, path, wanted)

    def _over_hops(self, path: Path, wanted: Field) -> Iterator[Path]:
        for found in PathSearch._over_hops(self, path, wanted):
            if not (self.depth and isinstance(found.move, Take) and found.move.edge.label is not None):
                yield found
