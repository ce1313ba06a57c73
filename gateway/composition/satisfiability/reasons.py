"""Why one cannot go on: for each subgraph that a query may be in, what is missing there and what is in the way."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.composition.words import subgraphs_named
from gateway.model.supergraph import EntityKey, JoinedField, JoinedType
from gateway.query_graph.graph import Node
from gateway.query_graph.paths import Path
from gateway.query_graph.search import NoWay, Paths, PathSearch


def reasons_against_field(search: PathSearch, paths: Paths, owner: str, name: str) -> str:
    """One line or block for each subgraph, in the form that users of federation know."""
    found: dict[str, dict[str, None]] = {}
    for path in paths:
        node = path.node
        if node is not None:
            found.setdefault(node.subgraph, {}).update(dict.fromkeys(_against_field(search, path, node, owner, name)))
    return _printed(found)


def reasons_against_type(search: PathSearch, paths: Paths, name: str) -> str:
    """Why objects of this type cannot be told from others: an @interfaceObject does not know its types."""
    found: dict[str, dict[str, None]] = {}
    for path in paths:
        node = path.node
        if node is not None:
            details = found.setdefault(node.subgraph, {f'cannot find type "{name}"': None})
            for subgraph, here in search.graph.supergraph.joined.get(node.type, {}).items():
                if subgraph != node.subgraph and not here.is_interface_object:
                    details |= dict.fromkeys(_against_move(search, path, node, subgraph, here, ""))
    return _printed(found)


def _printed(found: dict[str, dict[str, None]]) -> str:
    blocks = []
    for subgraph, details in found.items():
        if len(details) == 1:
            blocks.append(f'- from subgraph "{subgraph}": {next(iter(details))}.')
        else:
            blocks.append(f'- from subgraph "{subgraph}":' + "".join(f"\n  - {detail}." for detail in details))
    return "\n".join(blocks)


def _against_field(search: PathSearch, path: Path, node: Node, owner: str, name: str) -> Iterator[str]:
    joined = search.graph.supergraph.joined
    type_name = node.type if node.type in joined else owner
    coordinate = f"{type_name}.{name}"
    here = joined[type_name][node.subgraph].fields.get(name)
    yield _against_taking(search, node, type_name, name, here)
    for subgraph, there in joined[type_name].items():
        field = there.fields.get(name)
        if subgraph == node.subgraph or field is None or field.is_external or field.is_overridden:
            continue
        if not _is_active(search, field):
            yield f'field "{coordinate}" of subgraph "{subgraph}" is not there while its override label is decided so'
            continue
        yield from _against_move(search, path, node, subgraph, there, f', which has field "{coordinate}",')
        if field.requires and any(_reaches(search, path, node, key) for key in there.keys if key.is_resolvable):
            yield (
                f'cannot satisfy @require conditions on field "{coordinate}": what it requires cannot be had from '
                f'subgraph "{subgraph}"'
            )


def _is_active(search: PathSearch, field: JoinedField) -> bool:
    return field.label is None or (field.label in search.labels) is field.is_override


def _against_taking(search: PathSearch, node: Node, type_name: str, name: str, here: JoinedField | None) -> str:
    coordinate = f"{type_name}.{name}"
    if here is None:
        return f'cannot find field "{coordinate}"'
    if here.is_overridden or not _is_active(search, here):
        others = [
            subgraph
            for subgraph, there in search.graph.supergraph.joined[type_name].items()
            if subgraph != node.subgraph and name in there.fields and not there.fields[name].is_external
        ]
        by = f" by {subgraphs_named(others)}" if others else ""
        return f'field "{coordinate}" is not resolvable because it is overridden{by}'
    if here.is_external:
        return f'field "{coordinate}" is not resolvable because marked @external'
    if here.requires:
        return f'cannot satisfy @require conditions on field "{coordinate}"'
    return f'cannot find field "{coordinate}"'


def _against_move(
    search: PathSearch, path: Path, node: Node, subgraph: str, there: JoinedType, what: str
) -> Iterator[str]:
    resolvable = [key for key in there.keys if key.is_resolvable]
    kind = "interface" if search.graph.is_abstract(node.type) else "type"
    if not there.keys:
        yield f'cannot move to subgraph "{subgraph}"{what} because {kind} "{node.type}" has no @key defined in ' + (
            f'subgraph "{subgraph}"'
        )
    elif not resolvable:
        yield (
            f'cannot move to subgraph "{subgraph}"{what} because none of the @key defined on {kind} "{node.type}" in '
            f'subgraph "{subgraph}" are resolvable (they are all declared with their "resolvable" argument set to '
            "false)"
        )
    for key in resolvable:
        if not _reaches(search, path, node, key):
            yield (
                f'cannot move to subgraph "{subgraph}" using @key(fields: "{key.text}") of "{node.type}", the key '
                f'field(s) cannot be resolved from subgraph "{node.subgraph}"'
            )


def _reaches(search: PathSearch, path: Path, node: Node, key: EntityKey) -> bool:
    try:
        for _ in search.leaves((path,), node.type, key.fields):
            pass
    except NoWay:
        return False
    return True
