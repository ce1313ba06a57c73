"""Why a field cannot be had from some places: the reasons, for each subgraph, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gateway.model.supergraph import JoinedType
from gateway.query_graph.graph import TYPENAME, Node
from gateway.query_graph.paths import Path
from gateway.query_graph.search import PathSearch


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why nothing leads on from ``subgraph``."""

    subgraph: str
    reason: str


def explain(search: PathSearch, paths: Iterable[Path], owner: str, name: str) -> tuple[Obstacle, ...]:
    """Every reason why the field ``name`` of ``owner`` cannot be had from these places, each once.

    The words are those that users of Federation know from other composition libraries.
    """
    found: dict[Obstacle, None] = {}
    for path in paths:
        if path.node is not None:
            found |= dict.fromkeys(_at(search, path.node, owner, name))
    return tuple(found)


def _at(search: PathSearch, node: Node, owner: str, name: str) -> Iterator[Obstacle]:
    yield Obstacle(node.subgraph, _here(search, node, name))
    types = search.graph.supergraph.joined
    for subgraph, here in types.get(owner, {}).items():
        if subgraph == node.subgraph or not (name == TYPENAME or name in here.fields):
            continue
        if here.fields.get(name) is not None and here.fields[name].is_external:
            continue
        yield from (Obstacle(node.subgraph, reason) for reason in _no_move(node, subgraph, owner, name, here))


def _here(search: PathSearch, node: Node, name: str) -> str:
    coordinate = f'"{node.type}.{name}"'
    if name == TYPENAME:
        return f'the runtime type of "{node.type}" is not known: it is an @interfaceObject.'
    joined = search.graph.supergraph.joined[node.type][node.subgraph].fields.get(name)
    if joined is None:
        return f"cannot find field {coordinate}."
    if joined.is_external:
        return f"field {coordinate} is not resolvable because marked @external."
    if joined.is_overridden:
        return f"field {coordinate} is not resolvable because it is overridden by another subgraph."
    if joined.label is not None and (joined.label in search.labels) is not joined.is_override:
        state = "active" if joined.label in search.labels else "not active"
        return f'field {coordinate} is not resolvable while the override label "{joined.label}" is {state}.'
    if joined.requires:
        return f"cannot satisfy @require conditions on field {coordinate}."
    if joined.context_arguments:
        return f"cannot satisfy @fromContext conditions on field {coordinate}."
    return f"field {coordinate} cannot be resolved for every type that implements it."


def _no_move(node: Node, subgraph: str, owner: str, name: str, here: JoinedType) -> Iterator[str]:
    move = f'cannot move to subgraph "{subgraph}"'
    has = f'{move}, which has field "{owner}.{name}", because'
    if not here.keys:
        yield f'{has} type "{owner}" has no @key defined in subgraph "{subgraph}".'
    elif not any(key.is_resolvable for key in here.keys):
        yield (
            f'{has} none of the @key defined on type "{owner}" in subgraph "{subgraph}" are resolvable '
            '(they are all declared with their "resolvable" argument set to false).'
        )
    else:
        for key in here.keys:
            if key.is_resolvable:
                yield (
                    f'{move} using @key(fields: "{key.text}") of "{owner}", the key field(s) cannot be resolved '
                    f'from subgraph "{node.subgraph}".'
                )
