"""The stages of composition in order. A stage that finds errors is the last one: later ones would only repeat them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gateway.composition.api import api_schema
from gateway.composition.links import parse_url
from gateway.composition.merging.applied import inaccessible_name
from gateway.composition.merging.process import Merging
from gateway.composition.merging.supergraph import merge_subgraphs
from gateway.composition.printing import print_schema
from gateway.composition.reading import RESERVED_NAME, read_subgraph
from gateway.composition.report import Report
from gateway.composition.state import SubgraphState
from gateway.model.composition import Composed, CompositionError, CompositionFailed, SubgraphSource


def compose(subgraphs: Sequence[SubgraphSource]) -> Composed | CompositionFailed:
    """Composes subgraphs into one graph.

    The result does not depend on their order. Nothing is raised for wrong input: every error of the first stage that
    finds any is returned, with its code and its places in the subgraphs' texts.
    """
    report = Report()
    states = _read(sorted(subgraphs, key=lambda source: source.name), report)
    if report.errors:
        return _failed(report)
    merging = merge_subgraphs(states, report)
    if report.errors:
        return _failed(report)
    return _finish(merging)


def _failed(report: Report) -> CompositionFailed:
    return CompositionFailed(tuple(report.errors), tuple(report.hints))


def _read(sources: Iterable[SubgraphSource], report: Report) -> list[SubgraphState]:
    states: list[SubgraphState] = []
    for source in sources:
        if source.name == RESERVED_NAME or not source.name:
            message = f'Invalid name "{source.name}" for a subgraph: this name is reserved'
            report.errors.append(CompositionError("INVALID_SUBGRAPH_NAME", message))
        elif states and states[-1].name == source.name:
            message = f'A subgraph named "{source.name}" already exists'
            report.errors.append(CompositionError("INVALID_SUBGRAPH_NAME", message))
        else:
            state = read_subgraph(source)
            if isinstance(state, SubgraphState):
                states.append(state)
            else:
                report.errors += state
    return states


def _finish(merging: Merging) -> Composed:
    api = api_schema(merging.result, inaccessible_name(merging), namespaces(merging))
    return Composed(print_schema(merging.result), print_schema(api), tuple(merging.report.hints))


def namespaces(merging: Merging) -> frozenset[str]:
    """The names under which the supergraph links specifications."""
    names = set()
    for applied in merging.result.applied:
        url = applied.args.get("url")
        if applied.name == "link" and isinstance(url, str):
            names.add(str(applied.args.get("as") or parse_url(url)[1]))
    return frozenset(names)
