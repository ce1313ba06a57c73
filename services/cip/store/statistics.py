"""What the Civic Innovation Platform counts and sums of its own."""

from __future__ import annotations

from datetime import datetime

from services.cip.rules.viewing import Viewer
from services.cip.store.connection import QUERIES
from services.kit.database import Database
from services.kit.statistics.answer import Counts
from services.kit.statistics.counting import counted
from services.kit.statistics.question import Question
from services.kit.statistics.statement import Book
from services.kit.statistics.vocabulary import StatisticsMetric

BOOK = Book(
    facts={
        StatisticsMetric.OFFERS: QUERIES.facts_of_offers,
        StatisticsMetric.APPLICATIONS: QUERIES.facts_of_applications,
        StatisticsMetric.AWARDS: QUERIES.facts_of_awards,
        StatisticsMetric.PROJECTS: QUERIES.facts_of_projects,
        StatisticsMetric.FUNDING: QUERIES.facts_of_funding,
        StatisticsMetric.PARTICIPANTS: QUERIES.facts_of_participants,
    },
    tree=QUERIES.topic_tree,
)


async def statistics(
    database: Database, viewer: Viewer, moment: datetime, programme: str, question: Question
) -> Counts:
    """The answer of a programme at the moment; ``BadInputError`` for a cut that is not told of persons."""
    return await counted(database, BOOK, question, viewer, moment, programme)
