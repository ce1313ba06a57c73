"""Development only: the embedded issuer's addresses. Anybody may become any demo person: never beside real data."""

from __future__ import annotations

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from gateway.ground.codes import PublicCode
from gateway.identity.signing import LIFETIME, Issuer
from gateway.model.refusal import body_of
from gateway.web.http.negotiation import is_json
from gateway.web.http.refusal import RefusedError

LARGEST = 10_000
UNCACHED = {"cache-control": "no-store"}


class Wish(msgspec.Struct, frozen=True):
    """Who wants to be logged in."""

    persona: str


def issuer_routes(issuer: Issuer) -> list[BaseRoute]:
    """Discovery (OpenID Connect Discovery 3), keys (RFC 7517), the demo persons and their tokens."""

    async def discovery(request: Request) -> Response:
        here = str(request.base_url).rstrip("/")
        return JSONResponse(
            {
                "issuer": issuer.name,
                "jwks_uri": f"{here}/.well-known/jwks.json",
                "token_endpoint": f"{here}/auth/token",
                "id_token_signing_alg_values_supported": ["EdDSA"],
                "subject_types_supported": ["public"],
                "response_types_supported": ["token"],
            }
        )

    async def jwks(request: Request) -> Response:
        return JSONResponse(issuer.jwks)

    async def personas(request: Request) -> Response:
        return JSONResponse([msgspec.to_builtins(persona) for persona in issuer.personas.values()], headers=UNCACHED)

    async def token(request: Request) -> Response:
        try:
            persona = issuer.personas.get((await _wish(request)).persona)
            if persona is None:
                names = ", ".join(issuer.personas)
                raise RefusedError(
                    f"There is no such demo person; there are: {names}.", code=PublicCode.UNKNOWN_PERSONA
                )
        except RefusedError as error:
            return Response(body_of(error), error.code.status, UNCACHED, "application/json")
        content = {"access_token": issuer.token(persona), "token_type": "Bearer", "expires_in": LIFETIME}
        return JSONResponse(content, headers=UNCACHED)

    return [
        Route("/.well-known/openid-configuration", discovery),
        Route("/.well-known/jwks.json", jwks),
        Route("/auth/personas", personas),
        Route("/auth/token", token, methods=["POST"]),
    ]


async def _wish(request: Request) -> Wish:
    # As at the endpoint: JSON only, so that no foreign page's form can log a visitor in.
    if not is_json(request.headers.get("content-type", "")):
        raise RefusedError('Send JSON: {"persona": "..."}.', code=PublicCode.UNSUPPORTED_MEDIA_TYPE)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise RefusedError(f"The request is larger than {LARGEST} bytes.", code=PublicCode.REQUEST_TOO_LARGE)
    try:
        return msgspec.json.decode(bytes(body), type=Wish)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RefusedError('Send JSON: {"persona": "..."}.') from error
