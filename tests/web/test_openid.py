"""The development issuer as a relying party of somebody else sees it: Authlib logs in, refreshes, asks who it is."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import KeySet
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from gateway.ground.errors import ConfigurationError
from gateway.identity.signing import write_key_pair
from gateway.settings import read_settings
from tests.ports import free_port
from tests.web.whole import gateway

# RFC 9864 has another name for EdDSA, which the libraries of services do not all know yet.
pytestmark = pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
SDL = "type Query { who: String }"
HERE = "http://127.0.0.1:9/back"
ANNA = {"id": "anna", "name": "Anna", "scopes": ["ideas:write"], "email": "anna@example.org", "acr": "low"}
CLIENT = "portal"


async def who(request: Request) -> Response:
    return JSONResponse({"data": {"who": request.headers.get("authorization", "")}})


@dataclass(frozen=True)
class Issuer:
    url: str
    document: Mapping[str, Any]

    @property
    def base(self) -> str:
        return self.url.removesuffix("/graphql")


def files(folder: Path) -> dict[str, str]:
    private, _ = write_key_pair(folder / "keys")
    (folder / "personas.json").write_text(json.dumps([ANNA]))
    return {"GATEWAY_DEV_ISSUER_KEY": str(private), "GATEWAY_DEV_PERSONAS": str(folder / "personas.json")}


@pytest.fixture
async def issuer(tmp_path: Path) -> AsyncIterator[Issuer]:
    port = free_port()
    settings = read_settings({**files(tmp_path), "GATEWAY_PORT": str(port)})
    async with gateway(settings, {"one": (SDL, who)}, port) as url, aiohttp.ClientSession() as session:
        base = url.removesuffix("/graphql")
        async with session.get(f"{base}/.well-known/openid-configuration") as answer:
            yield Issuer(url, await answer.json())


def relying_party(issuer: Issuer, **more: Any) -> OAuth2Session:
    return OAuth2Session(
        CLIENT,
        more.pop("secret", None),
        scope="openid profile",
        redirect_uri=HERE,
        code_challenge_method="S256",
        token_endpoint=issuer.document["token_endpoint"],
        **more,
    )


async def chosen(address: str, persona: str = "anna") -> str:
    """What a browser does: it shows the page, and somebody presses the person's button. Where it goes then."""
    parts = urlsplit(address)
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    async with aiohttp.ClientSession() as session:
        async with session.get(address) as shown:
            page = await shown.text()
            assert (shown.status, f'value="{persona}"' in page, "Anna" in page) == (200, True, True)
            assert "form-action 'self' http://127.0.0.1:9" in shown.headers["content-security-policy"]
        form = {**asked, "persona": persona}
        target = f"{parts.scheme}://{parts.netloc}{parts.path}"
        async with session.post(target, data=form, allow_redirects=False) as answer:
            assert answer.status == 303
            return answer.headers["location"]


async def logged_in(issuer: Issuer, party: OAuth2Session, **more: str) -> dict[str, Any]:
    verifier = "v" * 50
    address, _ = party.create_authorization_url(
        issuer.document["authorization_endpoint"], code_verifier=verifier, nonce="once", **more
    )
    back = await chosen(address)
    assert parse_qs(urlsplit(back).query)["iss"] == [issuer.document["issuer"]]
    tokens: dict[str, Any] = await asyncio.to_thread(
        party.fetch_token, authorization_response=back, code_verifier=verifier
    )
    return tokens


async def claims_of(issuer: Issuer, id_token: str) -> CodeIDToken:
    async with aiohttp.ClientSession() as session, session.get(issuer.document["jwks_uri"]) as answer:
        keys = KeySet.import_key_set(await answer.json())
    decoded = jwt.decode(id_token, keys, algorithms=issuer.document["id_token_signing_alg_values_supported"])
    options = {"iss": {"value": issuer.document["issuer"]}, "aud": {"value": CLIENT}}
    claims = CodeIDToken(decoded.claims, decoded.header, options, {"nonce": "once", "client_id": CLIENT})
    claims.validate()
    return claims


@pytest.mark.parametrize("secret", [None, "any"])
async def test_a_foreign_relying_party_logs_in(issuer: Issuer, secret: str | None) -> None:
    assert issuer.document["issuer"] == issuer.base, "an issuer is the address of its discovery"
    party = relying_party(issuer, secret=secret)
    tokens = await logged_in(issuer, party)
    claims = await claims_of(issuer, tokens["id_token"])
    known = {name: claims[name] for name in ("sub", "name", "email", "acr")}
    assert known == {"sub": "anna", "name": "Anna", "email": "anna@example.org", "acr": "low"}
    info = (await asyncio.to_thread(party.get, issuer.document["userinfo_endpoint"])).json()
    assert info == {"sub": "anna", "name": "Anna", "email": "anna@example.org", "email_verified": True}
    body = {"query": "{ who }"}
    asked = await asyncio.to_thread(party.post, issuer.url, json=body)
    assert asked.json()["data"]["who"] == f"Bearer {tokens['access_token']}", "the graph takes the token"
    renewed = await asyncio.to_thread(party.refresh_token, issuer.document["token_endpoint"])
    assert renewed["access_token"] != tokens["access_token"]
    assert (await asyncio.to_thread(party.post, issuer.url, json=body)).status_code == 200


async def test_who_asks_for_a_level_gets_it(issuer: Issuer) -> None:
    tokens = await logged_in(issuer, relying_party(issuer), acr_values="STORK-QAA-Level-3")
    assert (await claims_of(issuer, tokens["id_token"]))["acr"] == "STORK-QAA-Level-3"


async def test_a_code_is_good_once_and_for_who_asked_for_it(issuer: Issuer) -> None:
    party = relying_party(issuer)
    address, _ = party.create_authorization_url(issuer.document["authorization_endpoint"], code_verifier="v" * 50)
    code = parse_qs(urlsplit(await chosen(address)).query)["code"][0]
    right = {
        "grant_type": "authorization_code",
        "code": code,
        "code_verifier": "v" * 50,
        "client_id": CLIENT,
        "redirect_uri": HERE,
    }
    async with aiohttp.ClientSession() as session:
        for changed in (
            {"code_verifier": "x" * 50},
            {"client_id": "other"},
            {"redirect_uri": f"{HERE}/x"},
            {"code": code[:-4]},
        ):
            async with session.post(issuer.document["token_endpoint"], data={**right, **changed}) as answer:
                assert (answer.status, (await answer.json())["error"]) == (400, "invalid_grant")
        statuses = []
        for _ in range(2):
            async with session.post(issuer.document["token_endpoint"], data=right) as answer:
                statuses.append(answer.status)
        assert statuses == [200, 400]
        # What was signed for one use is good for no other.
        async with session.post(
            issuer.url, json={"query": "{ who }"}, headers={"authorization": f"Bearer {code}"}
        ) as answer:
            assert answer.status == 401
            assert answer.headers["www-authenticate"] == 'Bearer realm="civic", error="invalid_token"'


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"prompt": "none"}, "login_required"),
        ({"client_id": "civic-coding"}, "unauthorized_client"),
    ],
)
async def test_what_is_wrong_is_said_to_the_relying_party(
    issuer: Issuer, changed: dict[str, str | None], error: str
) -> None:
    asked = {
        "client_id": CLIENT,
        "redirect_uri": HERE,
        "response_type": "code",
        "scope": "openid",
        "state": "s",
        "code_challenge": "x",
        "code_challenge_method": "S256",
    }
    given = {name: value for name, value in {**asked, **changed}.items() if value is not None}
    async with (
        aiohttp.ClientSession() as session,
        session.get(issuer.document["authorization_endpoint"], params=given, allow_redirects=False) as answer,
    ):
        said = parse_qs(urlsplit(answer.headers["location"]).query)
        assert (answer.status, said["error"], said["state"]) == (303, [error], ["s"])


@pytest.mark.parametrize("redirect", ["https://elsewhere.example/back", "javascript:alert(1)", "", f"{HERE}#x"])
async def test_nobody_is_sent_to_another_machine(issuer: Issuer, redirect: str) -> None:
    async with aiohttp.ClientSession() as session:
        for name, parameter in (("authorization_endpoint", "redirect_uri"), ("end_session_endpoint", "x")):
            async with session.get(
                issuer.document[name], params={parameter: redirect}, allow_redirects=False
            ) as answer:
                assert "location" not in answer.headers


async def test_logging_out_leads_back(issuer: Issuer) -> None:
    given = {"post_logout_redirect_uri": HERE, "state": "s"}
    async with (
        aiohttp.ClientSession() as session,
        session.get(issuer.document["end_session_endpoint"], params=given, allow_redirects=False) as answer,
    ):
        assert answer.headers["location"].startswith(f"{HERE}?state=s")


def test_the_issuer_is_for_this_machine_unless_it_is_told_twice(tmp_path: Path) -> None:
    given = {**files(tmp_path), "GATEWAY_HOST": "0.0.0.0"}
    with pytest.raises(ConfigurationError) as refused:
        read_settings(given)
    assert any("could become any person" in problem for problem in refused.value.problems)
    assert read_settings({**given, "GATEWAY_DEV_ISSUER_ANYWHERE": "true"}).host == "0.0.0.0"
