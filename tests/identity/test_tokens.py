"""Tokens: what holds, what does not, and keys that come and go."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gateway.ground.errors import RequestError, SubgraphError
from gateway.identity.keys import KEYS_AGE, KEYS_LAST, KEYS_PAUSE, KeyRing
from gateway.identity.signing import Issuer, Persona, public_jwk
from gateway.identity.tokens import LEEWAY, Checker
from gateway.model.caller import ANONYMOUS

KEY = Ed25519PrivateKey.generate()
OTHER_KEY = Ed25519PrivateKey.generate()
LONG_AGO, FOR_EVER = (
    1_000_000_000,
    4_102_444_800,
)  # 2001 and 2100: tokens are made at import, and used when their turn comes
ANNA = Persona("anna", "Anna Beispiel", "actor-1", ["ideas:write", "profile:write"], "STORK-QAA-Level-3")


def issuer(key: Ed25519PrivateKey = KEY) -> Issuer:
    return Issuer("issuer", "civic-coding", key, {"anna": ANNA})


class Provider:
    """The identity provider's key address, and how often it was asked."""

    def __init__(self, *keys: Ed25519PrivateKey) -> None:
        self.keys = list(keys)
        self.asked = 0
        self.is_away = False
        self.open = asyncio.Event()
        self.open.set()

    async def __call__(self) -> jwt.PyJWKSet:
        self.asked += 1
        await self.open.wait()
        if self.is_away:
            raise OSError("unreachable")
        return jwt.PyJWKSet.from_dict({"keys": [public_jwk(key) for key in self.keys]})


class Clock:
    def __init__(self, now: float = 1000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def checker(provider: Provider | None = None, clock: Any = time.monotonic) -> Checker:
    return Checker(KeyRing(provider or Provider(KEY), clock), "issuer", "civic-coding")


async def test_a_good_token_says_who_asks() -> None:
    caller = await checker()(f"Bearer {issuer().token(ANNA)}")
    assert (caller.subject, caller.scopes) == ("anna", frozenset({"ideas:write", "profile:write"}))
    assert (caller.claims["actor_id"], caller.claims["acr"]) == ("actor-1", "STORK-QAA-Level-3")
    assert caller.is_authenticated


async def test_without_a_token_one_is_anonymous() -> None:
    assert await checker()(None) is ANONYMOUS


def signed(**changes: Any) -> str:
    claims = {"iss": "issuer", "aud": "civic-coding", "sub": "anna", "exp": FOR_EVER} | changes
    claims = {name: value for name, value in claims.items() if value is not None}
    return "Bearer " + jwt.encode(claims, KEY, algorithm="EdDSA", headers={"kid": public_jwk(KEY)["kid"]})


CLAIMS = {"iss": "issuer", "sub": "anna", "aud": "civic-coding", "exp": FOR_EVER}


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Bearer ",
        "Basic YTpi",
        "Bearer nonsense",
        "Bearer a.b.c",
        "Bearer \xff\xfe",
        "Bearer " + jwt.encode(CLAIMS, "", algorithm="none"),
        "Bearer " + jwt.encode(CLAIMS, "s" * 64, algorithm="HS256"),
        "Bearer " + issuer(OTHER_KEY).token(ANNA),
        signed(exp=LONG_AGO),
        signed(exp=None),
        signed(sub=None),
        signed(aud="another"),
        signed(aud=None),
        signed(iss="another"),
        signed(iss=None),
        signed(nbf=FOR_EVER - 1),
    ],
)
async def test_what_does_not_hold_is_refused(authorization: str) -> None:
    with pytest.raises(RequestError) as caught:
        await checker()(authorization)
    assert caught.value.code == "UNAUTHENTICATED"


async def test_an_expired_token_says_so() -> None:
    with pytest.raises(RequestError, match="expired"):
        await checker()(signed(exp=LONG_AGO))


async def test_what_was_good_is_looked_at_again_when_its_time_is_over() -> None:
    provider, clock = Provider(KEY), Clock(FOR_EVER - 60.0)
    check = Checker(KeyRing(provider), "issuer", "civic-coding", clock)
    token = signed()
    await check(token)
    check.keys.keys, provider.is_away = (), True
    assert (await check(token)).subject == "anna", "remembered"
    clock.now += 60 + LEEWAY + 1
    with pytest.raises(SubgraphError, match="try again later"):
        await check(token)


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_a_key_that_is_gone_ends_the_tokens_that_it_signed() -> None:
    provider, clock = Provider(KEY), Clock()
    check = checker(provider, clock)
    token = signed()
    assert (await check(token)).subject == "anna"
    provider.keys = [OTHER_KEY]
    clock.now += KEYS_AGE + 1
    await check(token)  # asks for the keys beside the request
    await settle()
    with pytest.raises(RequestError, match="unknown key"):
        await check(token)


async def test_keys_are_asked_for_once_and_again_when_they_are_old() -> None:
    provider, clock = Provider(KEY), Clock()
    check = checker(provider, clock)
    for number in range(3):
        await check(signed(jti=str(number)))
    assert provider.asked == 1
    clock.now += KEYS_AGE + 1
    await check(signed(jti="new"))
    await settle()
    assert provider.asked == 2


def strange() -> str:
    return "Bearer " + issuer(OTHER_KEY).token(ANNA)


async def test_a_new_key_is_found_at_once() -> None:
    provider = Provider(KEY)
    check = checker(provider)
    await check(signed())
    provider.keys.append(OTHER_KEY)
    assert (await check(strange())).subject == "anna"
    assert provider.asked == 2


async def test_unknown_keys_do_not_flood_the_provider() -> None:
    provider, clock = Provider(KEY), Clock()
    check = checker(provider, clock)
    await check(signed())
    for _ in range(5):
        with pytest.raises(RequestError, match="unknown key"):
            await check(strange())
    assert provider.asked == 2
    provider.keys.append(OTHER_KEY)
    clock.now += KEYS_PAUSE
    assert (await check(strange())).subject == "anna"
    assert provider.asked == 3


async def test_who_comes_while_keys_are_fetched_waits_for_them() -> None:
    provider = Provider(KEY)
    check = checker(provider)
    provider.open.clear()
    coming = [asyncio.create_task(check(signed(jti=str(number)))) for number in range(10)]
    await settle()
    coming[0].cancel()  # one who leaves does not end the fetch of the others
    await settle()
    assert not any(each.done() for each in coming[1:])
    provider.open.set()
    assert [(await each).subject for each in coming[1:]] == ["anna"] * 9
    assert provider.asked == 1


async def test_after_a_rotation_everybody_waits_for_one_fetch() -> None:
    provider = Provider(KEY)
    check = checker(provider)
    await check(signed())
    provider.keys = [OTHER_KEY]
    provider.open.clear()
    coming = [asyncio.create_task(check(strange())) for _ in range(10)]
    await settle()
    provider.open.set()
    assert {(await each).subject for each in coming} == {"anna"}
    assert provider.asked == 2


async def test_a_fetch_that_began_before_the_rotation_does_not_refuse_a_good_token() -> None:
    brought = [KEY, KEY, OTHER_KEY]
    opened = asyncio.Event()

    async def fetch() -> jwt.PyJWKSet:
        key = brought.pop(0)
        if len(brought) == 1:
            await opened.wait()
        return jwt.PyJWKSet.from_dict({"keys": [public_jwk(key)]})

    clock = Clock()
    check = Checker(KeyRing(fetch, clock), "issuer", "civic-coding")
    await check(signed())
    clock.now += KEYS_AGE + 1
    await check(signed(jti="later"))  # begins the fetch beside it
    coming = asyncio.create_task(check(strange()))
    await settle()
    opened.set()
    assert (await coming).subject == "anna"


async def test_keys_are_there_before_the_first_request() -> None:
    provider = Provider(KEY)
    check = checker(provider)
    await check.keys.ready()
    assert provider.asked == 1
    await check(signed())
    assert provider.asked == 1


async def test_keys_do_not_outlast_a_provider_that_stays_away() -> None:
    provider, clock = Provider(KEY), Clock()
    check = checker(provider, clock)
    await check(signed())
    provider.is_away = True
    clock.now += KEYS_LAST
    assert (await check(signed(jti="last"))).subject == "anna"
    clock.now += 1
    with pytest.raises(SubgraphError, match="try again later"):
        await check(signed(jti="too late"))


async def test_keys_stay_good_while_the_provider_is_away() -> None:
    provider, clock = Provider(KEY), Clock()
    check = checker(provider, clock)
    await check(signed())
    provider.is_away = True
    clock.now += KEYS_AGE + 1
    assert (await check(signed(jti="later"))).subject == "anna"


async def test_without_any_keys_nobody_is_let_in_or_sent_away() -> None:
    provider = Provider(KEY)
    provider.is_away = True
    check = checker(provider)
    for _ in range(2):
        with pytest.raises(SubgraphError, match="try again later"):
            await check(signed())
    assert provider.asked == 1
