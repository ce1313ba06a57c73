"""Tokens: what holds, what does not, and where the keys come from."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as generate_curve_key
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from services.kit.errors import UnauthenticatedError, UnavailableError
from services.kit.identity import KNOWN, REMEMBERED, Caller, Verifier, derived_id, verifier_of
from services.kit.keys import KeyRing
from services.kit.settings import Settings
from tests.kit.tokens import AUDIENCE, ISSUER, Issuer, new_issuer, written_jwks


def verifier(jwks: str | Path | None) -> Verifier:
    return verifier_of(Settings("kit", None, "127.0.0.1", 1, 1, str(jwks) if jwks else None, ISSUER, AUDIENCE))


@pytest.fixture
def issuer() -> Issuer:
    return new_issuer()


async def test_a_token_that_holds(issuer: Issuer, tmp_path: Path) -> None:
    checked = verifier(written_jwks(issuer, tmp_path))
    bearer = issuer.bearer(sub="s", actor_id="member_1", scope="ideas:write stats:read", acr="substantial")
    expected = Caller("s", "member_1", frozenset({"ideas:write", "stats:read"}), "substantial")
    assert await checked.caller(bearer["authorization"]) == expected
    assert await checked.caller(f"bearer {issuer.token(scopes=['a', 7])}") == Caller(
        "somebody", derived_id(ISSUER, "somebody", frozenset()), frozenset({"a"}), None
    )


async def test_without_a_token_or_without_keys_everybody_is_anonymous(issuer: Issuer, tmp_path: Path) -> None:
    assert await verifier(written_jwks(issuer, tmp_path)).caller(None) is None
    assert await verifier(None).caller(issuer.bearer()["authorization"]) is None


@pytest.mark.parametrize(
    "claims",
    [{"exp": 1}, {"exp": None}, {"sub": None}, {"iss": "https://other"}, {"aud": "other"}, {"aud": None}, {"nbf": 9e9}],
)
async def test_claims_that_do_not_hold(issuer: Issuer, tmp_path: Path, claims: dict[str, object]) -> None:
    with pytest.raises(UnauthenticatedError, match="does not hold"):
        await verifier(written_jwks(issuer, tmp_path)).caller(issuer.bearer(**claims)["authorization"])


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic abc", "Bearer a.b", "Bearer ä.ö.ü", "Bearer e30.e30.e30"]
)
async def test_headers_that_are_no_token(issuer: Issuer, tmp_path: Path, header: str) -> None:
    with pytest.raises(UnauthenticatedError):
        await verifier(written_jwks(issuer, tmp_path)).caller(header)


async def test_forged_tokens(issuer: Issuer, tmp_path: Path) -> None:
    checked = verifier(written_jwks(issuer, tmp_path))
    claims = jwt.decode(issuer.token(), options={"verify_signature": False})
    public = issuer.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    forged = [
        jwt.encode(claims, "", algorithm="none", headers={"kid": "one"}),
        jwt.encode(claims, public, algorithm="HS256", headers={"kid": "one"}),
        new_issuer().token(),
        new_issuer("two").token(),
    ]
    for token in forged:
        with pytest.raises(UnauthenticatedError):
            await checked.caller(f"Bearer {token}")


async def test_rs256_tokens_hold_too(tmp_path: Path) -> None:
    key = generate_private_key(public_exponent=65537, key_size=2048)
    public = RSAAlgorithm.to_jwk(key.public_key())
    (tmp_path / "jwks.json").write_text(f'{{"keys": [{public}]}}')
    token = jwt.encode({"sub": "s", "exp": 2e10, "iss": ISSUER, "aud": AUDIENCE}, key, algorithm="RS256")
    caller = await verifier(tmp_path / "jwks.json").caller(f"Bearer {token}")
    assert caller == Caller("s", derived_id(ISSUER, "s", frozenset()), frozenset(), None)


async def test_a_machine_is_nobody_in_the_network(issuer: Issuer, tmp_path: Path) -> None:
    token = issuer.token(sub="robot", scope="service:index", email="a@example.org")
    assert await verifier(written_jwks(issuer, tmp_path)).caller(f"Bearer {token}") == Caller(
        "robot", None, frozenset({"service:index"}), None
    )


@pytest.mark.parametrize(("said", "known"), [(True, "a@example.org"), (False, None), ("true", None), (None, None)])
async def test_an_address_counts_when_the_issuer_verified_it(
    issuer: Issuer, tmp_path: Path, said: object, known: str | None
) -> None:
    token = issuer.token(sub="s", actor_id="member_1", email="a@example.org", email_verified=said)
    caller = await verifier(written_jwks(issuer, tmp_path)).caller(f"Bearer {token}")
    assert caller is not None
    assert caller.email == known


async def test_a_key_file_may_come_late_and_change(issuer: Issuer, tmp_path: Path) -> None:
    checked = verifier(tmp_path / "jwks.json")
    with pytest.raises(UnavailableError):
        await checked.caller(issuer.bearer()["authorization"])
    written_jwks(issuer, tmp_path)
    assert await checked.caller(issuer.bearer()["authorization"]) is not None
    following = new_issuer("two")
    os.utime(written_jwks(following, tmp_path), ns=(1, 1))
    assert await checked.caller(following.bearer()["authorization"]) is not None
    with pytest.raises(UnauthenticatedError, match="unknown key"):
        await checked.caller(issuer.bearer()["authorization"])


async def test_es256_tokens_hold_too(tmp_path: Path) -> None:
    key = generate_curve_key(SECP256R1())
    (tmp_path / "jwks.json").write_text(f'{{"keys": [{ECAlgorithm.to_jwk(key.public_key())}]}}')
    token = jwt.encode({"sub": "s", "exp": 2e10, "iss": ISSUER, "aud": AUDIENCE}, key, algorithm="ES256")
    assert await verifier(tmp_path / "jwks.json").caller(f"Bearer {token}") is not None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"keys": []}', '{"keys": [{"kty": "OKP"}]}'])
async def test_a_key_file_that_cannot_be_used(issuer: Issuer, tmp_path: Path, text: str) -> None:
    (tmp_path / "jwks.json").write_text(text)
    with pytest.raises(UnavailableError):
        await verifier(tmp_path / "jwks.json").caller(issuer.bearer()["authorization"])


@pytest.fixture
def key_server(issuer: Issuer) -> Iterator[str]:
    """An issuer's address, on a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = issuer.jwks.encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            """Says nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/jwks.json"
        server.shutdown()
        thread.join()


async def test_keys_from_an_address(issuer: Issuer, key_server: str) -> None:
    checked = verifier(key_server)
    callers = await asyncio.gather(*(checked.caller(issuer.bearer()["authorization"]) for _ in range(3)))
    assert [caller and caller.sub for caller in callers] == ["somebody"] * 3


async def test_an_address_where_nobody_answers(issuer: Issuer) -> None:
    with pytest.raises(UnavailableError):
        await verifier("http://127.0.0.1:1/jwks.json").caller(issuer.bearer()["authorization"])


class Counting:
    """Keys that count how often a token is really checked."""

    def __init__(self, issuer: Issuer) -> None:
        self.keys = jwt.PyJWKSet.from_json(issuer.jwks).keys
        self.checks = 0
        self.changes = 0

    def version(self) -> object:
        return self.changes

    async def ready(self) -> None:
        """They are here."""

    async def key(self, kid: str | None) -> jwt.PyJWK:
        self.checks += 1
        return self.keys[0]


class Clock:
    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now


async def test_a_token_that_held_is_not_checked_again_for_a_while(issuer: Issuer) -> None:
    keys, clock = Counting(issuer), Clock()
    checked = Verifier(keys, ISSUER, AUDIENCE, clock)
    token, other = issuer.bearer(exp=clock.now + 30)["authorization"], issuer.bearer(sub="b")["authorization"]
    first = await checked.caller(token)
    assert await checked.caller(token) is first
    assert ((await checked.caller(other)) or first) != first
    assert keys.checks == 2
    keys.changes += 1
    assert await checked.caller(token) == first
    assert keys.checks == 3, "a change of the keys ends what was remembered"
    clock.now += 31
    await checked.caller(token)
    assert keys.checks == 4, "it ends with the token"
    clock.now += REMEMBERED - 30
    await checked.caller(other)
    assert keys.checks == 5, "and after a minute at the latest"


async def test_what_did_not_hold_is_not_remembered(issuer: Issuer) -> None:
    keys = Counting(issuer)
    checked = Verifier(keys, ISSUER, AUDIENCE)
    for _ in range(2):
        with pytest.raises(UnauthenticatedError):
            await checked.caller(new_issuer().bearer()["authorization"])
    assert (keys.checks, len(checked.known)) == (2, 0)


async def test_remembered_tokens_are_bounded(issuer: Issuer) -> None:
    checked = Verifier(Counting(issuer), ISSUER, AUDIENCE)
    some = [await checked.caller(issuer.bearer(jti=str(n), scope="a " * 9)["authorization"]) for n in range(40)]
    assert len(some) == 40
    assert checked.known.weight <= KNOWN
    for number in range(2 * KNOWN // 700):
        checked.known.put(number.to_bytes(32, "big"), next(iter(checked.known._young.values())))
    assert len(checked.known) * 700 <= 2 * KNOWN


async def test_who_comes_while_keys_are_fetched_waits_for_them(issuer: Issuer) -> None:
    opened, asked = asyncio.Event(), 0

    async def fetch() -> jwt.PyJWKSet:
        nonlocal asked
        asked += 1
        await opened.wait()
        return jwt.PyJWKSet.from_json(issuer.jwks)

    checked = Verifier(KeyRing(fetch), ISSUER, AUDIENCE)
    coming = [asyncio.create_task(checked.caller(issuer.bearer(jti=str(n))["authorization"])) for n in range(10)]
    await asyncio.sleep(0.01)
    opened.set()
    assert [caller and caller.sub for caller in await asyncio.gather(*coming)] == ["somebody"] * 10
    assert asked == 1


async def test_a_rotation_refuses_nobody_and_invented_keys_do_not_flood_the_issuer(issuer: Issuer) -> None:
    following, asked = new_issuer("two"), 0
    signing = [issuer]

    async def fetch() -> jwt.PyJWKSet:
        nonlocal asked
        asked += 1
        return jwt.PyJWKSet.from_json(signing[0].jwks)

    checked = Verifier(KeyRing(fetch), ISSUER, AUDIENCE)
    old = issuer.bearer()["authorization"]
    assert await checked.caller(old) is not None
    signing[0] = following
    assert await checked.caller(following.bearer()["authorization"]) is not None
    assert asked == 2
    for number in range(20):
        with pytest.raises(UnauthenticatedError, match="unknown key"):
            await checked.caller(new_issuer(f"invented {number}").bearer()["authorization"])
    with pytest.raises(UnauthenticatedError, match="unknown key"):
        await checked.caller(old)
    assert asked == 3
