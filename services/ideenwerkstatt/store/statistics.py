"""What the Ideenwerkstatt counts of its own."""

from __future__ import annotations

from datetime import datetime

from services.ideenwerkstatt.store.connection import QUERIES
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
        StatisticsMetric.PROJECTS: QUERIES.facts_of_projects,
        StatisticsMetric.PARTICIPANTS: QUERIES.facts_of_participants,
    },
    tree=QUERIES.topic_tree,
    knows_nuts=True,
)


async def statistics(
    database: Database, viewer: tuple[str | None, bool], moment: datetime, programme: str, question: Question
) -> Counts:
    """The answer of a programme at the moment; ``BadInputError`` for a cut that is not told of persons."""
    return await counted(database, BOOK, question, viewer, moment, programme)
