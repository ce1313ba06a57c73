"""The data lab's own enums; those of several ministries are in ``services.kit.civic``."""

from __future__ import annotations

from enum import Enum

import strawberry


@strawberry.enum
class DataProjectStage(Enum):
    SKETCH = "SKETCH"
    SCREENING = "SCREENING"
    SCOPING = "SCOPING"
    CAPACITY_CHECK = "CAPACITY_CHECK"
    TENDER = "TENDER"
    KICKOFF = "KICKOFF"
    IMPLEMENTATION = "IMPLEMENTATION"
    TESTING = "TESTING"
    PUBLISHED = "PUBLISHED"
    HANDED_OVER = "HANDED_OVER"
    NOT_CONTINUED = "NOT_CONTINUED"


@strawberry.enum
class AccessRights(Enum):
    PUBLIC = "PUBLIC"
    RESTRICTED = "RESTRICTED"
    NON_PUBLIC = "NON_PUBLIC"


@strawberry.enum
class DatasetStatus(Enum):
    DRAFT = "DRAFT"
    IN_REVIEW = "IN_REVIEW"
    PUBLISHED = "PUBLISHED"
    DEPRECATED = "DEPRECATED"
    WITHDRAWN = "WITHDRAWN"


@strawberry.enum
class GeocodingLevel(Enum):
    EUROPEAN = "EUROPEAN"
    FEDERAL = "FEDERAL"
    STATE = "STATE"
    ADMINISTRATIVE_DISTRICT = "ADMINISTRATIVE_DISTRICT"
    MUNICIPALITY = "MUNICIPALITY"


@strawberry.enum
class PersonalDataKind(Enum):
    NONE = "NONE"
    ANONYMISED = "ANONYMISED"
    PSEUDONYMISED = "PSEUDONYMISED"
    PERSONAL = "PERSONAL"
    SPECIAL_CATEGORY = "SPECIAL_CATEGORY"


@strawberry.enum
class LearningLevel(Enum):
    BEGINNER = "BEGINNER"
    INTERMEDIATE = "INTERMEDIATE"
    ADVANCED = "ADVANCED"


@strawberry.enum
class LearningFormat(Enum):
    SELF_PACED = "SELF_PACED"
    LIVE_ONLINE = "LIVE_ONLINE"
    ON_SITE = "ON_SITE"
    BLENDED = "BLENDED"


@strawberry.enum
class CommunityFormatKind(Enum):
    ESPRESSO_TALK = "ESPRESSO_TALK"
    COMMUNITY_COLAB = "COMMUNITY_COLAB"
    BARCAMP = "BARCAMP"


@strawberry.enum
class ConsultationStatus(Enum):
    REQUESTED = "REQUESTED"
    CONFIRMED = "CONFIRMED"
    HELD = "HELD"
    CANCELLED = "CANCELLED"


@strawberry.enum
class ConsultationOutcome(Enum):
    TRAINING = "TRAINING"
    NETWORKING = "NETWORKING"
    SKETCH = "SKETCH"
    IMPLEMENTATION_ELSEWHERE = "IMPLEMENTATION_ELSEWHERE"
    NONE = "NONE"


@strawberry.enum
class EnrolmentStatus(Enum):
    ENROLLED = "ENROLLED"
    IN_PROGRESS = "IN_PROGRESS"
    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"


@strawberry.enum
class DataReadinessLevel(Enum):
    NONE = "NONE"
    IDENTIFIED = "IDENTIFIED"
    ACCESSIBLE = "ACCESSIBLE"
    PREPARED = "PREPARED"
