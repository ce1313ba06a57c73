"""Ed25519 keys as the gateway signs with them, and their public halves (RFC 8037)."""

from __future__ import annotations

import base64
import re
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gateway.ground.errors import ConfigurationError
from gateway.ground.sentence import ended

BLOCK = re.compile(rb"-----BEGIN PRIVATE KEY-----.*?-----END PRIVATE KEY-----", re.DOTALL)


def read_keys(file: Path, what: str) -> tuple[Ed25519PrivateKey, ...]:
    """The keys of a PEM file, at least one. Raises ConfigurationError, which says ``what`` they are for."""
    try:
        content = file.read_bytes()
        blocks = BLOCK.findall(content) or [content]
        keys = [serialization.load_pem_private_key(block, password=None) for block in blocks]
    except (OSError, ValueError, TypeError) as error:
        raise ConfigurationError(f"The {what} {file} cannot be read: {ended(error)}") from error
    found = tuple(key for key in keys if isinstance(key, Ed25519PrivateKey))
    if not found or len(found) < len(keys):
        raise ConfigurationError(f"{file} holds no Ed25519 key; `python -m gateway dev-key FOLDER` makes one.")
    return found


def public_jwk(key: Ed25519PrivateKey, prefix: str) -> dict[str, str]:
    """The public half as a JWK; its ``kid`` is the prefix and the beginning of the key."""
    raw = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    x = base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
    return {"kty": "OKP", "crv": "Ed25519", "x": x, "use": "sig", "alg": "EdDSA", "kid": f"{prefix}-{x[:16]}"}
