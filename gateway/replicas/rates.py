"""Points of callers in one place for all replicas; from this process's memory while that place is away."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256

from gateway.ground.allowance import Allowance
from gateway.guard.rate import Buckets, InMemory, Level
from gateway.replicas.store import AwayError, Store

# The same as InMemory.take, by the clock of the server: all replicas have the same time there.
SCRIPT = """
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local points, seconds, wanted, must = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4] == '1'
local held = redis.call('HMGET', KEYS[1], 'left', 'since')
local left, since = tonumber(held[1]) or points, tonumber(held[2]) or now
left = math.min(points, left + (now - since) * points / seconds)
local lacking = math.min(wanted, points) - left
if lacking > 0 and not must then
  return {tostring(left), tostring(lacking * seconds / points)}
end
left = math.min(points, left - wanted)
redis.call('HSET', KEYS[1], 'left', string.format('%.6f', left), 'since', string.format('%.6f', now))
redis.call('EXPIRE', KEYS[1], math.ceil(seconds * 2))
return {tostring(left), '0'}
"""


@dataclass(frozen=True, slots=True)
class SharedBuckets:
    """``memory``: what counts meanwhile."""

    store: Store
    memory: Buckets = field(default_factory=InMemory)

    async def take(self, name: str, allowance: Allowance, points: float, *, must: bool = False) -> Level:
        """As InMemory.take."""
        # The key tells nobody who it was.
        key = f"cg:rate:{sha256(name.encode()).hexdigest()[:32]}"
        try:
            left, wait = await self.store.run(
                SCRIPT, key, allowance.points, allowance.seconds, points, "1" if must else "0"
            )
        except AwayError:
            return await self.memory.take(name, allowance, points, must=must)
        return Level(float(left), float(wait))
