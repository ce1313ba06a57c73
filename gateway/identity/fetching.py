"""Where an issuer's keys come from: its key address, or the one that its discovery document names."""

from __future__ import annotations

import asyncio
from functools import partial
from urllib.request import Request, urlopen

import jwt
import orjson

from gateway.ground.issuers import WEB, TrustedIssuer
from gateway.identity.keys import FetchKeys

SECONDS = 5.0
LARGEST = 1_000_000


def keys_of(issuer: TrustedIssuer) -> FetchKeys:
    """Asks the issuer, in a thread: PyJWT's client waits."""
    return partial(asyncio.to_thread, _fetched, issuer)


def _fetched(issuer: TrustedIssuer) -> jwt.PyJWKSet:
    url = issuer.jwks_url or discovered(issuer)
    return jwt.PyJWKClient(url, cache_jwk_set=False, timeout=SECONDS).get_jwk_set()


def discovered(issuer: TrustedIssuer) -> str:
    """OpenID Connect Discovery 4: the key address. Raises OSError, and ValueError for a document that is another's."""
    request = Request(issuer.discovery, headers={"accept": "application/json"})  # noqa: S310 - a setting, a web address
    with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
        document = orjson.loads(answer.read(LARGEST))
    if not isinstance(document, dict) or document.get("issuer") != issuer.issuer:
        # 4.3: else whoever answers there could speak for another issuer.
        raise ValueError(f"{issuer.discovery} does not speak for {issuer.issuer}")
    url = document.get("jwks_uri")
    if not isinstance(url, str) or not url.startswith(WEB):
        raise ValueError(f"{issuer.discovery} names no jwks_uri")
    return url
