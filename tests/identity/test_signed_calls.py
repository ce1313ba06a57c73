"""The gateway vouches for its calls: somebody else's verifier agrees, and a service believes nothing else."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import re
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import jwt
import orjson
import pytest
import strawberry
from http_message_signatures import HTTPMessageVerifier, InvalidSignature, MappingKeyResolver
from http_message_signatures.algorithms import ED25519
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from gateway.ground.ed25519 import read_keys
from gateway.identity.signing import write_key_pair
from gateway.model.caller import Caller
from gateway.model.exchange import SubgraphAnswer, SubgraphRequest
from gateway.model.operation import OperationKind
from gateway.settings import read_settings
from gateway.subgraphs.attempts import attempted
from gateway.subgraphs.patience import shared
from gateway.subgraphs.signed import CALLER, Signer, signing, vouched
from services.kit.app import application
from services.kit.context import RequestContext
from services.kit.field import field as graph_field
from services.kit.identity import Verifier, verifier_of
from services.kit.schema import subgraph
from services.kit.settings import read_settings as read_service_settings
from services.kit.signatures import REMEMBERED, Signatures
from tests.kit.asking import request
from tests.kit.tokens import AUDIENCE, ISSUER, Issuer, new_issuer, written_jwks
from tests.web.whole import gateway

SDL = "type Query { subject: String }"
QUERY = "{ subject }"


@strawberry.type
class Query:
    @graph_field()
    def subject(self, info: strawberry.Info[RequestContext, None]) -> str | None:
        return info.context.caller.sub if info.context.caller else None

    @graph_field()
    def network(self, info: strawberry.Info[RequestContext, None]) -> str | None:
        return info.context.client


SCHEMA = subgraph(Query)


@dataclass
class Call:
    """A call as it came to the service."""

    url: str
    headers: dict[str, str]
    body: bytes
    method: str = "POST"

    @property
    def said(self) -> Any:
        encoded = self.headers["x-civic-caller"]
        return json.loads(base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)))


@dataclass
class World:
    issuer: Issuer
    folder: Path
    url: str = ""
    calls: list[Call] = field(default_factory=list)

    async def serve(self, came: Request) -> Response:
        self.calls.append(Call(str(came.url), dict(came.headers), await came.body()))
        return JSONResponse({"data": {"subject": None}})

    async def ask(self, **headers: str) -> Call:
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.url, json={"query": QUERY}, headers=headers) as answer,
        ):
            assert (await answer.json(content_type=None))["data"] == {"subject": None}
        return self.calls[-1]

    async def keys(self) -> Any:
        address = self.url.removesuffix("/graphql") + "/.well-known/jwks.json"
        async with aiohttp.ClientSession() as session, session.get(address) as answer:
            return await answer.json()

    def verifier(self, house: str = "cip", **more: str) -> Verifier:
        environment = {
            "AUTH_JWKS": str(self.folder / "jwks.json"),
            "AUTH_ISSUER": ISSUER,
            "AUTH_AUDIENCE": AUDIENCE,
            "AUTH_GATEWAY_JWKS": str(self.folder / "gateway.json"),
        }
        return verifier_of(read_service_settings({**environment, **more}, house.upper(), 1))

    async def subject(self, call: Call, verifier: Verifier | None = None) -> str | None:
        """Whom a service takes for the caller."""

        async def ping() -> None:
            """All is well."""

        app = application(SCHEMA, RequestContext, verifier or self.verifier(), ping)
        reply = await request(app, call.method, "/graphql", body=call.body, headers=call.headers)
        assert reply.status == 200
        said: str | None = next(iter(orjson.loads(reply.body)["data"].values()))
        return said


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    made = World(new_issuer(), tmp_path)
    written_jwks(made.issuer, tmp_path)
    private, _ = write_key_pair(tmp_path / "keys")
    second, _ = write_key_pair(tmp_path / "old")
    private.write_bytes(private.read_bytes() + second.read_bytes())
    issuers = [{"issuer": ISSUER, "audience": AUDIENCE, "jwks_url": "http://127.0.0.1:9/"}]
    environment = {"GATEWAY_SIGNING_KEY": str(private), "GATEWAY_ISSUERS": json.dumps(issuers)}
    async with gateway(read_settings(environment), {"cip": (SDL, made.serve)}) as url:
        made.url = url
        (tmp_path / "gateway.json").write_text(json.dumps(await made.keys()))
        yield made


async def test_somebody_elses_verifier_agrees(world: World) -> None:
    call = await world.ask()
    keys: dict[str, Any] = {str(key.key_id): key.key for key in jwt.PyJWKSet.from_dict(await world.keys()).keys}
    assert len(keys) == 2, "two may be valid"
    verifier = HTTPMessageVerifier(
        signature_algorithm=ED25519, key_resolver=MappingKeyResolver(public_keys=keys, private_keys={})
    )
    needed = ("@method", "@path", "content-digest", "x-civic-caller", "x-request-id")
    (result,) = verifier.verify(
        call,
        max_age=timedelta(seconds=60),
        expect_tag="civic-gateway",
        expect_label="civic",
        require_components=needed,
        body=call.body,
    )
    assert (result.parameters["alg"], result.body) == ("ed25519", call.body)
    assert call.said["aud"] == "cip"
    assert call.said["exp"] - call.said["iat"] == 60
    with pytest.raises(InvalidSignature):
        verifier.verify(replace(call, body=call.body + b" "), body=call.body + b" ", require_components=needed)


def call_for(world: World, subgraph_name: str = "cip", token: str | None = None, now: float | None = None) -> Call:
    """A call as the gateway sends it for Anna."""
    said = vouched(Caller("anna", frozenset({"a"}), {"iss": ISSUER}))
    headers = {CALLER: said, **({"authorization": f"Bearer {token}"} if token else {})}
    body = orjson.dumps({"query": QUERY})
    asked = SubgraphRequest(subgraph_name, "http://x/graphql", OperationKind.QUERY, body, headers)
    clock = time.time if now is None else lambda: now
    signed = Signer(read_keys(world.folder / "keys" / "private.pem", "key")[0], clock).signed(asked)
    return Call("http://x/graphql", {**signed.headers, "content-type": "application/json"}, signed.body)


def by_hand(**headers: str) -> Call:
    """A call that did not come through the gateway."""
    return Call("", {**headers, "content-type": "application/json"}, b'{"query":"{subject}"}')


async def test_a_service_believes_what_the_gateway_signed(world: World) -> None:
    token = world.issuer.token(sub="anna")
    assert await world.subject(call_for(world, token=token)) == "anna"
    assert await world.subject(call_for(world)) == "anna", "the gateway's word is enough"
    assert await world.subject(await world.ask()) is None, "it says that nobody is logged in"
    other = world.issuer.token(sub="berta")
    assert await world.subject(call_for(world, token=other)) is None, "a token of somebody else counts for nothing"


async def test_anything_else_is_answered_as_to_anybody(world: World, caplog: pytest.LogCaptureFixture) -> None:
    token = world.issuer.token(sub="anna")
    good = call_for(world, token=token)
    stranger = new_issuer("gateway-x")
    forged = good.headers["signature"].replace("civic=:", "civic=:A", 1)
    caller = base64.urlsafe_b64encode(orjson.dumps({**good.said, "sub": "root"})).rstrip(b"=").decode()
    bad = {
        "replayed to another house": call_for(world, "marketplace", token),
        "with another body": replace(good, body=orjson.dumps({"query": "{ subject  }"})),
        "a minute late": call_for(world, token=token, now=time.time() - 70),
        "a minute early": call_for(world, token=token, now=time.time() + 70),
        "for somebody else": replace(good, headers={**good.headers, "x-civic-caller": caller}),
        "with another signature": replace(good, headers={**good.headers, "signature": forged}),
        "with less signed": replace(
            good,
            headers={
                **good.headers,
                "signature-input": good.headers["signature-input"].replace(' "x-civic-caller"', ""),
            },
        ),
        "by a key that is not known": replace(
            good,
            headers={
                **good.headers,
                "signature-input": re.sub('keyid="[^"]+"', f'keyid="{stranger.kid}"', good.headers["signature-input"]),
            },
        ),
        "without a signature": replace(
            good, headers={name: value for name, value in good.headers.items() if not name.startswith("signature")}
        ),
        "by hand": Call(good.url, {"authorization": f"Bearer {token}", "content-type": "application/json"}, good.body),
    }
    for how, call in bad.items():
        verifier = world.verifier()
        caplog.clear()
        with caplog.at_level(logging.WARNING):
            assert await world.subject(call, verifier) is None, how
        assert "a call counts as anybody's" in caplog.text, how
        assert "anna" not in caplog.text
    assert await world.subject(good) == "anna"


async def test_other_houses_ask_by_themselves(world: World) -> None:
    token = world.issuer.token(sub="index", scope="service:events")
    call = by_hand(authorization=f"Bearer {token}")
    assert await world.subject(call) == "index"


async def test_a_house_may_ask_for_somebody_with_its_own_token_beside(world: World) -> None:
    person, program = world.issuer.token(sub="anna"), world.issuer.token(sub="index", scope="service:events")
    for own, expected in ((program, "anna"), (person, None), ("x", None)):
        call = by_hand(**{"authorization": f"Bearer {person}", "x-civic-house": f"Bearer {own}"})
        assert await world.subject(call) == expected


async def test_without_keys_of_the_gateway_all_is_as_before(world: World) -> None:
    token = world.issuer.token(sub="anna")
    call = by_hand(authorization=f"Bearer {token}")
    assert await world.subject(call, world.verifier(AUTH_GATEWAY_JWKS="")) == "anna"


MARKED = {"x-civic-client": "a-network"}


def change_for(world: World, query: str = "{ network }", **headers: str) -> Call:
    """A change as the gateway sends it for nobody."""
    asked = SubgraphRequest(
        "cip",
        "http://x/graphql",
        OperationKind.MUTATION,
        orjson.dumps({"query": query}),
        {CALLER: vouched(Caller()), **headers},
    )
    signed = Signer(read_keys(world.folder / "keys" / "private.pem", "key")[0]).signed(asked)
    return Call("http://x/graphql", {**signed.headers, "content-type": "application/json"}, signed.body)


@pytest.mark.parametrize("unsigned", ["strangers", "tokens"])
async def test_where_calls_are_signed_a_client_is_marked_by_the_gateway_alone(world: World, unsigned: str) -> None:
    verifier = world.verifier(AUTH_UNSIGNED=unsigned)
    signed = change_for(world, **MARKED)
    assert await world.subject(signed, verifier) == "a-network"
    forged = {
        "by hand": replace(by_hand(**MARKED), body=b'{"query":"{ network }"}'),
        "beside a signature": replace(change_for(world), headers={**change_for(world).headers, **MARKED}),
        "with another body": replace(signed, body=orjson.dumps({"query": "{  network }"})),
    }
    for how, call in forged.items():
        assert await world.subject(call, verifier) is None, how
    again = change_for(world, **MARKED)
    other = replace(again, headers={**again.headers, "x-civic-client": "another"})
    assert await world.subject(other, verifier) == "a-network", "what is signed counts"
    assert await world.subject(forged["by hand"], world.verifier(AUTH_GATEWAY_JWKS="")) == "a-network"


async def test_a_change_counts_once_and_is_not_remembered_for_ever(world: World) -> None:
    verifier = world.verifier()
    assert isinstance(verifier.signatures, Signatures)
    signed = change_for(world, **MARKED)
    assert [await world.subject(signed, verifier) for _ in range(2)] == ["a-network", None]
    assert await world.subject(change_for(world, **MARKED), verifier) == "a-network", "asked for again is another one"
    question = call_for(world)
    assert [await world.subject(question, verifier) for _ in range(2)] == ["anna", "anna"], "reading harms nobody"
    signatures = verifier.signatures
    assert len(signatures.changes) == 2
    signatures.clock = lambda: time.time() + 75
    late = time.time() + 75
    await signatures._once("another", late)
    assert list(signatures.changes) == ["another"]
    for number in range(REMEMBERED + 5):
        await signatures._once(str(number), late)
    assert len(signatures.changes) == REMEMBERED


async def test_unsigned_calls_may_have_the_rights_of_their_tokens(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    verifier = world.verifier(AUTH_UNSIGNED="tokens")
    token = world.issuer.token(sub="anna")
    assert await world.subject(by_hand(authorization=f"Bearer {token}"), verifier) == "anna"
    assert await world.subject(by_hand(), verifier) is None
    assert "anybody's" not in caplog.text, "that is as it should be here"
    said = {"x-civic-caller": call_for(world).headers["x-civic-caller"]}
    assert await world.subject(by_hand(**said), verifier) is None, "the gateway's word needs its signature"
    other = call_for(world, token=world.issuer.token(sub="berta"))
    assert await world.subject(other, verifier) is None, "a token of somebody else counts for nothing"


async def test_only_what_changes_something_may_be_signed(world: World) -> None:
    sign = signing(Signer(read_keys(world.folder / "keys" / "private.pem", "key")[0]), queries=False)
    kinds = (OperationKind.QUERY, OperationKind.MUTATION)
    sent = [sign(SubgraphRequest("cip", "http://x", kind, b"{}", {})) for kind in kinds]
    assert ["signature" in each.headers for each in sent] == [False, True]
    environment = {
        "GATEWAY_SIGNING_KEY": str(world.folder / "keys" / "private.pem"),
        "GATEWAY_SIGN_QUERIES": "false",
    }
    async with gateway(read_settings(environment), {"cip": (SDL, world.serve)}) as url:
        world.url = url
        question = await world.ask()
    assert "signature" not in question.headers and "x-civic-caller" not in question.headers


async def test_the_log_is_not_flooded(world: World, caplog: pytest.LogCaptureFixture) -> None:
    verifier = world.verifier()
    assert isinstance(verifier.signatures, Signatures)
    with caplog.at_level(logging.WARNING):
        for _ in range(5):
            assert await world.subject(by_hand(), verifier) is None
    assert caplog.text.count("counts as anybody's") == 1


async def test_calls_for_two_callers_are_two_calls_whatever_is_handed_on(world: World) -> None:
    """The signature is no part of what tells calls apart; who asks is."""
    sent: list[SubgraphRequest] = []

    async def network(asked: SubgraphRequest, /) -> SubgraphAnswer:
        sent.append(asked)
        await asyncio.sleep(0)
        return SubgraphAnswer(200, b'{"data":{}}')

    key = read_keys(world.folder / "keys" / "private.pem", "key")[0]
    send = shared(attempted(network, changes=(signing(Signer(key)),)))
    asked = [
        SubgraphRequest("cip", "http://x", OperationKind.QUERY, b"{}", {CALLER: vouched(Caller(name))})
        for name in ("anna", "anna", "berta")
    ]
    await asyncio.gather(*(send(each) for each in asked))
    assert len(sent) == 2
