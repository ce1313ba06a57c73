"""Answers for bad times that every replica may give: those that are for everybody. What is for one stays in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from time import monotonic

from gateway.ground.json_codec import write_json
from gateway.replicas.store import AwayError, Store
from gateway.subgraphs.stale import Kept, Key, Larder

LARGEST = 1_000_000
"""Bytes of an answer that is worth the way."""


@dataclass(frozen=True, slots=True)
class SharedLarder:
    """``memory``: this process's own."""

    store: Store
    memory: Larder
    clock: Callable[[], float] = monotonic

    async def get(self, key: Key, *, is_public: bool) -> Kept | None:
        found = await self.memory.get(key, is_public=is_public)
        if found is not None or not is_public:
            return found
        try:
            held = await self.store.get(_name(key))
        except AwayError:
            return None
        if held is None:
            return None
        as_of, _, body = held.partition(b"\n")
        return Kept(body, self.clock(), as_of.decode("ascii", "replace"))

    async def put(self, key: Key, kept: Kept, seconds: float, *, is_public: bool) -> None:
        await self.memory.put(key, kept, seconds, is_public=is_public)
        if is_public and len(kept.body) <= LARGEST:
            try:
                await self.store.put(_name(key), kept.as_of.encode() + b"\n" + kept.body, int(seconds))
            except AwayError:
                return  # this process has it


def _name(key: Key) -> str:
    subgraph, url, body, headers = key
    text = write_json([subgraph, url, sorted(map(list, headers))]) + body
    return f"cg:stale:{sha256(text).hexdigest()}"
