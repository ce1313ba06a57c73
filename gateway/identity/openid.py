"""Development only: OpenID Connect for the demo persons, so that a relying party logs in as it would anywhere.

Authorisation code flow with PKCE (RFC 6749 4.1, RFC 7636), OpenID Connect Core 1.0, ``iss`` in the answer (RFC 9207).
Codes and refresh tokens are signed and hold all that they stand for: every worker can redeem them, and none keeps any.
A code that this process has redeemed it redeems no more.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt

from gateway.ground.proxies import is_loopback
from gateway.ground.recent import Recent
from gateway.identity.signing import LIFETIME, Issuer, Persona, public_jwk

CODE_SECONDS = 60
REFRESH_SECONDS = 30 * 24 * 3600
CODE, REFRESH = "code", "refresh"
"""What a signed text of ours is for: its ``aud``, which no service takes."""
LONGEST = 2_000
"""Characters of what a client may hand over."""


class RefusedLoginError(Exception):
    """``error``: as RFC 6749 5.2 and OpenID Connect 3.1.2.6 name it."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.error = error
        self.description = description
        self.status = status


@dataclass(frozen=True, slots=True)
class LogIn:
    """What a relying party asks for. ``challenge``: the SHA-256 of its verifier. ``acr``: the level that it needs."""

    client: str
    redirect: str
    challenge: str
    state: str = ""
    nonce: str = ""
    scope: str = "openid"
    acr: str = ""


@dataclass(frozen=True, slots=True)
class Provider:
    """``anywhere``: also relying parties on other machines."""

    issuer: Issuer
    anywhere: bool = False
    clock: Callable[[], float] = time.time
    used: Recent[str, bool] = field(default_factory=lambda: Recent(10_000))

    def destination(self, redirect: str) -> str:
        """The address that an answer goes to. Raises RefusedLoginError for one that it must not go to."""
        parts = urlsplit(redirect)
        is_ours = self.anywhere or is_loopback(parts.hostname or "")
        if len(redirect) > LONGEST or parts.scheme not in ("http", "https") or parts.fragment or not is_ours:
            raise RefusedLoginError("invalid_request", "redirect_uri must be an address on this machine.")
        return redirect

    def asked(self, given: Mapping[str, str]) -> LogIn:
        """The request of an authorisation. Raises RefusedLoginError; ``destination`` must have been asked before."""
        if any(len(value) > LONGEST for value in given.values()):
            raise RefusedLoginError("invalid_request", "A parameter is too long.")
        if given.get("response_type") != "code":
            raise RefusedLoginError("unsupported_response_type", "Only the code flow is spoken here.")
        if not given.get("client_id") or given.get("client_id") == self.issuer.audience:
            raise RefusedLoginError("unauthorized_client", "client_id must name the relying party.")
        if "openid" not in given.get("scope", "").split():
            raise RefusedLoginError("invalid_scope", "The scope must hold openid.")
        if given.get("code_challenge_method") != "S256" or not given.get("code_challenge"):
            raise RefusedLoginError("invalid_request", "PKCE with S256 is needed (code_challenge).")
        if "none" in given.get("prompt", "").split():
            raise RefusedLoginError("login_required", "Nobody is logged in here: each time a person is chosen.")
        acr = next(iter(given.get("acr_values", "").split()), "")
        return LogIn(
            given["client_id"],
            given["redirect_uri"],
            given["code_challenge"],
            given.get("state", ""),
            given.get("nonce", ""),
            given["scope"],
            acr,
        )

    def granted(self, asked: LogIn, persona: Persona) -> str:
        """Where the browser goes with the code."""
        inside = {"client": asked.client, "redirect": asked.redirect, "challenge": asked.challenge}
        code = self._signed(
            CODE,
            CODE_SECONDS,
            {**inside, "nonce": asked.nonce, "scope": asked.scope, "acr": asked.acr, "sub": persona.id},
        )
        return self.answer(asked.redirect, {"code": code, "state": asked.state})

    def answer(self, redirect: str, said: Mapping[str, str]) -> str:
        """An address with an answer in it, and who gives it (RFC 9207)."""
        query = urlencode({**{name: value for name, value in said.items() if value}, "iss": self.issuer.name})
        return f"{redirect}{'&' if urlsplit(redirect).query else '?'}{query}"

    def redeemed(self, form: Mapping[str, str], client: str | None) -> dict[str, Any]:
        """The tokens for a code or a refresh token. ``client``: from HTTP Basic. Raises RefusedLoginError."""
        match form.get("grant_type"):
            case "authorization_code":
                held = self._read(form.get("code", ""), CODE)
                self._check_code(held, form, client)
            case "refresh_token":
                held = self._read(form.get("refresh_token", ""), REFRESH)
                if (client or form.get("client_id")) != held["client"]:
                    raise RefusedLoginError("invalid_grant", "The refresh token is another client's.")
            case _:
                raise RefusedLoginError("unsupported_grant_type", "Use authorization_code or refresh_token.")
        return self._tokens(held)

    def _check_code(self, held: Mapping[str, Any], form: Mapping[str, str], client: str | None) -> None:
        verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        if not hmac.compare_digest(challenge, held["challenge"]):
            raise RefusedLoginError("invalid_grant", "The code_verifier is not that of the code_challenge.")
        if (client or form.get("client_id")) != held["client"] or form.get("redirect_uri") != held["redirect"]:
            raise RefusedLoginError("invalid_grant", "client_id and redirect_uri must be those that the code was for.")
        if self.used.get(held["jti"]):
            raise RefusedLoginError("invalid_grant", "The code has been used.")
        self.used.put(held["jti"], True)

    def _tokens(self, held: Mapping[str, Any]) -> dict[str, Any]:
        persona = self.issuer.personas.get(held["sub"])
        if persona is None:
            raise RefusedLoginError("invalid_grant", "The person is not here any more.")
        now = int(self.clock())
        since = held.get("auth_time", now)
        # The log-in is played: who asks for a level gets it.
        acr = held["acr"] or persona.acr
        kept = {name: held[name] for name in ("client", "scope", "acr", "sub")}
        claims = {
            **about(persona),
            "iss": self.issuer.name,
            "aud": held["client"],
            "iat": now,
            "exp": now + 3600,
            "auth_time": since,
            **{name: value for name, value in (("nonce", held.get("nonce")), ("acr", acr)) if value},
        }
        return {
            "access_token": self.issuer.token(persona, acr=acr),
            "token_type": "Bearer",
            "expires_in": LIFETIME,
            "scope": " ".join(persona.scopes),
            "refresh_token": self._signed(REFRESH, REFRESH_SECONDS, {**kept, "auth_time": since}),
            "id_token": self._encoded(claims),
        }

    def userinfo(self, token: str) -> dict[str, Any]:
        """OpenID Connect Core 5.3. Raises RefusedLoginError for a token that is not one of ours."""
        persona = self.issuer.personas.get(self._read(token, self.issuer.audience, "invalid_token", 401)["sub"])
        if persona is None:
            raise RefusedLoginError("invalid_token", "The person is not here any more.", 401)
        return about(persona)

    def _signed(self, use: str, seconds: int, inside: Mapping[str, Any]) -> str:
        end = int(self.clock()) + seconds
        return self._encoded({**inside, "iss": self.issuer.name, "aud": use, "exp": end, "jti": secrets.token_hex(8)})

    def _encoded(self, claims: Mapping[str, Any]) -> str:
        jwk = public_jwk(self.issuer.key)
        return jwt.encode(dict(claims), self.issuer.key, algorithm="EdDSA", headers={"kid": jwk["kid"]})

    def _read(self, text: str, use: str, error: str = "invalid_grant", status: int = 400) -> dict[str, Any]:
        try:
            held: dict[str, Any] = jwt.decode(
                text, self.issuer.key.public_key(), algorithms=["EdDSA"], audience=use, issuer=self.issuer.name
            )
        except (jwt.PyJWTError, ValueError, RecursionError) as problem:
            raise RefusedLoginError(error, "It does not hold, or has expired.", status) from problem
        return held


def about(persona: Persona) -> dict[str, Any]:
    """The claims about a person (OpenID Connect Core 5.1)."""
    known = {"sub": persona.id, "name": persona.name}
    return {**known, "email": persona.email, "email_verified": True} if persona.email else known
