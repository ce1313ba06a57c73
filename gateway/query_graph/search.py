"""The path search: from these places in the subgraphs, how does one get this field or this type?

Used by the planner (for the paths themselves) and by the composition's satisfiability check (for whether there are
any):

    search = PathSearch(graph, labels=frozenset())
    paths = search.start(OperationKind.QUERY)
    step = search.field(paths, "Query", Field("product"))       # step.paths: one cheapest way per place reached
    step = search.cast(step.paths, "Product", "Book")           # ... on Book
    step = search.field(step.paths, "Book", Field("pages"))
    if not step.paths and not step.through: explain(search, paths, "Book", "pages")      # gateway.query_graph.obstacles

A hop whose key lives in a third subgraph is one hop with a need (a path to the key field that itself takes a hop); only
the cheapest paths to each place are kept, so the work is linear in the operation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from gateway.model.budget import UNLIMITED, Budget
from gateway.model.operation import Field, OperationKind, Selections
from gateway.query_graph.contexts import context_arguments, in_context, in_same_request
from gateway.query_graph.graph import TYPENAME, FieldEdge, Hop, Node, QueryGraph
from gateway.query_graph.leaves import leaves
from gateway.query_graph.outcomes import Advance, Needs, NoWay, Paths
from gateway.query_graph.paths import Cast, Enter, Jump, Move, Path, Take
from gateway.query_graph.prices import REQUEST, request_price
from gateway.query_graph.response_keys import ResponseKeys

__all__ = ["Advance", "Needs", "NoWay", "PathSearch", "Paths"]

PATH = 2
"""Steps for each new path."""


@dataclass(slots=True)
class PathSearch:
    """One search over one graph with the override labels that are active. Paths of one search share their
    beginnings.
    """

    graph: QueryGraph
    labels: frozenset[str] = frozenset()
    budget: Budget = UNLIMITED
    keys: ResponseKeys = field(init=False)
    hops: list[Path] = field(default_factory=list)
    """Every request met, by its bit in ``Path.hops``."""
    known: dict[tuple[Path | None, Move], Path] = field(default_factory=dict)
    landings: dict[tuple[Path, int, Selections], Path | None] = field(default_factory=dict)
    active: set[tuple[Path, int, Selections]] = field(default_factory=set)
    met_active: bool = False
    refusals: dict[tuple[frozenset[tuple[int, bool]], str, Field], NoWay] = field(default_factory=dict)
    """Fields of interfaces that neither all objects nor each type of them can give, by the places asked from."""
    there: dict[int, int] = field(default_factory=dict)
    """What it costs to be at each of the places from which the field in question is looked for."""

    def __post_init__(self) -> None:
        self.keys = ResponseKeys(self.graph)

    # -- the four questions ------------------------------------------------------------------------------------------

    def start(self, kind: OperationKind, order: int = 0) -> Paths:
        """The root of every subgraph that has this kind of operation."""
        return tuple(self._extend(None, Enter(node, order), node) for node in self.graph.entries[kind])

    def field(self, paths: Paths, owner: str, wanted: Field) -> Advance:
        """All cheapest ways to ``wanted`` of the type ``owner``, directly or over one hop, one set for each place.

        On an interface whose implementers must be looked at one by one, ``through`` names them and ``paths`` is empty.
        """
        self.budget.spend(len(paths))
        direct = [path for path in (self._take(each, wanted) for each in paths) if path is not None]
        is_leaf = wanted.name == TYPENAME or self.graph.field_type(owner, wanted.name) in self.graph.leaves
        from_here = {path.previous for path in direct}
        others = (each for each in paths if not (is_leaf and each in from_here))
        outer, self.there = self.there, self._prices(paths)
        indirect = list(chain.from_iterable(self._over_hops(each, wanted) for each in others))
        self.there = outer
        if not direct and wanted.name != TYPENAME and self.graph.is_abstract(owner):
            possible = self.possible_at(paths, owner)
            if possible and (not indirect or self._is_local(paths, owner, possible, wanted)):
                return Advance((), possible)
        return Advance(self.cheapest(direct + indirect))

    def cast(self, paths: Paths, owner: str, name: str) -> Advance:
        """``... on name`` at places of the type ``owner``.

        An abstract ``name`` that means something else in one of the subgraphs gives ``through``, its object types. No
        paths and not blocked: no object of that type can be there, which is no error.
        """
        self.budget.spend(len(paths))
        if self.graph.is_abstract(name):
            return self._cast_to_abstract(paths, owner, name)
        if not self._is_common(paths, owner, name):
            return Advance(())
        direct = [path for path in (self._narrow(each, name) for each in paths) if path is not None]
        fakes = [each for each in paths if each.node is not None and each.node.is_interface_object]
        found = [path for each in fakes for path in self._unmask(each, name)]
        return Advance(self.cheapest(direct + found), is_blocked=bool(fakes) and not direct and not found)

    def presence(self, paths: Paths) -> Paths:
        """Ways to select nothing but ``__typename``, so that the object itself is fetched."""
        return tuple(
            self._extend(each, Take(each.node.fields[TYPENAME], TYPENAME, ()), None) for each in paths if each.node
        )

    def with_types(self, paths: Paths, owner: str, wanted: Field, direct: Paths) -> Iterator[Paths]:
        """For each object type that may be met the ways to the field, those of the type's own beside ``direct``.

        ``direct`` is what ``field`` found for all objects of the interface ``owner``; it is good for each of them.
        """
        for name in self.possible_at(paths, owner):
            narrowed = self.cast(paths, owner, name)
            if narrowed.paths:
                yield self.cheapest([*direct, *self.field(narrowed.paths, name, wanted).paths])
            elif narrowed.is_blocked:
                yield direct

    # -- fields ------------------------------------------------------------------------------------------------------

    def _take(self, path: Path, wanted: Field) -> Path | None:
        node = path.node
        edge = node.fields.get(wanted.name) if node else None
        if node is None or edge is None or not edge.is_active(self.labels) or edge.requires:
            return None
        arguments = wanted.arguments
        if edge.context_arguments:
            known = in_same_request(self, path, edge)
            if known is None:
                return None
            path, arguments = known[0], arguments + known[1]
        if wanted.name == TYPENAME and node.is_interface_object:
            return None  # @interfaceObject: the subgraph only knows the interface, not the object's type
        return self._extend(path, Take(edge, wanted.key, arguments, wanted.directives), edge.tail)

    def _over_hops(self, path: Path, wanted: Field) -> Iterator[Path]:
        """Over each hop that leads to the field, but not to where one of the paths in question is as cheaply."""
        limit = path.cost + REQUEST
        for hop in path.node.hops if path.node else ():
            edge = hop.tail.fields.get(wanted.name)
            if edge is None or not edge.is_active(self.labels) or _is_pointless(path, hop, edge):
                continue
            if not (edge.requires or edge.context_arguments) and self.there.get(hop.tail.index, limit + 1) <= limit:
                continue
            if wanted.name == TYPENAME and hop.tail.is_interface_object:
                continue
            landed = self._jump(path, hop, edge.requires)
            if landed is not None and edge.context_arguments:
                landed = in_context(self, landed, edge)
            if landed is not None:
                arguments = wanted.arguments + context_arguments(landed, edge)
                yield self._extend(landed, Take(edge, wanted.key, arguments, wanted.directives), edge.tail)

    def _jump(self, path: Path, hop: Hop, requires: Selections) -> Path | None:
        """The path over the hop, or None where its key or the required fields cannot be had from here."""
        question = (path, hop.index, requires)
        if question in self.landings:
            return self.landings[question]
        if question in self.active:
            self.met_active = True
            return None
        if hop.key is None:
            return self._extend(path, Jump(hop, (), ()), hop.tail)
        self.budget.spend(PATH)
        self.active.add(question)
        outer, self.met_active = self.met_active, False
        key = self._needs(path, hop.key.fields)
        required = self._needs(path, requires) if key is not None and requires else Needs((), ())
        self.active.discard(question)
        landed: Path | None = None
        if key is not None and required is not None:
            jump = Jump(hop, key.selections, required.selections)
            landed = self._extend(path, jump, hop.tail, key.paths + required.paths)
        if landed is not None or not self.met_active or not self.active:
            self.landings[question] = landed  # a failure that only the recursion guard caused holds only here
        self.met_active = outer or (self.met_active and landed is None)
        return landed

    # -- what a hop needs --------------------------------------------------------------------------------------------

    def _needs(self, path: Path, selections: Selections) -> Needs | None:
        if path.node is None:
            return None
        wanted = self.keys.internal(selections, path.node.type, path.position)
        chosen: list[Path] = []
        hops = path.hops
        try:
            for candidates in self.leaves((path,), path.node.type, wanted):
                best = min(candidates, key=lambda each: (self.cost(each.hops & ~hops), each.depth))
                hops |= best.hops
                chosen.append(best)
        except NoWay:
            return None
        return Needs(wanted, tuple(chosen))

    def leaves(self, paths: Paths, owner: str, selections: Selections) -> Iterator[Paths]:
        """For each leaf of the selections all cheapest ways to it. Raises NoWay where a field cannot be had."""
        return leaves(self, paths, owner, selections)

    def needs(self, path: Path, selections: Selections) -> Needs | None:
        """The cheapest ways to all leaves of a field set from one place, or None."""
        return self._needs(path, selections)

    def extend(self, previous: Path, move: Move, node: Node | None, needs: Paths = ()) -> Path:
        """The path with one more move; equal paths are the same object."""
        return self._extend(previous, move, node, needs)

    # -- casts -------------------------------------------------------------------------------------------------------

    def _narrow(self, path: Path, name: str) -> Path | None:
        node = path.node
        if node is None or node.type == name:
            return path if node else None
        tail = node.casts.get(name)
        return self._extend(path, Cast(tail, tail.possible & node.possible), tail) if tail else None

    def _unmask(self, path: Path, name: str) -> Iterator[Path]:
        """From an @interfaceObject to a subgraph that knows the real object type."""
        for hop in path.node.hops if path.node else ():
            if hop.tail.type != name and name not in hop.tail.casts:
                continue
            landed = self._jump(path, hop, ())
            narrowed = self._narrow(landed, name) if landed else None
            if narrowed is not None:
                yield narrowed

    def _cast_to_abstract(self, paths: Paths, owner: str, name: str) -> Advance:
        possible = self.graph.supergraph.possible
        wanted = possible.get(name, frozenset())
        found: list[Path] = []
        for each in paths:
            node = each.node
            if node is None or (not node.is_abstract and not node.is_interface_object and node.type not in wanted):
                continue
            if node.type == name or (not node.is_abstract and not node.is_interface_object):
                found.append(each)
            elif name in node.casts:
                found.append(self._extend(each, Cast(node.casts[name], wanted & node.possible), node.casts[name]))
            elif node.is_interface_object or wanted & node.possible:
                both = possible.get(owner, frozenset()) & wanted
                return Advance((), tuple(sorted(both)))
        return Advance(tuple(found))

    def _is_common(self, paths: Paths, owner: str, name: str) -> bool:
        """Members of a union that differ by subgraph: only those that every candidate can give may be selected.

        Whichever subgraph is asked must be able to give the same answer (@shareable on a field that returns a union).
        """
        if owner == name or self.graph.supergraph.joined.get(owner) is None:
            return True
        is_union = any(here.members for here in self.graph.supergraph.joined[owner].values())
        return not is_union or all(name in each.node.possible for each in paths if each.node)

    def possible_at(self, paths: Paths, owner: str) -> tuple[str, ...]:
        """The object types that may be met at these places; those of the supergraph where an @interfaceObject hides
        them.
        """
        possible = self.graph.supergraph.possible.get(owner, frozenset())
        if any(each.node is not None and each.node.is_interface_object for each in paths):
            return tuple(sorted(possible))
        return tuple(sorted(possible & frozenset(chain.from_iterable(map(_possible_of, paths)))))

    def places(self, paths: Paths) -> frozenset[tuple[int, bool]]:
        """What there is to be reached depends on this alone: the nodes, and whether one may enter the root again."""
        nodes = ((each.node, isinstance(each.move, Enter)) for each in paths)
        return frozenset((node.index, is_entered) for node, is_entered in nodes if node is not None)

    def _is_local(self, paths: Paths, owner: str, possible: Iterable[str], wanted: Field) -> bool:
        """True where each object type has the field at one of these places, without any hop."""

        def has(name: str) -> bool:
            narrowed = (self._narrow(each, name) for each in paths if each.node and not each.node.is_interface_object)
            return any(path is not None and self._take(path, wanted) is not None for path in narrowed)

        return all(has(name) for name in possible)

    # -- bookkeeping -------------------------------------------------------------------------------------------------

    def cost(self, hops: int) -> int:
        """Of a set of requests; later ones cost a little more."""
        total = 0
        while hops:
            low = hops & -hops
            total += request_price(self.hops[low.bit_length() - 1].depth)
            hops ^= low
        return total

    def _prices(self, paths: Paths) -> dict[int, int]:
        """Node -> what it costs to be there."""
        found: dict[int, int] = {}
        for path in paths if len(paths) > 1 else ():
            if path.node is not None:
                found[path.node.index] = min(path.cost, found.get(path.node.index, path.cost))
        return found

    def cheapest(self, paths: list[Path]) -> Paths:
        """Of the ways to each place the cheapest, all of them where several cost the same."""
        best: dict[int | None, tuple[int, dict[Path, None]]] = {}
        for path in paths:
            place = path.node.index if path.node else path.move.edge.index if isinstance(path.move, Take) else None
            cost = path.cost
            known = best.get(place)
            if known is None or cost < known[0]:
                best[place] = (cost, {path: None})
            elif cost == known[0]:
                known[1][path] = None
        return tuple(path for _, ways in best.values() for path in ways)

    def _extend(self, previous: Path | None, move: Move, node: Node | None, needs: Paths = ()) -> Path:
        question = (previous, move)
        known = self.known.get(question)
        if known is not None:
            return known
        self.budget.spend(PATH)
        if previous is None or not isinstance(move, Take | Cast):
            path = self._begin(previous, move, node, needs)
        else:
            position = (*previous.position, move.key) if isinstance(move, Take) else previous.position
            path = Path(previous, move, node, position, previous.hops, previous.depth, (), previous.cost)
        self.known[question] = path
        return path

    def _begin(self, previous: Path | None, move: Move, node: Node | None, needs: Paths) -> Path:
        """A path that ends with a new request."""
        hops = 1 << len(self.hops)
        depth = 0
        position: tuple[str, ...] = ()
        if previous is not None:
            position = previous.position
            for before in (previous, *needs):
                hops |= before.hops
                depth = max(depth, 1 + before.depth)
        cost = self.cost(hops & ~(1 << len(self.hops))) + request_price(depth)
        path = Path(previous, move, node, position, hops, depth, needs, cost)
        self.hops.append(path)
        return path


def _possible_of(path: Path) -> frozenset[str]:
    if isinstance(path.move, Cast):
        return path.move.names
    return path.node.possible if path.node else frozenset()


def _is_pointless(path: Path, hop: Hop, edge: FieldEdge) -> bool:
    """A hop that needs what it is taken for, or enters the same subgraph without a reason, or leaves the first root."""
    if hop.key is None:
        return isinstance(path.move, Enter)
    if hop.is_reentry and not edge.requires and not edge.context_arguments:
        return True
    names = (each.name for each in hop.key.fields if isinstance(each, Field))
    return edge.tail is None and not (edge.requires or edge.context_arguments) and edge.name in names
