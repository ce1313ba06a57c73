"""What the data lab counts and sums of its own."""

from __future__ import annotations

from services.civic_data_lab.store.connection import QUERIES
from services.kit.statistics.statement import Book
from services.kit.statistics.vocabulary import StatisticsMetric

BOOK = Book(
    facts={
        StatisticsMetric.OFFERS: QUERIES.facts_of_offers,
        StatisticsMetric.APPLICATIONS: QUERIES.facts_of_applications,
        StatisticsMetric.PROJECTS: QUERIES.facts_of_projects,
        StatisticsMetric.FUNDING: QUERIES.facts_of_funding,
        StatisticsMetric.PARTICIPANTS: QUERIES.facts_of_participants,
        StatisticsMetric.DATASETS: QUERIES.facts_of_datasets,
    },
    tree=QUERIES.topic_tree,
    has_budgets=True,
)
