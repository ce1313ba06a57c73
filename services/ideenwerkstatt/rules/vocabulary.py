"""The Ideenwerkstatt's own closed vocabularies; those of several ministries are in ``services.kit.civic``."""

from __future__ import annotations

from enum import Enum

import strawberry


@strawberry.enum
class AiMethod(Enum):
    NLP = "NLP"
    LLM = "LLM"
    COMPUTER_VISION = "COMPUTER_VISION"
    SPEECH = "SPEECH"
    TABULAR_ML = "TABULAR_ML"
    TIME_SERIES = "TIME_SERIES"
    RECOMMENDER = "RECOMMENDER"
    GEO_AI = "GEO_AI"
    ROBOTICS = "ROBOTICS"
    NONE_YET = "NONE_YET"


@strawberry.enum
class SustainabilityRating(Enum):
    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    UNKNOWN = "UNKNOWN"


@strawberry.enum
class WorkshopFormat(Enum):
    HANDS_ON = "HANDS_ON"
    PROMPTING = "PROMPTING"
    THEME_EVENING = "THEME_EVENING"
    HACKATHON = "HACKATHON"
    SERIOUS_GAME = "SERIOUS_GAME"
    BUS_STOP = "BUS_STOP"
    ONLINE_TALK = "ONLINE_TALK"


@strawberry.enum
class AccessibilityFeature(Enum):
    STEP_FREE = "STEP_FREE"
    SIGN_LANGUAGE = "SIGN_LANGUAGE"
    LIVE_CAPTIONS = "LIVE_CAPTIONS"
    PLAIN_LANGUAGE = "PLAIN_LANGUAGE"
    INDUCTION_LOOP = "INDUCTION_LOOP"
    CHILDCARE = "CHILDCARE"
    HYBRID = "HYBRID"


@strawberry.enum
class SlotStatus(Enum):
    FREE = "FREE"
    BOOKED = "BOOKED"
    HELD_BACK = "HELD_BACK"
    DONE = "DONE"
    CANCELLED = "CANCELLED"


@strawberry.enum
class PilotCallPhase(Enum):
    ANNOUNCED = "ANNOUNCED"
    STAGE_ONE = "STAGE_ONE"
    STAGE_TWO = "STAGE_TWO"
    SELECTION = "SELECTION"
    SUPPORT = "SUPPORT"
    COMPLETED = "COMPLETED"


@strawberry.enum
class PrototypeStage(Enum):
    SKETCH = "SKETCH"
    MOCKUP = "MOCKUP"
    PROOF_OF_CONCEPT = "PROOF_OF_CONCEPT"
    PROTOTYPE = "PROTOTYPE"
    FIELD_TEST = "FIELD_TEST"
    HANDED_OVER = "HANDED_OVER"
    DISCARDED = "DISCARDED"


@strawberry.enum
class RegistrationStatus(Enum):
    WAITLISTED = "WAITLISTED"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"
    ATTENDED = "ATTENDED"
    NO_SHOW = "NO_SHOW"


@strawberry.enum
class PilotApplicationStatus(Enum):
    SUBMITTED = "SUBMITTED"
    NOT_ELIGIBLE = "NOT_ELIGIBLE"
    STAGE_ONE_PASSED = "STAGE_ONE_PASSED"
    STAGE_TWO_SUBMITTED = "STAGE_TWO_SUBMITTED"
    SELECTED = "SELECTED"
    RESERVE = "RESERVE"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"
