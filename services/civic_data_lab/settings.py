"""Settings of the service: those of ``services.kit.settings`` with the prefix CIVIC_DATA_LAB, and one more.

================================  =============================================================================
variable                          meaning
================================  =============================================================================
``CIVIC_DATA_LAB_CATALOGUE``      the public address of the catalogue; data sets are named for good by addresses
                                  below it (https://daten.civic-data-lab.example.org)
================================  =============================================================================
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from services.kit.errors import StartError
from services.kit.settings import Settings, read_settings

PREFIX = "CIVIC_DATA_LAB"
PORT = 4003
CATALOGUE = "https://daten.civic-data-lab.example.org"


@dataclass(frozen=True, slots=True)
class LabSettings(Settings):
    """``catalogue``: without a slash at its end."""

    catalogue: str = CATALOGUE


def from_environment(environment: Mapping[str, str]) -> LabSettings:
    """Raises ``StartError`` for a value that cannot be used."""
    common = read_settings(environment, PREFIX, PORT)
    address = (environment.get(f"{PREFIX}_CATALOGUE") or CATALOGUE).rstrip("/")
    if not address.startswith(("https://", "http://")):
        raise StartError(f"{PREFIX}_CATALOGUE must be an address that begins with https://, not {address!r}.")
    return LabSettings(**{each.name: getattr(common, each.name) for each in fields(common)}, catalogue=address)
