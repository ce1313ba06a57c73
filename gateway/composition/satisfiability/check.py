"""Walks the API from its roots, with all places in the subgraphs that a query can be in at each step.

A state is a type of the API with a set of places (types in subgraphs). Whoever can go on from some places can go on
from more, so that a state with a superset of places seen before at its type need not be walked again. What can be
reached from a place depends on the place alone, so that every state starts with fresh paths: the search's memory then
serves all states, and the time is about linear in the size of the graph.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product

from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema, get_named_type, is_composite_type

from gateway.composition.merging.process import Merging
from gateway.composition.printing import print_schema
from gateway.composition.report import Report
from gateway.composition.satisfiability.conditions import ConditionSearch
from gateway.composition.satisfiability.reasons import reasons_against_field, reasons_against_type
from gateway.composition.satisfiability.runtime_types import check_runtime_types
from gateway.composition.satisfiability.trail import Trail, witness
from gateway.ground.errors import ConfigurationError
from gateway.model.budget import Budget, TooExpensiveError
from gateway.model.composition import SourceLocation
from gateway.model.operation import Field, OperationKind
from gateway.query_graph.build import build_query_graph
from gateway.query_graph.graph import QueryGraph
from gateway.query_graph.paths import Path
from gateway.query_graph.read import read_supergraph
from gateway.query_graph.search import Advance, Paths

MOST_STEPS = 2_000_000
"""Looked-at paths after which the check gives up."""
STEPS = 4
"""Of the search for a path, those looked at again counted."""
MOST_LABELS_TOGETHER = 4
"""Labels of progressive overrides whose combinations are all tried; with more, each is tried alone."""


@dataclass(frozen=True, slots=True)
class _State:
    type: str
    paths: Paths
    trail: Trail | None


@dataclass(slots=True)
class _Walk:
    """One walk for one kind of operation with one choice of labels."""

    merging: Merging
    report: Report
    search: ConditionSearch
    kind: OperationKind
    seen: dict[str, list[frozenset[int]]] = field(default_factory=dict)
    waiting: list[_State] = field(default_factory=list)

    @property
    def api(self) -> GraphQLSchema:
        return self.search.graph.supergraph.api

    def run(self) -> None:
        while self.waiting:
            state = self.waiting.pop()
            if not self._is_known(state) and not self._is_empty(state):
                self._walk_fields(state)
                self._walk_types(state)

    def push(self, name: str, paths: Paths, trail: Trail | None) -> None:
        """A state to walk; each of its places once."""
        self.waiting.append(_State(name, self._fresh(paths), trail))

    def fail(self, trail: Trail, reasons: str) -> None:
        query = witness(self.api, self.kind.value, trail)
        message = (
            f"The following supergraph API query:\n{query}\ncannot be satisfied by the subgraphs because:\n{reasons}"
        )
        places: list[SourceLocation] = []
        for index, state in enumerate(self.merging.subgraphs):
            declared = state.schema.types.get(trail.owner)
            found = declared.fields.get(trail.name) if declared else None
            places += self.merging.place(index, found) if found else ()
        self.report.error("SATISFIABILITY_ERROR", message, places)

    def _fresh(self, paths: Paths) -> Paths:
        roots = {node.type for nodes in self.search.graph.entries.values() for node in nodes}
        found: dict[int, Path] = {}
        for path in paths:
            node = path.node
            if node is None or node.index in found:
                continue
            # A root type entered again below a field may be left for that of another subgraph: keep how it was entered.
            found[node.index] = path if node.type in roots else self.search.entry(node)
        return tuple(found.values())

    def _is_known(self, state: _State) -> bool:
        places = frozenset(path.node.index for path in state.paths if path.node)
        known = self.seen.setdefault(state.type, [])
        if any(other <= places for other in known):
            return True
        known.append(places)
        return False

    def _is_empty(self, state: _State) -> bool:
        """No object can be there: an interface that nothing implements in the only subgraphs that give it. Whatever is
        asked below it is answered by its null or its empty list.
        """
        return self.search.graph.is_abstract(state.type) and not self.search.possible_at(state.paths, state.type)

    def _walk_fields(self, state: _State) -> None:
        declared = self.api.type_map[state.type]
        if not isinstance(declared, GraphQLObjectType | GraphQLInterfaceType):
            return
        for name, definition in declared.fields.items():
            trail = Trail(state.trail, state.type, name)
            step = self.search.field(state.paths, state.type, Field(name))
            ways = self._each_type(state, name, trail, step.through) if step.through else self._all(state, step, trail)
            paths = tuple(path for way in ways for path in way)
            target = get_named_type(definition.type)
            if not paths or not is_composite_type(target):
                continue
            if not check_runtime_types(self.merging, self.report, self.search.graph, self._query, trail, paths):
                continue
            if state.trail is None and self.kind is OperationKind.MUTATION:
                self._walk_mutation(trail, target.name, paths)
                continue
            if step.paths and self.search.graph.is_abstract(state.type):
                ways = [*self.search.with_types(state.paths, state.type, Field(name), step.paths)] or ways
            for way in ways:
                self.push(target.name, way, trail)

    def _query(self, trail: Trail) -> str:
        return witness(self.api, self.kind.value, trail)

    def _all(self, state: _State, step: Advance, trail: Trail) -> list[Paths]:
        if not step.paths:
            self.fail(trail, reasons_against_field(self.search, state.paths, state.type, trail.name))
        return [step.paths]

    def _each_type(self, state: _State, name: str, trail: Trail, through: Iterable[str]) -> list[Paths]:
        """For each object type the ways to its field. Each must be enough alone: an object has one type."""
        found: list[Paths] = []
        for each in through:
            narrowed = self.search.cast(state.paths, state.type, each)
            below = self.search.field(narrowed.paths, each, Field(name)) if narrowed.paths else None
            if below is not None and not below.paths:
                cast = Trail(state.trail, state.type, each, is_cast=True)
                reasons = reasons_against_field(self.search, narrowed.paths, each, name)
                self.fail(Trail(cast, each, name) if each in self.api.type_map else trail, reasons)
            elif below is not None:
                found.append(below.paths)
            elif narrowed.is_blocked:
                self.fail(trail, reasons_against_type(self.search, state.paths, each))
        return found

    def _walk_types(self, state: _State) -> None:
        if not self.search.graph.is_abstract(state.type):
            return
        for name in sorted(self.search.graph.supergraph.possible.get(state.type, ())):
            if name not in self.api.type_map:
                continue
            step = self.search.cast(state.paths, state.type, name)
            trail = Trail(state.trail, state.type, name, is_cast=True)
            if step.is_blocked:
                self.fail(trail, reasons_against_type(self.search, state.paths, name))
            elif step.paths:
                # Once the type is known, the subgraph of the @interfaceObject still answers for its own fields.
                hidden = tuple(path for path in state.paths if path.node and path.node.is_interface_object)
                self.push(name, step.paths + hidden, trail)

    def _walk_mutation(self, trail: Trail, target: str, paths: Paths) -> None:
        """A mutation field is called once: one of the subgraphs that have it must be enough for everything below."""
        by_subgraph: dict[str, list[Path]] = {}
        for path in paths:
            home = path.previous.node.subgraph if path.previous and path.previous.node else ""
            by_subgraph.setdefault(home, []).append(path)
        if len(by_subgraph) == 1:
            self.push(target, paths, trail)
            return
        reports: dict[str, Report] = {}
        for subgraph, own in by_subgraph.items():
            reports[subgraph] = Report()
            walk = _Walk(self.merging, reports[subgraph], self.search, self.kind)
            walk.push(target, tuple(own), trail)
            walk.run()
            self.report.hints += reports[subgraph].hints
        if all(report.errors for report in reports.values()):
            self._fail_mutation(trail, reports)

    def _fail_mutation(self, trail: Trail, reports: dict[str, Report]) -> None:
        coordinate = f"{trail.owner}.{trail.name}"
        lines = [
            f'Supergraph API queries using the mutation field "{coordinate}" at top-level must be satisfiable without '
            "needing to call that field from multiple subgraphs, but every subgraph with that field encounters "
            "satisfiability errors. Please fix these satisfiability errors for (at least) one of the following "
            "subgraphs with the mutation field:"
        ]
        for subgraph, report in reports.items():
            lines.append(f'- When calling "{coordinate}" at top-level from subgraph "{subgraph}":')
            lines += [f"  {line}".rstrip() for error in report.errors for line in error.message.split("\n")]
        self.report.error("SATISFIABILITY_ERROR", "\n".join(lines))


def check_satisfiability(merging: Merging, most_steps: int = MOST_STEPS) -> None:
    """Adds SATISFIABILITY_ERROR for every smallest query that cannot be answered.

    Reads the supergraph as the gateway does; INVALID_GRAPHQL for what GraphQL itself forbids in it. Also
    SHAREABLE_HAS_MISMATCHED_RUNTIME_TYPES, and MAX_VALIDATION_SUBGRAPH_PATHS_EXCEEDED for a graph too large.
    """
    try:
        graph = build_query_graph(read_supergraph(print_schema(merging.result)))
    except ConfigurationError as error:
        # What is wrong with the whole schema is mostly wrong with the API schema, too.
        for problem in dict.fromkeys(each.removeprefix("API ").removeprefix("schema: ") for each in error.problems):
            merging.report.error("INVALID_GRAPHQL", problem)
        return
    try:
        for labels in _choices(sorted(graph.supergraph.labels)):
            _check(merging, graph, labels, most_steps)
    except TooExpensiveError:
        merging.report.error(
            "MAX_VALIDATION_SUBGRAPH_PATHS_EXCEEDED",
            f"Maximum number of validation subgraph paths exceeded: {most_steps}",
        )


def _check(merging: Merging, graph: QueryGraph, labels: frozenset[str], most_steps: int) -> None:
    search = ConditionSearch(graph, labels, budget=Budget(STEPS * most_steps))
    found = Report()
    for kind in OperationKind:
        root = {
            OperationKind.QUERY: graph.supergraph.api.query_type,
            OperationKind.MUTATION: graph.supergraph.api.mutation_type,
            OperationKind.SUBSCRIPTION: graph.supergraph.api.subscription_type,
        }[kind]
        if root is not None:
            walk = _Walk(merging, found, search, kind)
            walk.push(root.name, search.start(kind), None)
            walk.run()
    report = merging.report
    report.errors += [error for error in dict.fromkeys(found.errors) if error not in report.errors]
    report.hints += [hint for hint in dict.fromkeys(found.hints) if hint not in report.hints]


def _choices(labels: list[str]) -> list[frozenset[str]]:
    """The sets of active labels to try; both states of each label are among them."""
    if len(labels) <= MOST_LABELS_TOGETHER:
        states = product((False, True), repeat=len(labels))
        return [frozenset(label for label, active in zip(labels, state, strict=True) if active) for state in states]
    alone = [frozenset({label}) for label in labels]
    return [frozenset(), frozenset(labels), *alone]
