"""The settings of this service: those of the kit, with its own prefix and port."""

from __future__ import annotations

from collections.abc import Mapping

from services.kit.settings import Settings
from services.kit.settings import read_settings as read

PREFIX = "IDEENWERKSTATT"
PORT = 4002


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings; ``StartError`` for a value that cannot be."""
    return read(environment, PREFIX, PORT)
