"""The types of the ministries' documents: this table is all that the marketplace knows of each."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum


class Category(Enum):
    """What an entry of the catalogue is."""

    SUPPORT_OFFER = "SUPPORT_OFFER"
    PROJECT = "PROJECT"
    DATASET = "DATASET"


FOREIGN: Mapping[str, Category] = {
    "CompetitionRound": Category.SUPPORT_OFFER,
    "FundingCall": Category.SUPPORT_OFFER,
    "Workshop": Category.SUPPORT_OFFER,
    "AiConsultation": Category.SUPPORT_OFFER,
    "PilotCall": Category.SUPPORT_OFFER,
    "ComputeQuota": Category.SUPPORT_OFFER,
    "DataConsultation": Category.SUPPORT_OFFER,
    "DataProjectCall": Category.SUPPORT_OFFER,
    "LearningModule": Category.SUPPORT_OFFER,
    "CommunityFormat": Category.SUPPORT_OFFER,
    "ToolboxItem": Category.SUPPORT_OFFER,
    "FundedProject": Category.PROJECT,
    "PilotProject": Category.PROJECT,
    "DataProject": Category.PROJECT,
    "Dataset": Category.DATASET,
}
"""By name; in this order they stand in the union of match targets."""


PERSONAL = (
    *("CompetitionEntry", "GrantApplication"),
    *("WorkshopRegistration", "ConsultationSlot", "PilotApplication", "Prototype"),
)
"""What somebody may be told of and not everybody sees: in no catalogue, and known here by its key alone."""


def types_of(category: Category) -> tuple[str, ...]:
    """The names of a category.

    >>> types_of(Category.DATASET)
    ('Dataset',)
    """
    return tuple(name for name, each in FOREIGN.items() if each is category)
