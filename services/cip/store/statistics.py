"""What the Civic Innovation Platform counts and sums of its own."""

from __future__ import annotations

from services.cip.store.connection import QUERIES
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
