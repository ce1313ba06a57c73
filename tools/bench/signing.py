"""What a signed call costs: the gateway's signature and the house's check of it, in microseconds of computing.

    python -m tools.bench.signing

The least of several rounds, for whatever else runs only adds to it.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile
from time import process_time

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gateway.ground.ed25519 import public_jwk
from gateway.model.caller import Caller
from gateway.model.exchange import SubgraphRequest
from gateway.model.operation import OperationKind
from gateway.subgraphs.signed import CALLER, PREFIX, Signer, vouched
from services.kit.keys import KeyFile
from services.kit.signatures import Signatures

CALLS, ROUNDS = 2_000, 9
BODY = json.dumps({"query": "query($r: [_Any!]!) { _entities(representations: $r) { ... on Idea { id title } } }"})
URL = "http://cip/graphql"


def measured() -> tuple[float, float]:
    """Microseconds of a signature and of a check: a call of a signed-in caller with a small body, that only reads."""
    key = Ed25519PrivateKey.generate()
    said = {CALLER: vouched(Caller("anna", frozenset({"ideas:write"}))), "x-request-id": "0123456789abcdef"}
    request = SubgraphRequest("cip", URL, OperationKind.QUERY, BODY.encode(), said)
    signer = Signer(key)
    sent = signer.signed(request)
    headers = {name.encode(): value.encode() for name, value in sent.headers.items()}

    def sign() -> None:
        for _ in range(CALLS):
            signer.signed(request)

    with NamedTemporaryFile("w", suffix=".json") as file:
        json.dump({"keys": [public_jwk(key, PREFIX)]}, file)
        file.flush()
        signatures = Signatures(KeyFile(Path(file.name)), "cip")

        async def check() -> None:
            for _ in range(CALLS):
                if await signatures.vouched("POST", "/graphql", headers, sent.body) is None:
                    raise RuntimeError("the signature does not hold")

        return _least(sign), _least(lambda: asyncio.run(check()))


def _least(work: Callable[[], None]) -> float:
    times = []
    for _ in range(ROUNDS):
        began = process_time()
        work()
        times.append((process_time() - began) / CALLS * 1e6)
    return min(times)


if __name__ == "__main__":
    signature, check = measured()
    sys.stdout.write(
        f"signature {signature:.0f} us, check {check:.0f} us, together {signature + check:.0f} us a call\n"
    )
