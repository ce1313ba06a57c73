"""The order of merging. It matters: subtypes are judged by merged types, enums by how merged fields use them."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.composition.elements import ROOTS, Kind
from gateway.composition.facts import Facts, facts_of
from gateway.composition.merging.applied import merge_recorded, record_applied
from gateway.composition.merging.descriptions import merge_description
from gateway.composition.merging.executables import merge_executables
from gateway.composition.merging.features import federation_version, hint_upgrades, link_specifications
from gateway.composition.merging.interfaces import give_interface_object_fields
from gateway.composition.merging.join import add_graphs, graph_names, join_version
from gateway.composition.merging.join_directives import carry_join_directives
from gateway.composition.merging.process import Merging
from gateway.composition.merging.types import kind_mismatches, merge_implements, merge_type
from gateway.composition.report import Report
from gateway.composition.state import SubgraphState

_ORDER = (Kind.SCALAR, Kind.INPUT, Kind.INTERFACE, Kind.OBJECT)


def merge_subgraphs(subgraphs: Sequence[SubgraphState], report: Report, *, hides: bool = False) -> Merging:
    """Merges the subgraphs, which come in the order of their names. The report tells whether it went well.

    ``hides``: the supergraph needs @inaccessible even if no subgraph uses it.
    """
    facts: tuple[Facts, ...] = tuple(map(facts_of, subgraphs))
    names = graph_names([state.name for state in subgraphs])
    merging = Merging(tuple(subgraphs), facts, names, federation_version(subgraphs), report)
    hint_upgrades(merging)
    link_specifications(merging, join_version(merging.version), hides=hides)
    if report.errors:
        return merging
    machinery = set(merging.result.types)
    add_graphs(merging.result, subgraphs, names)
    kind_mismatches(merging)
    _merge_roots(merging)
    _merge_types(merging, machinery | {"join__Graph"})
    if "query" not in merging.result.roots:
        report.error("NO_QUERIES", "No queries found in any subgraph: a supergraph must have a query root type.")
    merge_recorded(merging)
    give_interface_object_fields(merging)
    return merging


def _merge_types(merging: Merging, machinery: set[str]) -> None:
    types = [declared for name, declared in merging.result.types.items() if name not in machinery]
    by_kind = {kind: [declared for declared in types if declared.kind is kind] for kind in Kind}
    for declared in (*by_kind[Kind.OBJECT], *by_kind[Kind.INTERFACE]):
        merge_implements(merging, declared)
    for declared in by_kind[Kind.UNION]:
        merge_type(merging, declared)
    merging.result.forget()
    for kind in _ORDER:
        for declared in by_kind[kind]:
            merge_type(merging, declared)
    merge_executables(merging)
    for declared in by_kind[Kind.ENUM]:
        merge_type(merging, declared)


def _merge_roots(merging: Merging) -> None:
    """Subgraphs were read with root types under their usual names, so that they agree here."""
    sources = {index: state.schema for index, state in enumerate(merging.subgraphs)}
    merge_description(merging, dict(sources), merging.result, "The schema definition")
    record_applied(merging, dict(sources), merging.result)
    for kind, name in ROOTS.items():
        for state in merging.subgraphs:
            declared = state.schema.types.get(name)
            if state.schema.roots.get(kind) == name and declared is not None and declared.fields:
                merging.result.roots[kind] = name
    carry_join_directives(merging, dict(sources), merging.result)
