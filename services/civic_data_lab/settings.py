"""Settings of the service: those of ``services.kit.settings`` with the prefix CIVIC_DATA_LAB, and two more.

================================  =============================================================================
variable                          meaning
================================  =============================================================================
``CIVIC_DATA_LAB_CATALOGUE``      the public address of the catalogue; data sets are named for good by addresses
                                  below it (https://daten.civic-data-lab.example.org)
``CIVIC_DATA_LAB_CONTRIBUTOR``    the id that GovData gave to the catalogue (dcatde:contributorID)
================================  =============================================================================
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from services.kit.errors import StartError
from services.kit.settings import Settings, read_settings

PREFIX = "CIVIC_DATA_LAB"
PORT = 4003
CONTRIBUTOR = "http://dcat-ap.de/def/contributors/civicDataLab"  # invented: GovData gives them on request
CATALOGUE = "https://daten.civic-data-lab.example.org"


@dataclass(frozen=True, slots=True)
class LabSettings(Settings):
    """``catalogue``: without a slash at its end."""

    catalogue: str = CATALOGUE
    contributor: str = CONTRIBUTOR


def from_environment(environment: Mapping[str, str]) -> LabSettings:
    """Raises ``StartError`` for a value that cannot be used."""
    common = read_settings(environment, PREFIX, PORT)
    address = (environment.get(f"{PREFIX}_CATALOGUE") or CATALOGUE).rstrip("/")
    if not address.startswith(("https://", "http://")):
        raise StartError(f"{PREFIX}_CATALOGUE must be an address that begins with https://, not {address!r}.")
    contributor = environment.get(f"{PREFIX}_CONTRIBUTOR") or CONTRIBUTOR
    every = {each.name: getattr(common, each.name) for each in fields(common)}
    return LabSettings(**every, catalogue=address, contributor=contributor)
