"""What can be done about data sets. Expected failures are in the payload, missing rights are errors."""

from __future__ import annotations

import strawberry
from strawberry import ID

from services.civic_data_lab.rules.sentences import SENTENCES
from services.civic_data_lab.rules.viewing import STAFF
from services.civic_data_lab.rules.vocabulary import DatasetStatus
from services.civic_data_lab.store import catalogue as store
from services.civic_data_lab.store import describing
from services.civic_data_lab.types.context import Info, as_seen
from services.civic_data_lab.types.inputs import DatasetInput, description_wish
from services.civic_data_lab.types.payloads import DatasetPayload
from services.kit.field import field
from services.kit.guard import requires_scopes
from services.kit.localized_input import LocalizedTextInput, localized_columns
from services.kit.payloads import payload_of

WRITE = "datasets:write"


dataset_payload = payload_of(DatasetPayload, store.datasets_by_id, SENTENCES, as_seen)


@strawberry.type
class CatalogueVerbs:
    @field(guard=requires_scopes(WRITE, STAFF))
    async def save_dataset(
        self, info: Info, input: DatasetInput, id: ID | None = None, idempotency_key: ID | None = None
    ) -> DatasetPayload | None:
        context = info.context
        wish, places = description_wish(input), (context.catalogue, context.catch_up)
        changed = await describing.save_dataset(*context.writes, id, wish, idempotency_key, *places)
        return await dataset_payload(info, changed)

    @field(
        guard=requires_scopes(WRITE, STAFF),
        description="DRAFT to IN_REVIEW by its publisher; PUBLISHED, back to DRAFT, DEPRECATED and WITHDRAWN by the "
        "data lab.",
    )
    async def change_dataset_status(
        self, info: Info, id: ID, to: DatasetStatus, note: str | None = None
    ) -> DatasetPayload | None:
        return await dataset_payload(info, await describing.change_status(*info.context.writes, id, to, note))

    @field(
        guard=requires_scopes(WRITE, STAFF),
        description="A project uses a data set (Nachnutzung); by who takes part in the project, or the data lab.",
    )
    async def record_dataset_usage(
        self, info: Info, dataset_id: ID, project_id: ID, purpose: LocalizedTextInput
    ) -> DatasetPayload | None:
        said = (dataset_id, project_id, localized_columns(purpose))
        return await dataset_payload(info, await describing.record_usage(*info.context.writes, *said))
