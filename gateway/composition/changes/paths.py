"""Changes that clients do not see and that other ministries feel: who resolves what, and how one gets there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gateway.model.changes import Change, ChangeLevel
from gateway.model.supergraph import JoinedType, Supergraph


def path_changes(old: Supergraph, new: Supergraph) -> Iterator[Change]:
    """Subgraphs that come and go, owners of fields, keys, overrides, access control."""
    yield from _subgraphs(old, new)
    for name in sorted(old.joined.keys() & new.joined.keys()):
        yield from _keys(name, old.joined[name], new.joined[name])
        yield from _owners(name, old.joined[name], new.joined[name])
    yield from _access(old, new)


def _subgraphs(old: Supergraph, new: Supergraph) -> Iterator[Change]:
    for name in sorted(new.subgraphs.keys() - old.subgraphs.keys()):
        yield Change(ChangeLevel.SAFE, "SUBGRAPH_ADDED", f'Subgraph "{name}" was added.')
    for name in sorted(old.subgraphs.keys() - new.subgraphs.keys()):
        yield Change(ChangeLevel.DANGEROUS, "SUBGRAPH_REMOVED", f'Subgraph "{name}" was removed.')
    for name in sorted(old.subgraphs.keys() & new.subgraphs.keys()):
        before, after = old.subgraphs[name].url, new.subgraphs[name].url
        if before != after:
            text = f'Subgraph "{name}" moved from {before or "nowhere"} to {after or "nowhere"}.'
            yield Change(ChangeLevel.DANGEROUS, "SUBGRAPH_URL_CHANGED", text)


def _resolvable(joined: Mapping[str, JoinedType], subgraph: str) -> set[str]:
    here = joined.get(subgraph)
    return {key.text for key in here.keys if key.is_resolvable} if here else set()


def _keys(name: str, old: Mapping[str, JoinedType], new: Mapping[str, JoinedType]) -> Iterator[Change]:
    for subgraph in sorted(old.keys() | new.keys()):
        before, after = _resolvable(old, subgraph), _resolvable(new, subgraph)
        for key in sorted(before - after):
            text = f'"{name}" can no longer be entered by the key "{key}" in subgraph "{subgraph}".'
            yield Change(ChangeLevel.DANGEROUS, "ENTITY_KEY_REMOVED", text)
        for key in sorted(after - before):
            text = f'"{name}" can be entered by the key "{key}" in subgraph "{subgraph}".'
            yield Change(ChangeLevel.SAFE, "ENTITY_KEY_ADDED", text)


def _resolving(joined: Mapping[str, JoinedType]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for subgraph, here in joined.items():
        for name, field in here.fields.items():
            if not field.is_external and not field.is_overridden:
                found.setdefault(name, []).append(subgraph)
    return {name: tuple(sorted(subgraphs)) for name, subgraphs in found.items()}


def _owners(name: str, old: Mapping[str, JoinedType], new: Mapping[str, JoinedType]) -> Iterator[Change]:
    before, after = _resolving(old), _resolving(new)
    for field in sorted(before.keys() & after.keys()):
        if before[field] != after[field]:
            was, now = " and ".join(before[field]), " and ".join(after[field])
            text = f'"{name}.{field}" was resolved by {was}, and is now by {now}.'
            yield Change(ChangeLevel.DANGEROUS, "FIELD_OWNER_CHANGED", text)


def _access(old: Supergraph, new: Supergraph) -> Iterator[Change]:
    for coordinate in sorted(old.auth.keys() | new.auth.keys()):
        before, after = old.auth.get(coordinate), new.auth.get(coordinate)
        if before == after:
            continue
        if after is None:
            text = f'"{coordinate}" no longer asks for any access.'
        elif before is None:
            text = f'"{coordinate}" asks for access that it did not ask for.'
        else:
            text = f'"{coordinate}" asks for other access than before.'
        yield Change(ChangeLevel.DANGEROUS, "ACCESS_CHANGED", text)
