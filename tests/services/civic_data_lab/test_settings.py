"""The one setting that the data lab has beside the kit's."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from services.civic_data_lab.settings import from_environment
from services.kit.errors import StartError


@pytest.mark.parametrize(
    ("environment", "day"),
    [
        ({}, None),
        ({"CIVIC_DATA_LAB_DEMO_DAY": ""}, None),
        ({"DEMO_DAY": "2026-03-01"}, datetime(2026, 3, 1, tzinfo=UTC)),
        ({"DEMO_DAY": "2026-03-01", "CIVIC_DATA_LAB_DEMO_DAY": "2025-12-04"}, datetime(2025, 12, 4, tzinfo=UTC)),
    ],
)
def test_a_day_may_stand_for_today(environment: dict[str, str], day: datetime | None) -> None:
    assert from_environment(environment).demo_day == day


def test_a_day_that_is_none_is_named() -> None:
    with pytest.raises(StartError, match="CIVIC_DATA_LAB_DEMO_DAY must be a day such as 2026-03-01, not 'tomorrow'"):
        from_environment({"CIVIC_DATA_LAB_DEMO_DAY": "tomorrow"})


def test_the_kit_s_settings_are_there_too() -> None:
    settings = from_environment({"CIVIC_DATA_LAB_PORT": "5003", "DATABASE_URL": "postgresql://x"})
    assert (settings.schema, settings.port, settings.database_url) == ("civic_data_lab", 5003, "postgresql://x")
