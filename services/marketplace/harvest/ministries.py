"""The ministries whose documents the catalogue follows: where their feeds are, and nothing of what is in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Ministry:
    """``programme`` is the type of its programme, for documents that do not name one."""

    name: str
    feed: str
    programme: str


MINISTRIES: Mapping[str, Ministry] = MappingProxyType(
    {
        ministry.name: ministry
        for ministry in (
            Ministry("cip", "cipChanges", "CipProgramme"),
            Ministry("ideenwerkstatt", "ideenwerkstattChanges", "IdeenwerkstattProgramme"),
            Ministry("civic_data_lab", "civicDataLabChanges", "CivicDataLabProgramme"),
        )
    }
)
