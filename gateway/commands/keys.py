"""``dev-key``: the key pair of the development issuer."""

from __future__ import annotations

import sys
from argparse import Namespace

from gateway.guard.signing import write_key_pair


def key_command(arguments: Namespace) -> int:
    """Writes private.pem and jwks.json into the folder, over what was there."""
    private, public = write_key_pair(arguments.folder)
    sys.stdout.write(f"Wrote {private} (keep it secret) and {public} (give it to the services).\n")
    return 0
