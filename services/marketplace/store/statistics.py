"""What the marketplace counts: of the whole catalogue at the root, of the umbrella's own in its programme."""

from __future__ import annotations

from datetime import datetime

from services.kit.database import Database
from services.kit.statistics.answer import Counts
from services.kit.statistics.counting import counted
from services.kit.statistics.question import Question
from services.kit.statistics.statement import Book
from services.kit.statistics.vocabulary import StatisticsMetric
from services.marketplace.rules.viewer import Viewer
from services.marketplace.store.reading import QUERIES

CATALOGUE = Book(
    facts={
        StatisticsMetric.IDEAS: QUERIES.facts_of_ideas,
        StatisticsMetric.PROFILES: QUERIES.facts_of_profiles,
        StatisticsMetric.OFFERS: QUERIES.facts_of_offers,
        StatisticsMetric.PROJECTS: QUERIES.facts_of_projects,
        StatisticsMetric.DATASETS: QUERIES.facts_of_datasets,
        StatisticsMetric.ORGANISATIONS: QUERIES.facts_of_organisations,
    },
    tree=QUERIES.topic_tree,
)
"""Money, applications and participants are each house's own: never counted from a copy."""

OWN = Book(
    facts={
        StatisticsMetric.IDEAS: QUERIES.facts_of_ideas,
        StatisticsMetric.OFFERS: QUERIES.facts_of_offers,
        StatisticsMetric.PARTICIPANTS: QUERIES.facts_of_participants,
    },
    tree=QUERIES.topic_tree,
)
"""The market of ideas and the community are the umbrella's, whichever programme an idea came out of."""


async def statistics(
    database: Database, viewer: Viewer, moment: datetime, programme: str | None, question: Question
) -> Counts:
    """The answer of the umbrella's programme, or (None) of the catalogue; ``BadInputError`` for what is not told."""
    book = CATALOGUE if programme is None else OWN
    whose = programme if question.metric is StatisticsMetric.OFFERS else None
    return await counted(database, book, question, viewer.sees, moment, whose)
