"""The gateway vouches for its calls: HTTP Message Signatures (RFC 9421) with Ed25519, over a digest of the body
(RFC 9530) and over who asks.

A service that checks them knows that a call came through the gateway, for whom, for itself and not for another service,
and just now.
"""

from __future__ import annotations

import json
import time
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256
from secrets import token_hex
from typing import TypeAlias
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from gateway.ground.ed25519 import public_jwk
from gateway.model.caller import Caller
from gateway.model.exchange import SubgraphRequest
from gateway.model.operation import OperationKind
from gateway.subgraphs.send import Change

Clock: TypeAlias = Callable[[], float]
CALLER = "x-civic-caller"
REQUEST = "x-request-id"
SECONDS = 60
"""So long a signature is good."""
PREFIX = "gateway"
CLIENT = "x-civic-client"
"""The mark of the client's network, where a call has one; it is said once more where it is signed."""
COVERED = f'("@method" "@path" "content-digest" "{CALLER}" "{REQUEST}")'


def vouched(caller: Caller) -> str:
    """Who asks, in one text that is the same whenever the same caller asks: what calls are told apart by.

    >>> vouched(Caller("anna", frozenset({"b", "a"})))
    '{"sub":"anna","scopes":["a","b"],"iss":null}'
    """
    said = {"sub": caller.subject, "scopes": sorted(caller.scopes), "iss": caller.claims.get("iss")}
    return json.dumps(said, separators=(",", ":"))


class Signer:
    """Signs with one key. ``clock``: seconds of the world."""

    def __init__(self, key: Ed25519PrivateKey, clock: Clock = time.time) -> None:
        self._sign = key.sign
        self._kid = public_jwk(key, PREFIX)["kid"]
        self._clock = clock
        self._paths: dict[str, str] = {}

    def signed(self, request: SubgraphRequest) -> SubgraphRequest:
        """The request with who asks, for whom and until when, and the signature over it."""
        now = int(self._clock())
        end = now + SECONDS
        headers = request.headers
        # By hand: the rest of a call takes no longer than reading this as JSON and writing it again.
        mark = headers.get(CLIENT)
        client = f',"client":{json.dumps(mark)}' if mark else ""
        # What changes something counts once. What only reads may come again: it tells nobody more than it did.
        once = "" if request.kind is OperationKind.QUERY else f',"jti":"{token_hex(16)}"'
        said = f'{headers[CALLER][:-1]}{client}{once},"aud":"{request.subgraph}","iat":{now},"exp":{end}}}'
        caller = urlsafe_b64encode(said.encode()).rstrip(b"=").decode()
        digest = f"sha-256=:{b64encode(sha256(request.body).digest()).decode()}:"
        identifier = headers.get(REQUEST, "").strip() or token_hex(8)
        terms = f'{COVERED};created={now};expires={end};keyid="{self._kid}";alg="ed25519";tag="civic-gateway"'
        base = (
            f'"@method": POST\n"@path": {self._path(request.url)}\n"content-digest": {digest}\n'
            f'"{CALLER}": {caller}\n"{REQUEST}": {identifier}\n"@signature-params": {terms}'
        )
        signature = b64encode(self._sign(base.encode("latin-1"))).decode()
        more = {
            CALLER: caller,
            REQUEST: identifier,
            "content-digest": digest,
            "signature-input": f"civic={terms}",
            "signature": f"civic=:{signature}:",
        }
        return replace(request, headers={**headers, **more})

    def _path(self, url: str) -> str:
        known = self._paths.get(url)
        if known is None:
            known = self._paths[url] = urlsplit(url).path or "/"
        return known


def signing(signer: Signer, queries: bool = True) -> Change:
    """Signs each request that says who asks; the gateway's own questions are nobody's. ``queries``: these, too, and not
    only what changes something.
    """

    def sign(request: SubgraphRequest, /) -> SubgraphRequest:
        if not queries and request.kind is OperationKind.QUERY:
            return request
        if CALLER not in request.headers:
            request = replace(request, headers={**request.headers, CALLER: vouched(NOBODY)})
        return signer.signed(request)

    return sign


NOBODY = Caller()
