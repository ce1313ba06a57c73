"""Settings of the service; the variables are listed in ``services.kit.settings``."""

from __future__ import annotations

from collections.abc import Mapping

from services.kit.settings import Settings, read_settings

PREFIX = "CIVIC_DATA_LAB"
PORT = 4003


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Raises ``StartError`` for a value that cannot be used."""
    return read_settings(environment, PREFIX, PORT)
