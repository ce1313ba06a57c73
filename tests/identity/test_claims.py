"""The gateway and the services read a token's claims alike: one contract, and nothing in a token is our fault."""

from __future__ import annotations

import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

import jwt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.ground.errors import RequestError
from gateway.identity.keys import KeyRing
from gateway.identity.tokens import Checker
from services.kit.errors import UnauthenticatedError
from services.kit.identity import Verifier
from services.kit.keys import KeyRing as ServiceKeyRing
from tests.kit.tokens import AUDIENCE, ISSUER, new_issuer

SIGNER = new_issuer()
KEYS = jwt.PyJWKSet.from_json(SIGNER.jwks)
Known: TypeAlias = tuple[str, frozenset[str]] | None
"""Subject and scopes; None: refused with UNAUTHENTICATED."""


async def keys() -> jwt.PyJWKSet:
    return KEYS


async def in_the_gateway(authorization: str) -> Known:
    try:
        caller = await Checker(KeyRing(keys), ISSUER, AUDIENCE)(authorization)
    except RequestError as error:
        assert error.code == "UNAUTHENTICATED"
        return None
    assert caller.subject is not None
    return caller.subject, caller.scopes


async def in_a_service(authorization: str) -> Known:
    try:
        caller = await Verifier(ServiceKeyRing(keys), ISSUER, AUDIENCE).caller(authorization)
    except UnauthenticatedError as error:
        assert error.code == "UNAUTHENTICATED"
        return None
    assert caller is not None
    return caller.sub, caller.scopes


READERS: tuple[Callable[[str], Awaitable[Known]], ...] = (in_the_gateway, in_a_service)


def signed(claims: bytes, head: bytes | None = None) -> str:
    """A token with a good signature over whatever stands in it."""
    first = head or json.dumps({"alg": "EdDSA", "typ": "JWT", "kid": SIGNER.kid}).encode()
    message = b".".join(urlsafe_b64encode(part).rstrip(b"=") for part in (first, claims))
    signature = urlsafe_b64encode(SIGNER.key.sign(message)).rstrip(b"=")
    return f"Bearer {message.decode()}.{signature.decode()}"


def usual(**changes: Any) -> bytes:
    claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": "anna", "exp": int(time.time()) + 3600}
    return json.dumps({**claims, **changes}).encode()


@pytest.mark.parametrize(
    ("claims", "scopes"),
    [
        ({}, set()),
        ({"scope": ""}, set()),
        ({"scope": "a  b"}, {"a", "b"}),
        ({"scope": ["a", "b"]}, {"a", "b"}),
        ({"scp": "a b"}, {"a", "b"}),
        ({"scp": ["a"]}, {"a"}),
        ({"scopes": ["a", 7]}, {"a"}),
        ({"scope": "a", "scp": ["b"], "scopes": ["c"]}, {"a"}),
    ],
)
@pytest.mark.parametrize("read", READERS)
async def test_scopes_are_found_where_issuers_put_them(
    read: Callable[[str], Awaitable[Known]], claims: dict[str, Any], scopes: set[str]
) -> None:
    assert await read(signed(usual(**claims))) == ("anna", frozenset(scopes))


ODD: list[Any] = [None, 5, True, {}, {"a": "b"}, 1e300]
ODD_CLAIMS: list[tuple[tuple[str, ...], list[Any]]] = [
    (("scope", "scp", "scopes"), ODD),
    (("sub", "actor_id", "acr"), [*ODD, [], ["a"], "", "\0", "\ud800"]),
    (("exp",), [None, True, [], {}, "soon", "99999999999", 10**400]),
    (("nbf", "iat"), [[], {}, "soon"]),
    (("aud",), [None, 5, {}, [5], []]),
    (("iss",), [None, 5, {}, [ISSUER]]),
]
MALFORMED = [{name: value} for names, odd in ODD_CLAIMS for name in names for value in odd]


@pytest.mark.parametrize("claims", MALFORMED, ids=lambda claims: str(claims)[:30].encode("ascii", "replace").decode())
@pytest.mark.parametrize("read", READERS)
async def test_a_claim_of_odd_form_is_refused(read: Callable[[str], Awaitable[Known]], claims: dict[str, Any]) -> None:
    assert await read(signed(usual(**claims))) is None


BY_HAND = [
    signed(b'{"exp": 1e400}'),
    signed(b'{"exp": NaN}'),
    signed(usual()[:-1] + b', "exp": 1e400}'),
    signed(usual()[:-1] + b', "nbf": 1e400}'),
    signed(usual()[:-1] + b', "iat": -1e400}'),
    signed(b"[" * 20_000),
    signed(b'{"a":' * 20_000),
    signed(usual(), b"[" * 20_000),
    signed(usual(), b"[]"),
    signed(usual(), b'{"alg": []}'),
    signed(usual(), b'{"alg": "EdDSA", "kid": 7}'),
    signed(usual(), b'{"alg": "EdDSA", "kid": null, "crit": ["b64"]}'),
    signed(b"5"),
    signed(b""),
    signed(b"\xff\xfe"),
    "Bearer " + "." * 20_000,
    "Bearer \udcff",
]


@pytest.mark.parametrize("token", BY_HAND, ids=range(len(BY_HAND)))
@pytest.mark.parametrize("read", READERS)
async def test_a_token_written_by_hand_is_refused(read: Callable[[str], Awaitable[Known]], token: str) -> None:
    assert await read(token) is None


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)
claim_names = st.sampled_from(
    ["sub", "scope", "scp", "scopes", "actor_id", "acr", "exp", "nbf", "iat", "aud", "iss", "jti"]
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(claim_names, values, max_size=4))
async def test_both_say_the_same_of_every_token(changes: dict[str, Any]) -> None:
    token = signed(usual(**changes))
    assert await in_the_gateway(token) == await in_a_service(token)
