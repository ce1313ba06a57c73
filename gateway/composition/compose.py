"""The stages of composition in order. A stage that finds errors is the last one: later ones would only repeat them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gateway.composition.access import check_access
from gateway.composition.api import api_schema, namespaces
from gateway.composition.conformance import check_merged
from gateway.composition.guards import hint_guarded
from gateway.composition.hiding import check_hidden
from gateway.composition.merging.applied import inaccessible_name
from gateway.composition.merging.owners import carry_owners
from gateway.composition.merging.process import Merging
from gateway.composition.merging.root_names import carry_root_names
from gateway.composition.merging.supergraph import merge_subgraphs
from gateway.composition.printing import print_schema
from gateway.composition.reading import RESERVED_NAME, TOO_DEEP, read_subgraph
from gateway.composition.report import Report
from gateway.composition.satisfiability import check_satisfiability
from gateway.composition.state import SubgraphState
from gateway.composition.upgrading.upgrade import upgrade_subgraphs
from gateway.composition.validation import validate_subgraph
from gateway.composition.views import show_only
from gateway.model.composition import Composed, CompositionError, CompositionFailed, SubgraphSource, View


def compose(subgraphs: Sequence[SubgraphSource], view: View | None = None) -> Composed | CompositionFailed:
    """Composes subgraphs into one graph; with a ``view``, into the part of it that this view shows.

    The result does not depend on their order. Nothing is raised for wrong input: every error of the first stage that
    finds any is returned, with its code and its places in the subgraphs' texts.
    """
    report = Report()
    try:
        return _compose(subgraphs, view, report)
    except RecursionError:
        report.error("INVALID_GRAPHQL", TOO_DEEP)
        return _failed(report)


def _compose(subgraphs: Sequence[SubgraphSource], view: View | None, report: Report) -> Composed | CompositionFailed:
    states = _read(sorted(subgraphs, key=lambda source: source.name), report)
    if report.errors:
        return _failed(report)
    upgraded = upgrade_subgraphs(states, report)
    possible = _possible(states)
    for state in upgraded:
        validate_subgraph(state, report, possible)
    if report.errors:
        return _failed(report)
    merging = merge_subgraphs(states, report, hides=view is not None)
    if not report.errors:
        carry_owners(merging, subgraphs)
        carry_root_names(merging)
    if view is not None and not report.errors:
        show_only(merging, view)
    for check in (check_merged, check_access, check_hidden, check_satisfiability):
        if not report.errors:
            check(merging)
    if report.errors:
        return _failed(report)
    hint_guarded(merging)
    return _finish(merging)


def _failed(report: Report) -> CompositionFailed:
    return CompositionFailed(tuple(report.errors), tuple(report.hints))


def _read(sources: Iterable[SubgraphSource], report: Report) -> list[SubgraphState]:
    """All that can be read are read before the first is checked: a rule may look at the types of the others."""
    read: list[SubgraphState | list[CompositionError]] = []
    before: str | None = None
    for source in sources:
        if source.name == RESERVED_NAME or not source.name:
            read.append([_misnamed(f'Invalid name "{source.name}" for a subgraph: this name is reserved')])
        elif source.name == before:
            read.append([_misnamed(f'A subgraph named "{source.name}" already exists')])
        else:
            read.append(read_subgraph(source))
            before = source.name if isinstance(read[-1], SubgraphState) else before
    states = [each for each in read if isinstance(each, SubgraphState)]
    possible = _possible(states)
    for each in read:
        if not isinstance(each, SubgraphState):
            report.errors += each
        elif each.federation is not None:
            validate_subgraph(each, report, possible)
    return states


def _misnamed(message: str) -> CompositionError:
    return CompositionError("INVALID_SUBGRAPH_NAME", message)


def _possible(states: Iterable[SubgraphState]) -> dict[str, frozenset[str]]:
    """Composite type -> the object types that it can be in any of the subgraphs."""
    found: dict[str, frozenset[str]] = {}
    for state in states:
        for name in state.schema.types:
            found[name] = found.get(name, frozenset()).union(state.schema.runtime_types(name))
    return found


def _finish(merging: Merging) -> Composed:
    api = api_schema(merging.result, inaccessible_name(merging), namespaces(merging.result))
    return Composed(print_schema(merging.result), print_schema(api), tuple(merging.report.hints))
