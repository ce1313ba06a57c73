"""``dev-key`` and ``dev-token``: the key pair of the development issuer, and a token for a program."""

from __future__ import annotations

import sys
from argparse import Namespace

from gateway.identity.signing import KEY_FILE, keep_key_pair, read_issuer, write_key_pair, write_token
from gateway.settings import Settings
from gateway.subgraphs.signed import PREFIX

DAY = 24 * 3600  # seconds


def key_command(arguments: Namespace) -> int:
    """Writes private.pem and jwks.json into the folder. A key that is there stays unless another is wanted: whoever
    signs with it goes on doing so, and containers are started again as they please.
    """
    is_kept = (arguments.folder / KEY_FILE).exists() and not arguments.anew
    prefix = PREFIX if arguments.calls else "dev"
    private, public = (keep_key_pair if is_kept else write_key_pair)(arguments.folder, prefix)
    done = "Kept" if is_kept else "Wrote"
    sys.stdout.write(f"{done} {private} (keep it secret) and {public} (give it to the services).\n")
    return 0


def token_command(arguments: Namespace) -> int:
    """Writes a token of one of the demo persons, signed with the key in the folder."""
    key = arguments.folder / KEY_FILE
    issuer = read_issuer(key, arguments.personas, name=arguments.issuer, audience=Settings().jwt_audience)
    write_token(issuer, arguments.persona, arguments.days * DAY, arguments.to)
    sys.stdout.write(f"Wrote {arguments.to}, which holds for {arguments.days} days.\n")
    return 0
