"""Learning and meeting: packages of the Civic Data Academy and formats of the community."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry import federation

from services.civic_data_lab.rules.vocabulary import CommunityFormatKind, LearningFormat, LearningLevel
from services.civic_data_lab.store import offers as store
from services.civic_data_lab.store.rows import CommunityFormatRow, LearningModuleRow
from services.civic_data_lab.types.context import Info, at_moment
from services.civic_data_lab.types.interfaces import Offer
from services.civic_data_lab.types.references import ActorType
from services.kit.context import Language
from services.kit.field import field
from services.kit.finding import found_by, found_each
from services.kit.named import all_named


@federation.type(keys=["id"], description="A learning package of the Civic Data Academy (Lernpaket).")
class LearningModule(Offer):
    resolve_reference = found_by(store.learning_modules_by_id, further=at_moment)
    row: strawberry.Private[LearningModuleRow]
    level: LearningLevel
    format: LearningFormat
    minutes: int
    language: Language

    @field()
    async def prerequisites(self, info: Info) -> list[LearningModule]:
        needed, moment = self.row.prerequisite_ids, info.context.moment
        return await found_each(info, LearningModule, store.learning_modules_by_id, needed, moment)


@federation.type(
    keys=["id"], description="A community format of the data lab (Espresso Talk, Community CoLab, BarCamp)."
)
class CommunityFormat(Offer):
    resolve_reference = found_by(store.community_formats_by_id, further=at_moment)
    row: strawberry.Private[CommunityFormatRow]
    format: CommunityFormatKind
    starts_at: datetime
    hosts: list[ActorType | None] = all_named(ActorType, id="host_ids")


@federation.type(keys=["id"], description="A tool of the toolbox, free to use (Werkzeug aus dem Werkzeugkasten).")
class ToolboxItem(Offer):
    resolve_reference = found_by(store.toolbox_items_by_id, further=at_moment)
    languages: list[Language]
    license: str
