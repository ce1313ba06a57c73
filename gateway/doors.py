"""Who comes in: by the identity providers' keys, by the embedded issuer's, or as nobody."""

from __future__ import annotations

import logging

import jwt

from gateway.ground.issuers import TrustedIssuer
from gateway.identity.door import Door, Entry
from gateway.identity.fetching import keys_of
from gateway.identity.keys import FetchKeys, KeyRing
from gateway.identity.signing import ISSUER, Issuer, read_issuer
from gateway.identity.tokens import Checker
from gateway.settings import Settings

log = logging.getLogger(__name__)


def issuer_of(settings: Settings) -> Issuer | None:
    """The embedded issuer, for development only; the settings have seen to it that there is no other."""
    if settings.dev_issuer_key is None or settings.dev_personas is None:
        return None
    log.warning("the development issuer is on: anybody who reaches this gateway may become any demo person")
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    # OpenID Connect Discovery 3: an issuer is the address of its discovery. On any free port it is not known yet.
    name = settings.jwt_issuer or (f"http://{host}:{settings.port}" if settings.port else ISSUER)
    return read_issuer(settings.dev_issuer_key, settings.dev_personas, name=name, audience=settings.jwt_audience)


def identify_of(settings: Settings, issuer: Issuer | None) -> Door:
    """How callers are known: by the providers' keys, by the embedded issuer's, or not at all."""
    trusted = settings.issuers
    if settings.jwks_url:
        short = TrustedIssuer("", settings.jwt_issuer, settings.jwks_url, audience=(settings.jwt_audience,))
        trusted = (short,)
    entries = [Entry(each, _checker(each, keys_of(each), settings)) for each in trusted]
    if issuer:
        own = TrustedIssuer("development", issuer.name, audience=(issuer.audience,))
        entries.append(Entry(own, _checker(own, _own_keys(issuer), settings)))
    return Door(tuple(entries), frozenset(settings.cors_origins), settings.require_authentication)


def _checker(issuer: TrustedIssuer, fetch: FetchKeys, settings: Settings) -> Checker:
    return Checker(
        KeyRing(fetch, age=settings.jwks_refresh, last=settings.jwks_stale),
        issuer.issuer or None,
        issuer.audience,
        algorithms=issuer.algorithms,
        scopes=issuer.scopes,
    )


def _own_keys(issuer: Issuer) -> FetchKeys:
    async def fetch() -> jwt.PyJWKSet:
        return jwt.PyJWKSet.from_dict(issuer.jwks)

    return fetch
