"""What the Ideenwerkstatt counts of its own."""

from __future__ import annotations

from services.ideenwerkstatt.store.connection import QUERIES
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
