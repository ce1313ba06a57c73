"""What the catalogue has for ideas; keys are those of ``rules.readiness.need_key``."""

from __future__ import annotations

from services.civic_data_lab.store.connection import QUERIES
from services.civic_data_lab.store.rows import OfferUnder, ReadinessRow, RecommendedRow
from services.kit.relation import many, one

readiness_of_idea = one(ReadinessRow, QUERIES.readiness_of_ideas, key="parent")
recommended_datasets = many(RecommendedRow, QUERIES.recommended_datasets)  # limit
open_offers_of_type = many(OfferUnder, QUERIES.open_offers_of_type)  # moment, limit
