"""Settings of the service: those of ``services.kit.settings`` with the prefix CIVIC_DATA_LAB, and three more.

================================  =============================================================================
variable                          meaning
================================  =============================================================================
``CIVIC_DATA_LAB_CATALOGUE``      the public address of the catalogue; data sets are named for good by addresses
                                  below it (https://daten.civic-data-lab.example.org)
``CIVIC_DATA_LAB_CONTRIBUTOR``    the id that GovData gave to the catalogue (dcatde:contributorID)
``CIVIC_DATA_LAB_LICENSE``        the licence of the catalogue, which is that of its descriptions and not of the data
                                  (Datenlizenz Deutschland Zero): an address below http://dcat-ap.de/def/licenses/
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
LICENSES = "http://dcat-ap.de/def/licenses/"
LICENSE = f"{LICENSES}dl-zero-de/2.0"  # portals take only descriptions that they may hand on
CATALOGUE = "https://daten.civic-data-lab.example.org"


@dataclass(frozen=True, slots=True)
class LabSettings(Settings):
    """``catalogue``: without a slash at its end."""

    catalogue: str = CATALOGUE
    contributor: str = CONTRIBUTOR
    license: str = LICENSE


def from_environment(environment: Mapping[str, str]) -> LabSettings:
    """Raises ``StartError`` for a value that cannot be used."""
    common = read_settings(environment, PREFIX, PORT)
    address = (environment.get(f"{PREFIX}_CATALOGUE") or CATALOGUE).rstrip("/")
    if not address.startswith(("https://", "http://")):
        raise StartError(f"{PREFIX}_CATALOGUE must be an address that begins with https://, not {address!r}.")
    contributor = environment.get(f"{PREFIX}_CONTRIBUTOR") or CONTRIBUTOR
    license_ = environment.get(f"{PREFIX}_LICENSE") or LICENSE
    if not license_.startswith(LICENSES):
        raise StartError(f"{PREFIX}_LICENSE must be an address that begins with {LICENSES}, not {license_!r}.")
    every = {each.name: getattr(common, each.name) for each in fields(common)}
    return LabSettings(**every, catalogue=address, contributor=contributor, license=license_)
