"""Development only: the embedded issuer's addresses. Anybody may become any demo person: never beside real data."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from gateway.ground.codes import PublicCode
from gateway.identity.openid import Provider, RefusedLoginError
from gateway.identity.signing import LIFETIME, Issuer
from gateway.model.refusal import body_of
from gateway.web.http.negotiation import is_json, media_type
from gateway.web.http.refusal import RefusedError
from gateway.web.pages.login import login_page, protection, said_page

LARGEST = 10_000
UNCACHED = {"cache-control": "no-store"}
FORM = "application/x-www-form-urlencoded"
BASIC = "basic "


class Wish(msgspec.Struct, frozen=True):
    """Who wants to be logged in."""

    persona: str


def issuer_routes(provider: Provider) -> list[BaseRoute]:
    """OpenID Connect for relying parties, but for the keys; the demo persons and their tokens for the page."""
    pages = _Pages(provider)
    return [
        Route("/.well-known/openid-configuration", pages.discovery),
        Route("/auth/personas", pages.personas),
        Route("/auth/authorize", pages.authorize, methods=["GET", "POST"]),
        Route("/auth/token", pages.token, methods=["POST"]),
        Route("/auth/userinfo", pages.userinfo, methods=["GET", "POST"]),
        Route("/auth/logout", pages.end_session, methods=["GET", "POST"]),
    ]


@dataclass(frozen=True, slots=True)
class _Pages:
    provider: Provider

    @property
    def issuer(self) -> Issuer:
        return self.provider.issuer

    async def discovery(self, request: Request) -> Response:
        return JSONResponse(
            discovered(self.issuer.name, str(request.base_url).rstrip("/"), self.issuer.personas.values())
        )

    async def personas(self, request: Request) -> Response:
        return JSONResponse(
            [msgspec.to_builtins(persona) for persona in self.issuer.personas.values()], headers=UNCACHED
        )

    async def authorize(self, request: Request) -> Response:
        given = dict(request.query_params) if request.method == "GET" else await _form(request)
        try:
            redirect = self.provider.destination(given.get("redirect_uri", ""))
        except RefusedLoginError as error:  # whoever it goes to is not to be trusted with an answer
            return HTMLResponse(said_page("This log-in cannot be done", error.description), 400, protection())
        try:
            asked = self.provider.asked(given)
        except RefusedLoginError as error:
            said = {"error": error.error, "error_description": error.description, "state": given.get("state", "")}
            return RedirectResponse(self.provider.answer(redirect, said), 303, UNCACHED)
        persona = self.issuer.personas.get(given.get("persona", "")) if request.method == "POST" else None
        if persona is None:
            page = login_page(self.issuer.personas.values(), _without(given, "persona"), asked.acr)
            return HTMLResponse(page, headers=protection(redirect))
        return RedirectResponse(self.provider.granted(asked, persona), 303, UNCACHED)

    async def token(self, request: Request) -> Response:
        if media_type(request.headers.get("content-type", ""))[0] == FORM:
            return await _redeemed(request, self.provider)
        try:
            persona = self.issuer.personas.get((await _wish(request)).persona)
            if persona is None:
                names = ", ".join(self.issuer.personas)
                raise RefusedError(
                    f"There is no such demo person; there are: {names}.", code=PublicCode.UNKNOWN_PERSONA
                )
        except RefusedError as error:
            return Response(body_of(error), error.code.status, UNCACHED, "application/json")
        content = {"access_token": self.issuer.token(persona), "token_type": "Bearer", "expires_in": LIFETIME}
        return JSONResponse(content, headers=UNCACHED)

    async def userinfo(self, request: Request) -> Response:
        scheme, _, shown = request.headers.get("authorization", "").partition(" ")
        try:
            return JSONResponse(self.provider.userinfo(shown if scheme.lower() == "bearer" else ""), headers=UNCACHED)
        except RefusedLoginError as error:
            challenge = {"www-authenticate": f'Bearer error="{error.error}"'}
            return JSONResponse({"error": error.error}, error.status, {**UNCACHED, **challenge})

    async def end_session(self, request: Request) -> Response:
        given = dict(request.query_params) if request.method == "GET" else await _form(request)
        try:
            redirect = self.provider.destination(given.get("post_logout_redirect_uri", ""))
        except RefusedLoginError:
            text = "Nobody stays logged in at this issuer; close the pages where you are."
            return HTMLResponse(said_page("Logged out", text), headers=protection())
        return RedirectResponse(self.provider.answer(redirect, {"state": given.get("state", "")}), 303, UNCACHED)


def discovered(issuer: str, here: str, personas: Any) -> dict[str, Any]:
    """OpenID Connect Discovery 3."""
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{here}/auth/authorize",
        "token_endpoint": f"{here}/auth/token",
        "userinfo_endpoint": f"{here}/auth/userinfo",
        "jwks_uri": f"{here}/.well-known/jwks.json",
        "end_session_endpoint": f"{here}/auth/logout",
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["EdDSA"],
        "token_endpoint_auth_methods_supported": ["none", "client_secret_basic", "client_secret_post"],
        "code_challenge_methods_supported": ["S256"],
        "claims_supported": ["sub", "iss", "aud", "exp", "iat", "auth_time", "acr", "name", "email", "email_verified"],
        "acr_values_supported": sorted({persona.acr for persona in personas if persona.acr}),
        "authorization_response_iss_parameter_supported": True,
    }


async def _redeemed(request: Request, provider: Provider) -> Response:
    try:
        form = await _form(request)
        return JSONResponse(provider.redeemed(form, _basic(request.headers.get("authorization"))), headers=UNCACHED)
    except RefusedLoginError as error:
        said = {"error": error.error, "error_description": error.description}
        return JSONResponse(said, error.status, UNCACHED)


def _basic(authorization: str | None) -> str | None:
    """The client of HTTP Basic (RFC 6749 2.3.1); in development its secret is any."""
    if authorization is None or not authorization.lower().startswith(BASIC):
        return None
    try:
        name, _, _ = base64.b64decode(authorization[len(BASIC) :], validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise RefusedLoginError("invalid_client", "The client's credentials cannot be read.", 401) from None
    return unquote(name)


def _without(given: Mapping[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in given.items() if key != name}


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form, each once; empty for what is none."""
    try:
        pairs = parse_qsl((await _read(request)).decode(), keep_blank_values=True, max_num_fields=50)
    except (RefusedError, ValueError):
        return {}
    return dict(pairs)


async def _read(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise RefusedError(f"The request is larger than {LARGEST} bytes.", code=PublicCode.REQUEST_TOO_LARGE)
    return bytes(body)


async def _wish(request: Request) -> Wish:
    # As at the endpoint: JSON only, so that no foreign page's form can log a visitor in.
    if not is_json(request.headers.get("content-type", "")):
        raise RefusedError('Send JSON: {"persona": "..."}.', code=PublicCode.UNSUPPORTED_MEDIA_TYPE)
    try:
        return msgspec.json.decode(await _read(request), type=Wish)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RefusedError('Send JSON: {"persona": "..."}.') from error
