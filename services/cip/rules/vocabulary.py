"""The closed vocabularies of the competition and of funding."""

from __future__ import annotations

from enum import Enum

import strawberry


@strawberry.enum
class CompetitionCategory(Enum):
    KNOWLEDGE_AND_LEARNING = "KNOWLEDGE_AND_LEARNING"
    ADMINISTRATION_AND_DEMOCRACY = "ADMINISTRATION_AND_DEMOCRACY"
    INCLUSION_AND_DIVERSITY = "INCLUSION_AND_DIVERSITY"
    WORK_AND_PARTICIPATION = "WORK_AND_PARTICIPATION"


@strawberry.enum
class RoundPhase(Enum):
    ANNOUNCED = "ANNOUNCED"
    SUBMISSION = "SUBMISSION"
    SCREENING = "SCREENING"
    PITCH = "PITCH"
    JURY_DELIBERATION = "JURY_DELIBERATION"
    AWARDED = "AWARDED"
    SUPPORT = "SUPPORT"
    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"


@strawberry.enum
class EntryStatus(Enum):
    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    FORMALLY_REJECTED = "FORMALLY_REJECTED"
    ELIGIBLE = "ELIGIBLE"
    INVITED_TO_PITCH = "INVITED_TO_PITCH"
    NOT_SELECTED = "NOT_SELECTED"
    AWARDED = "AWARDED"
    WITHDRAWN = "WITHDRAWN"


@strawberry.enum
class TrancheStatus(Enum):
    PLANNED = "PLANNED"
    CONDITION_MET = "CONDITION_MET"
    PAID = "PAID"
    FORFEITED = "FORFEITED"


@strawberry.enum
class CallPhase(Enum):
    ANNOUNCED = "ANNOUNCED"
    EXPRESSION_OF_INTEREST = "EXPRESSION_OF_INTEREST"
    APPLICATION = "APPLICATION"
    ASSESSMENT = "ASSESSMENT"
    GRANTED = "GRANTED"
    RUNNING = "RUNNING"
    CLOSED = "CLOSED"
    CANCELLED = "CANCELLED"


@strawberry.enum
class PartnerRole(Enum):
    COORDINATOR = "COORDINATOR"
    PARTNER = "PARTNER"
    ASSOCIATED = "ASSOCIATED"


@strawberry.enum
class ApplicationStatus(Enum):
    DRAFT = "DRAFT"
    EOI_SUBMITTED = "EOI_SUBMITTED"
    EOI_NEGATIVE = "EOI_NEGATIVE"
    INVITED_TO_APPLY = "INVITED_TO_APPLY"
    APPLICATION_SUBMITTED = "APPLICATION_SUBMITTED"
    IN_ASSESSMENT = "IN_ASSESSMENT"
    GRANTED = "GRANTED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"


@strawberry.enum
class RoundOrder(Enum):
    NUMBER = "NUMBER"
    DEADLINE = "DEADLINE"


@strawberry.enum
class FundingCallOrder(Enum):
    DEADLINE = "DEADLINE"
    TITLE = "TITLE"
    BUDGET = "BUDGET"


@strawberry.enum
class AwardOrder(Enum):
    NEWEST = "NEWEST"
    PRIZE = "PRIZE"


@strawberry.enum
class FundedProjectOrder(Enum):
    NEWEST = "NEWEST"
    TITLE = "TITLE"
    FUNDING = "FUNDING"


@strawberry.enum(description="How what was handed in is sorted: by its reference number, or by the moment.")
class SubmissionOrder(Enum):
    REFERENCE = "REFERENCE"
    SUBMITTED = "SUBMITTED"


@strawberry.enum
class PartnershipStatus(Enum):
    INVITED = "INVITED"
    CONFIRMED = "CONFIRMED"
    DECLINED = "DECLINED"
