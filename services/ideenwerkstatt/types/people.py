"""The pool of experts."""

from __future__ import annotations

import strawberry
from strawberry import federation

from services.ideenwerkstatt.store import offers as store
from services.ideenwerkstatt.store.rows import ExpertRow
from services.ideenwerkstatt.types.references import ActorType
from services.kit.civic import LocalizedText
from services.kit.context import Language
from services.kit.finding import found_by
from services.kit.named import named


@federation.type(keys=["id"], description="An expert or data scientist of the workshop's pool (Expert*in).")
class Expert:
    resolve_reference = found_by(store.experts_by_id)
    row: strawberry.Private[ExpertRow]
    id: strawberry.ID
    fields: list[LocalizedText]
    languages: list[Language]
    accepts_consultations: bool
    actor: ActorType | None = named(ActorType, id="actor_id")
