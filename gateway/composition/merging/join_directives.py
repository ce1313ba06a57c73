"""Directives that the supergraph carries per subgraph, as `@join__directive` (cache tags)."""

from __future__ import annotations

from gateway.composition.elements import Element
from gateway.composition.merging.features import JOIN_DIRECTIVES
from gateway.composition.merging.join import join
from gateway.composition.merging.process import Merging, Sources, T
from gateway.composition.values import EnumWord, Value, same_value


def carry_join_directives(merging: Merging, sources: Sources[T], target: Element) -> None:
    """One `@join__directive` for each distinct application, with all the subgraphs that have it."""
    found: list[tuple[str, dict[str, Value], list[Value]]] = []
    for index, source in sources.items():
        for applied in source.applied if source else ():
            name = _canonical_name(merging, index, applied.name, applied.spec)
            if name is None:
                continue
            graph = EnumWord(merging.graphs[index])
            for other, args, graphs in found:
                if other == name and same_value(dict(args), dict(applied.args)):
                    graphs.append(graph)
                    break
            else:
                found.append((name, applied.args, [graph]))
    for name, args, graphs in found:
        join(target, "directive", graphs=graphs, name=name, args=dict(args))


def _canonical_name(merging: Merging, index: int, name: str, word: str | None) -> str | None:
    """The name under which the directive is known to everybody, or None for one that is not carried so."""
    source = merging.subgraphs[index].links.source_of_directive(name)
    if source is None or word not in JOIN_DIRECTIVES:
        return None
    feature, element = source
    return element if feature.name == element else f"{feature.name}__{element}"
