"""The schemas that running services told last, in a file: a service that is away at the start is no hindrance then."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path

import msgspec

log = logging.getLogger(__name__)


def read_known(file: Path | None) -> Mapping[str, str]:
    """The schema of each subgraph by name; nothing where there is no such file, or none of this form (a warning)."""
    if file is None or not file.exists():
        return {}
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, str])
    except (OSError, msgspec.DecodeError) as error:
        log.warning("supergraph_cache: %s cannot be used and is ignored: %s", file, error)
        return {}


def write_known(file: Path | None, known: Mapping[str, str]) -> None:
    """Replaces the file whole. What keeps it from being written is a warning: nothing that is served depends on it."""
    if file is None or not known:
        return
    side = file.with_name(f"{file.name}.new")
    try:
        side.write_bytes(msgspec.json.format(msgspec.json.encode(dict(known))))
        side.replace(file)
    except OSError as error:
        log.warning("supergraph_cache: %s cannot be written: %s", file, error)
