"""An issuer of tokens for tests: a key pair, its JWKS, and signed tokens."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import OKPAlgorithm

ISSUER = "https://issuer.example.org"
AUDIENCE = "civic-coding"
FOR_EVER = 4_102_444_800  # the year 2100: many tokens are made at import, and a suite takes as long as it takes


@dataclass(frozen=True, slots=True)
class Issuer:
    """Signs with one key under one name."""

    key: Ed25519PrivateKey
    kid: str = "one"

    @property
    def jwks(self) -> str:
        public = json.loads(OKPAlgorithm.to_jwk(self.key.public_key()))
        return json.dumps({"keys": [{**public, "kid": self.kid, "alg": "EdDSA", "use": "sig"}]})

    def token(self, **claims: Any) -> str:
        """A token that holds for ever; ``claims`` win over the usual ones, None leaves one out."""
        usual = {"iss": ISSUER, "aud": AUDIENCE, "sub": "somebody", "exp": FOR_EVER}
        payload = {name: value for name, value in {**usual, **claims}.items() if value is not None}
        return jwt.encode(payload, self.key, algorithm="EdDSA", headers={"kid": self.kid})

    def bearer(self, **claims: Any) -> dict[str, str]:
        """The header of a request."""
        return {"authorization": f"Bearer {self.token(**claims)}"}


def new_issuer(kid: str = "one") -> Issuer:
    return Issuer(Ed25519PrivateKey.generate(), kid)


def written_jwks(issuer: Issuer, folder: Path) -> Path:
    """The issuer's key set as a file."""
    file = folder / "jwks.json"
    file.write_text(issuer.jwks, encoding="utf-8")
    return file
