"""What is known of each ministry's graph: its feed, its documents, and how the catalogue asks for them.

Response names differ where the fields' types do: fields of one name in one answer must have one shape (GraphQL 5.3.2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

TEXT = "{ de en deSimple }"
OFFER = (
    f"title {TEXT} summary {TEXT} kind offerStatus: status audiences applyUntil url "
    "programme { slug } topics { slug }"
)
PROJECT = f"name: title summary: abstract {TEXT} projectStatus: status programme {{ slug }} topics {{ slug }}"
DATASET = f"title {TEXT} summary: description {TEXT} datasetStatus: status uri topics {{ slug }} coverage {{ ars }}"


@dataclass(frozen=True, slots=True)
class Ministry:
    """``types`` are the documents that it owns, with what is asked of each: nobody can change another's documents.

    ``programme`` is the type of its programme, for documents that do not name one.
    """

    name: str
    feed: str
    programme: str
    types: Mapping[str, str]


MINISTRIES: Mapping[str, Ministry] = MappingProxyType(
    {
        ministry.name: ministry
        for ministry in (
            Ministry(
                name="cip",
                feed="cipChanges",
                programme="CipProgramme",
                types={
                    "CompetitionRound": OFFER,
                    "FundingCall": OFFER,
                    "FundedProject": f"{PROJECT} region {{ ars }}",
                },
            ),
            Ministry(
                name="ideenwerkstatt",
                feed="ideenwerkstattChanges",
                programme="IdeenwerkstattProgramme",
                types={
                    "Workshop": f"{OFFER} region {{ nuts }}",
                    "AiConsultation": OFFER,
                    "PilotCall": OFFER,
                    "ComputeQuota": OFFER,
                    "PilotProject": f"{PROJECT} region {{ nuts }}",
                },
            ),
            Ministry(
                name="civic_data_lab",
                feed="civicDataLabChanges",
                programme="CivicDataLabProgramme",
                types={
                    "DataConsultation": OFFER,
                    "DataProjectCall": OFFER,
                    "LearningModule": OFFER,
                    "CommunityFormat": OFFER,
                    "DataProject": f"{PROJECT} region {{ ars }}",
                    "Dataset": DATASET,
                },
            ),
        )
    }
)
