"""What projects of any ministry do with data: the lists that stand under each of their types."""

from __future__ import annotations

from functools import partial
from typing import Any

from services.civic_data_lab.store import catalogue as store
from services.civic_data_lab.store.orders import DatasetOrder
from services.civic_data_lab.types.context import Context
from services.civic_data_lab.types.cuts import DATASETS, USAGES
from services.civic_data_lab.types.references import DatasetType, DatasetUsageType
from services.kit.ordering import NewestOrder
from services.kit.under import listed_under


def used_datasets(project_type: str) -> Any:
    """What a project of any ministry uses."""
    relation, further = store.usages_of_project, partial(seen_of, project_type)
    return listed_under(DatasetUsageType, relation, NewestOrder, USAGES, further=further, first=10)


def published_datasets(project_type: str) -> Any:
    """What a project of any ministry published."""
    relation, further = store.datasets_of_project, partial(seen_of, project_type)
    return listed_under(DatasetType, relation, DatasetOrder, DATASETS, further=further, first=10)


def seen_of(project_type: str, context: Context) -> tuple[bool, str | None, str]:
    """What relations of projects take beside their ids."""
    return *context.seen, project_type
