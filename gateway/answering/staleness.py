"""What of an answer is not of today: said where it stands, and to caches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from gateway.execution import Call
from gateway.ground.json_codec import write_json
from gateway.model.operation import Field, Fragment, Selections
from gateway.model.plan import Each, Fetch, Key, MergePath, Plan
from gateway.model.result import EVERY

StoodIn: TypeAlias = Iterable[tuple[Call, str]]
"""The calls for which an earlier answer stood in, and when that came."""
CACHE_STATUS = "cache-status"


def with_stale(body: bytes, plan: Plan, stood_in: StoodIn) -> bytes:
    """An answer with ``extensions.stale``: ``{path, service, asOf}`` for each place."""
    said = [
        {"path": place, "service": call.subgraph, "asOf": as_of}
        for call, as_of in stood_in
        for place in _places(plan.fetches[call.fetch])
    ]
    return body[:-1] + b',"extensions":' + write_json({"stale": said}) + b"}"


def cache_status(stood_in: StoodIn) -> str:
    """RFC 9211: that this cache gave what is stale, and whose."""
    names = dict.fromkeys(call.subgraph for call, _ in stood_in)
    return ", ".join(f'civic-gateway; fwd=stale; detail="{name}"' for name in names)


def _places(fetch: Fetch) -> Iterator[list[str]]:
    if fetch.root is not None:
        above = _path(fetch.root.path)
        yield from ([*above, name] for name in _keys(fetch.root.selections))
    for call in fetch.entities:
        yield from ([*_path(path), name] for path in call.paths for name in _keys(call.selections))


def _path(path: MergePath) -> list[str]:
    """
    >>> _path((Key("ideas"), Each(), Key("topic")))
    ['ideas', '@', 'topic']
    """
    found: list[str] = []
    for step in path:
        match step:
            case Key(name):
                found.append(name)
            case Each():
                found.append(EVERY)
    return found


def _keys(selections: Selections) -> Iterator[str]:
    seen: dict[str, None] = {}
    for selection in selections:
        match selection:
            case Field():
                seen[selection.key] = None
            case Fragment():
                seen |= dict.fromkeys(_keys(selection.selections))
    return iter(name for name in seen if name != "__typename")
