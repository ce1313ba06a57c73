"""The shared civic value types and enums: one source, so that they cannot drift apart between the subgraphs.

Federation composes a @shareable type only where every subgraph defines it alike; that is why these few civic nouns
live in the kit. The interfaces that span the ministries (Programme, SupportOffer, CivicProject) do not: their fields
point at each service's own view of Topic, Region, Idea and Actor.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import NewType

import strawberry
from strawberry import federation

from services.kit.changing import Fault
from services.kit.context import Language, RequestContext
from services.kit.field import field
from services.kit.sentences import Sentence, in_language

URL = NewType("URL", str)
Info = strawberry.Info[RequestContext, None]


@strawberry.enum(description="Sector of society an actor belongs to (Sektor).")
class Sector(Enum):
    CIVIL_SOCIETY = "CIVIL_SOCIETY"
    WELFARE = "WELFARE"
    SCIENCE = "SCIENCE"
    BUSINESS = "BUSINESS"
    STARTUP = "STARTUP"
    PUBLIC_ADMINISTRATION = "PUBLIC_ADMINISTRATION"
    MUNICIPALITY = "MUNICIPALITY"
    TRADE_UNION = "TRADE_UNION"
    PRIVATE_PERSON = "PRIVATE_PERSON"


@strawberry.enum(description="Maturity of an idea or project (Reifegrad).")
class Maturity(Enum):
    IDEA = "IDEA"
    CONCEPT = "CONCEPT"
    PROTOTYPE = "PROTOTYPE"
    PILOT = "PILOT"
    IN_USE = "IN_USE"


@strawberry.enum(description="Kind of support (Art des Unterstützungsangebots).")
class SupportOfferKind(Enum):
    COMPETITION = "COMPETITION"
    FUNDING = "FUNDING"
    PRIZE = "PRIZE"
    ACCELERATOR = "ACCELERATOR"
    COUNSELLING = "COUNSELLING"
    CONSULTATION = "CONSULTATION"
    WORKSHOP = "WORKSHOP"
    TRAINING = "TRAINING"
    EVENT = "EVENT"
    PILOT_SUPPORT = "PILOT_SUPPORT"
    DATA_PROJECT_SUPPORT = "DATA_PROJECT_SUPPORT"
    COMPUTE = "COMPUTE"


@strawberry.enum(description="State of a support offer.")
class SupportOfferStatus(Enum):
    ANNOUNCED = "ANNOUNCED"
    OPEN = "OPEN"
    CLOSED = "CLOSED"
    PAUSED = "PAUSED"
    ENDED = "ENDED"


@strawberry.enum(description="State of a project (Vorhabenstatus).")
class ProjectStatus(Enum):
    PLANNED = "PLANNED"
    RUNNING = "RUNNING"
    PAUSED = "PAUSED"
    COMPLETED = "COMPLETED"
    DISCONTINUED = "DISCONTINUED"


@strawberry.enum(description="What a project has not told.")
class ProjectLack(Enum):
    IDEA = "IDEA"
    REGION = "REGION"
    LICENSE = "LICENSE"
    REPOSITORY = "REPOSITORY"


@strawberry.enum(description="State of a programme (Programmstatus); ENDED programmes stay queryable.")
class ProgrammeStatus(Enum):
    PLANNED = "PLANNED"
    ACTIVE = "ACTIVE"
    PAUSED = "PAUSED"
    ENDED = "ENDED"


@federation.type(
    shareable=True,
    description="Programme text in German, optionally English and Leichte Sprache. "
    "User content is never wrapped in it.",
)
class LocalizedText:
    de: str
    en: str | None = None
    de_simple: str | None = None

    @field(description="The text in the asked language, else in the request's Accept-Language, else German.")
    def text(self, info: Info, language: Language | None = None) -> str:
        translations = {Language.DE: self.de, Language.EN: self.en, Language.DE_SIMPLE: self.de_simple}
        asked = translations[language] if language else None
        return asked or translations[info.context.language] or self.de


@federation.type(shareable=True)
class Money:
    amount: Decimal
    currency: str


@federation.type(shareable=True)
class DateRange:
    from_: date | None = strawberry.field(name="from")
    until: date | None


@federation.type(
    shareable=True, description="Expected failure of a mutation; unexpected ones go to the GraphQL errors list."
)
class UserError:
    fault: strawberry.Private[Fault]
    own: strawberry.Private[Mapping[str, Sentence]]

    @field()
    def code(self) -> str:
        return self.fault.code.value

    @field()
    def message(self, info: Info) -> str:
        return in_language(self.fault, info.context.language, self.own)

    @field()
    def path(self) -> list[str]:
        return list(self.fault.path)


def user_errors(faults: Sequence[Fault], own: Mapping[str, Sentence]) -> list[UserError]:
    """Faults as a payload has them. ``own``: the house's sentences, in the languages of requests."""
    return [UserError(fault=each, own=own) for each in faults]


def localized(value: Mapping[str, str]) -> LocalizedText:
    """A text from its JSON column, which has the keys ``de``, ``en`` and ``deSimple``."""
    return LocalizedText(de=value["de"], en=value.get("en"), de_simple=value.get("deSimple"))


def euros(amount: Decimal) -> Money:
    """An amount in EUR, the only currency of the three ministries."""
    return Money(amount=amount, currency="EUR")


def optional_euros(amount: Decimal | None) -> Money | None:
    return None if amount is None else euros(amount)


def names(values: Sequence[Enum] | None) -> tuple[str, ...] | None:
    """The values of an argument such as ``status: [ProjectStatus!]``, as SQL takes them; None (any) stays None."""
    return None if values is None else tuple(value.value for value in values)
