"""Points of callers: they come back evenly, each caller has its own, and who has none left hears when."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from gateway.ground.allowance import Allowance
from gateway.ground.by_caller import ByCaller
from gateway.guard.rate import InMemory, Rate, RateLimitedError
from gateway.model.caller import ANONYMOUS, Caller

ALLOWED = ByCaller({"anonymous": Allowance(60, 60), "authenticated": Allowance(600, 60)})


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


async def test_points_come_back() -> None:
    clock = Clock()
    rate = Rate(ALLOWED, InMemory(clock))
    account = rate.account(ANONYMOUS, "192.0.2.1")
    assert account is not None
    assert (await rate.take(account, 60)).left == 0
    with pytest.raises(RateLimitedError) as refused:
        await rate.take(account, 5)
    assert refused.value.headers == {
        "retry-after": "5",
        "ratelimit-policy": '"anonymous";q=60;w=60',
        "ratelimit": '"anonymous";r=0;t=60',
    }
    clock.now = 5
    assert (await rate.take(account, 5)).left == 0
    clock.now = 1000
    assert (await rate.take(account, 1)).left == 59, "no more than there ever is"


async def test_what_was_not_needed_is_given_back_and_what_was_more_is_owed() -> None:
    rate = Rate(ALLOWED, InMemory(Clock()))
    account = rate.account(ANONYMOUS, "192.0.2.1")
    assert account is not None
    await rate.take(account, 50)
    assert (await rate.settle(account, -40)).left == 50
    assert (await rate.settle(account, 70)).left == -20
    with pytest.raises(RateLimitedError):
        await rate.take(account, 1)


async def test_each_caller_has_its_own() -> None:
    rate = Rate(ALLOWED, InMemory(Clock()))
    anna, berta = Caller("x", claims={"iss": "a"}), Caller("x", claims={"iss": "b"})
    names = [
        rate.account(ANONYMOUS, "192.0.2.1"),
        rate.account(ANONYMOUS, "192.0.2.200"),
        rate.account(ANONYMOUS, "192.0.3.1"),
        rate.account(anna, "192.0.2.1"),
        rate.account(berta, "192.0.2.1"),
    ]
    assert names[0] == names[1], "one network"
    assert len({each.name for each in names if each}) == 4
    assert Rate(ByCaller({"scope:robot": Allowance(1, 1)})).account(anna, "") is None


async def test_who_asks_for_more_than_there_ever_is_gets_it_from_a_full_bucket() -> None:
    rate = Rate(ALLOWED, InMemory(Clock()))
    account = rate.account(ANONYMOUS, "192.0.2.1")
    assert account is not None
    assert (await rate.take(account, 100)).left == -40
