"""How much a caller may ask for in a while: points of what its operations cost, that come back evenly (token bucket).

Buckets are kept in this process, or wherever ``Buckets`` keeps them for several.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Protocol, TypeAlias

from gateway.ground.allowance import Allowance
from gateway.ground.by_caller import ByCaller
from gateway.ground.codes import PublicCode
from gateway.ground.errors import RequestError
from gateway.ground.proxies import cut
from gateway.ground.recent import Recent
from gateway.model.caller import Caller

Clock: TypeAlias = Callable[[], float]
CALLERS = 50_000
"""Buckets that are remembered; one that is forgotten is full again."""
LEAST = 1
"""Points of any request, also of one that is refused or asks for nothing."""


@dataclass(frozen=True, slots=True)
class Level:
    """``left``: points in the bucket. ``wait``: seconds until there are enough; 0: they were taken."""

    left: float
    wait: float = 0.0


class Buckets(Protocol):
    """Where the points of callers are."""

    async def take(self, name: str, allowance: Allowance, points: float, *, must: bool = False) -> Level:
        """Takes the points if there are so many; with ``must`` in any case (below 0: gives them back)."""
        ...


@dataclass(frozen=True, slots=True)
class InMemory:
    """Of one process."""

    clock: Clock = monotonic
    levels: Recent[str, tuple[float, float]] = field(default_factory=lambda: Recent(CALLERS))

    async def take(self, name: str, allowance: Allowance, points: float, *, must: bool = False) -> Level:
        """
        >>> import asyncio
        >>> buckets = InMemory(clock=lambda: 7.0)
        >>> asyncio.run(buckets.take("anna", Allowance(10, 60), 8))
        Level(left=2.0, wait=0.0)
        >>> asyncio.run(buckets.take("anna", Allowance(10, 60), 4))
        Level(left=2.0, wait=12.0)
        """
        now, speed = self.clock(), allowance.points / allowance.seconds
        left, since = self.levels.get(name) or (float(allowance.points), now)
        most = float(allowance.points)
        left = min(most, left + (now - since) * speed)
        # Who asks for more than there ever is gets it when the bucket is full.
        lacking = min(points, allowance.points) - left
        if lacking > 0 and not must:
            self.levels.put(name, (left, now))
            return Level(left, lacking / speed)
        left = min(most, left - points)
        self.levels.put(name, (left, now))
        return Level(left)


@dataclass(frozen=True, slots=True)
class Account:
    """Of one caller. ``kind``: its class, which is the name of the policy."""

    name: str
    kind: str
    allowance: Allowance


@dataclass(frozen=True, slots=True)
class Rate:
    """``allowances``: by the caller's class; whose class has none may ask as much as he likes."""

    allowances: ByCaller[Allowance]
    buckets: Buckets = field(default_factory=InMemory)

    def account(self, caller: Caller, address: str) -> Account | None:
        """By the token's subject, else by the network that the request comes from."""
        found = self.allowances.of(caller.is_authenticated, caller.scopes)
        if found is None:
            return None
        who = f"{caller.claims.get('iss', '')} {caller.subject}" if caller.is_authenticated else cut(address)
        return Account(f"{found[0]} {who}", *found)

    async def take(self, account: Account, points: float) -> Level:
        """Raises RateLimitedError when there are not so many."""
        level = await self.buckets.take(account.name, account.allowance, points)
        if level.wait > 0:
            raise RateLimitedError(account, level)
        return level

    async def settle(self, account: Account, points: float) -> Level:
        """Takes the points whatever there is; below 0 it gives them back."""
        return await self.buckets.take(account.name, account.allowance, points, must=True)


class RateLimitedError(RequestError):
    """The caller has used up its points. ``headers``: what HTTP says of it."""

    def __init__(self, account: Account, level: Level) -> None:
        seconds = max(1, math.ceil(level.wait))
        super().__init__(
            f"You have used up your {account.allowance.points} points of {account.allowance.seconds} s;"
            f" try again in {seconds} s.",
            code=PublicCode.RATE_LIMITED,
            extensions={"retryAfter": seconds},
        )
        self.headers = {"retry-after": str(seconds), **headers_of(account, level)}


def headers_of(account: Account, level: Level) -> Mapping[str, str]:
    """RateLimit header fields for HTTP (draft-ietf-httpapi-ratelimit-headers): the policy, and what is left of it."""
    allowance = account.allowance
    left = max(0, math.floor(level.left))
    full = math.ceil((allowance.points - level.left) * allowance.seconds / allowance.points)
    return {
        "ratelimit-policy": f'"{account.kind}";q={allowance.points};w={allowance.seconds}',
        "ratelimit": f'"{account.kind}";r={left};t={max(0, full)}',
    }
