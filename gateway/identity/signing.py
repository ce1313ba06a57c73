"""Development only: keys, demo persons and their tokens; the graph can be tried without an identity provider."""

from __future__ import annotations

import json
import os
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jwt
import msgspec
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gateway.ground import ed25519
from gateway.ground.errors import ConfigurationError
from gateway.ground.sentence import ended

ISSUER = "civic-coding-development"
LIFETIME = 8 * 3600
"""Seconds that a demo person's token holds."""
KEY_FILE = "private.pem"
JWKS_FILE = "jwks.json"


class Persona(msgspec.Struct, frozen=True):
    """A demo person. ``acr``: the assurance level of the log-in (eIDAS, as BundID reports it). ``actor_id``: None for
    whoever has not registered yet. ``email``: the address that the issuer vouches for.
    """

    id: str
    name: str
    actor_id: str | None = None
    scopes: list[str] = []
    acr: str | None = None
    email: str | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class Issuer:
    """Signs tokens for the demo persons. ``name`` is the claim iss."""

    name: str
    audience: str
    key: Ed25519PrivateKey
    personas: Mapping[str, Persona]

    @property
    def jwks(self) -> dict[str, Any]:
        return {"keys": [public_jwk(self.key)]}

    def token(self, persona: Persona, lifetime: int = LIFETIME, acr: str | None = None) -> str:
        """A signed token (EdDSA, RFC 8037) that holds for ``lifetime`` seconds. ``acr``: another level than usual."""
        now = int(time.time())
        claims = {
            "iss": self.name,
            "aud": self.audience,
            "sub": persona.id,
            "name": persona.name,
            "scope": " ".join(persona.scopes),
            "iat": now,
            "exp": now + lifetime,
            "jti": secrets.token_hex(8),
        }
        # An address says who somebody is only where the issuer has verified it (OpenID Connect Core 5.1).
        verified = True if persona.email else None
        optional = {
            "actor_id": persona.actor_id,
            "acr": acr or persona.acr,
            "email": persona.email,
            "email_verified": verified,
        }
        claims |= {name: value for name, value in optional.items() if value is not None}
        return jwt.encode(claims, self.key, algorithm="EdDSA", headers={"kid": public_jwk(self.key)["kid"]})


def public_jwk(key: Ed25519PrivateKey) -> dict[str, Any]:
    """The public half as a JWK (RFC 8037)."""
    return dict(ed25519.public_jwk(key, "dev"))


def write_key_pair(folder: Path) -> tuple[Path, Path]:
    """Makes a new key: ``private.pem`` (readable by its owner only) and ``jwks.json``. Raises ConfigurationError."""
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    private, public = folder / KEY_FILE, folder / JWKS_FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(private, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(pem)
        public.write_text(json.dumps({"keys": [public_jwk(key)]}, indent=2) + "\n", encoding="utf-8")
        # In a container root writes them, and whoever the folder belongs to must read them.
        if os.geteuid() == 0:
            owner = folder.stat()
            for file_name in (private, public):
                os.chown(file_name, owner.st_uid, owner.st_gid)
    except OSError as error:
        raise ConfigurationError(f"The key cannot be written to {folder}: {error.strerror}.") from error
    return private, public


def write_token(issuer: Issuer, persona: str, lifetime: int, file: Path) -> None:
    """Writes a token of a demo person for a program that runs on its own. Raises ConfigurationError.

    ``lifetime`` in seconds. Other users may read the file: containers that share it run under users of their own.
    """
    if persona not in issuer.personas:
        raise ConfigurationError(f"There is no demo person {persona}; there are: {', '.join(issuer.personas)}.")
    if lifetime <= 0:
        raise ConfigurationError("A token must hold for some time: at least one day.")
    try:
        file.write_text(issuer.token(issuer.personas[persona], lifetime) + "\n", encoding="ascii")
        file.chmod(0o644)
    except OSError as error:
        raise ConfigurationError(f"The token cannot be written to {file}: {error.strerror}.") from error


def read_issuer(key_file: Path, personas_file: Path, *, name: str, audience: str) -> Issuer:
    """Raises ConfigurationError when the key is no Ed25519 key or the persons are not as Persona describes."""
    key = ed25519.read_keys(key_file, "development issuer's key")[0]
    try:
        personas = msgspec.json.decode(personas_file.read_bytes(), type=list[Persona])
    except (OSError, UnicodeDecodeError, msgspec.DecodeError) as error:
        raise ConfigurationError(f"The demo persons {personas_file} cannot be read: {ended(error)}") from error
    return Issuer(name, audience, key, {persona.id: persona for persona in personas})
