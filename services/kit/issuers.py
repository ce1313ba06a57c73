"""Who may sign tokens: the list of issuers (``AUTH_ISSUERS``), in the form that the gateway reads (its ``issuers``).

A JSON list, or a file with it. What says where a token comes from (``header``, ``scheme``, ``cookie``) is the gateway's
affair: it hands every token on as a bearer in Authorization.
"""

from __future__ import annotations

import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jwt
import orjson

from services.kit.ended import ended
from services.kit.errors import StartError

# Public-key signatures only: a shared secret would let a service issue tokens.
ALGORITHMS = ("EdDSA", "ES256", "RS256", "PS256")
NAMES = frozenset(
    ("name", "issuer", "jwks_url", "discovery", "audience", "algorithms", "scopes", "header", "scheme", "cookie")
)
WEB = ("https://", "http://")
SECONDS = 5
LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class TrustedIssuer:
    """``issuer``: the ``iss`` of its tokens. Its keys are at ``jwks_url``, or where ``discovery`` says. ``scopes``: the
    path of the claim that holds them (``realm_access.roles``); empty: where they usually are.
    """

    issuer: str
    audience: tuple[str, ...]
    jwks_url: str = ""
    discovery: str = ""
    algorithms: tuple[str, ...] = ALGORITHMS
    scopes: str = ""

    def fetched(self) -> jwt.PyJWKSet:
        """Its keys, asked for now. Raises OSError, ValueError or a PyJWTError when there are none to have."""
        return jwt.PyJWKClient(self.jwks_url or self._discovered(), cache_jwk_set=False, timeout=SECONDS).get_jwk_set()

    def _discovered(self) -> str:
        """OpenID Connect Discovery 4: the key address."""
        with urllib.request.urlopen(self.discovery, timeout=SECONDS) as answer:  # noqa: S310 - a setting, checked
            document = orjson.loads(answer.read(LARGEST))
        if not isinstance(document, dict) or document.get("issuer") != self.issuer:
            # 4.3: else whoever answers there could speak for another issuer.
            raise ValueError(f"{self.discovery} does not speak for {self.issuer}")
        url = document.get("jwks_uri")
        if not isinstance(url, str) or not url.startswith(WEB):
            raise ValueError(f"{self.discovery} names no jwks_uri")
        return url


def read_issuers(text: str | None) -> tuple[TrustedIssuer, ...]:
    """The issuers; ``StartError`` for a list that cannot be used.

    >>> (one,) = read_issuers('[{"issuer": "https://a.example", "jwks_url": "https://a.example/k", "audience": "x"}]')
    >>> one.audience
    ('x',)
    """
    if not text:
        return ()
    try:
        content = text if text.lstrip().startswith("[") else Path(text.strip()).read_text(encoding="utf-8")
        given = orjson.loads(content)
    except OSError as error:
        raise StartError(f"AUTH_ISSUERS: {text!r} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise StartError(f"AUTH_ISSUERS is no JSON list of issuers: {ended(error)}") from error
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise StartError("AUTH_ISSUERS is no JSON list of issuers.")
    found = tuple(_issuer(each) for each in given)
    if len({each.issuer for each in found}) < len(found):
        raise StartError("AUTH_ISSUERS lists an issuer twice.")
    return found


def _issuer(raw: Mapping[str, Any]) -> TrustedIssuer:
    name = raw.get("name") or raw.get("issuer")
    values = {key: value for key, value in raw.items() if value is not None}
    unknown = sorted(values.keys() - NAMES)
    if unknown:
        raise StartError(f"AUTH_ISSUERS: {name}: there is no {unknown[0]!r}.")
    issuer, jwks_url, discovery, scopes = (values.get(key, "") for key in ("issuer", "jwks_url", "discovery", "scopes"))
    audience, algorithms = _words(values.get("audience", ())), _words(values.get("algorithms", ALGORITHMS))
    texts = (issuer, jwks_url, discovery, scopes, *audience, *algorithms)
    is_good = (
        all(isinstance(each, str) for each in texts)
        and bool(issuer and audience and algorithms)
        and bool(jwks_url) != bool(discovery)
        and (jwks_url or discovery).startswith(WEB)
        and set(algorithms) <= set(ALGORITHMS)
    )
    if not is_good:
        allowed = ", ".join(ALGORITHMS)
        raise StartError(
            f"AUTH_ISSUERS: {name} needs `issuer`, `audience`, one web address (`jwks_url` or `discovery`), and"
            f" `algorithms` of {allowed} if any."
        )
    return TrustedIssuer(issuer, audience, jwks_url, discovery, algorithms, scopes)


def _words(given: Any) -> tuple[Any, ...]:
    return tuple(given) if isinstance(given, list | tuple) else (given,)
