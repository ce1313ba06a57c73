"""The data lab's settings are the kit's; its clock is the one clock of all houses."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.civic_data_lab.settings import from_environment
from services.kit.errors import StartError


@pytest.mark.parametrize(("shift", "seconds"), [("", 0), ("0", 0), ("-3600", -3600), ("86400", 86_400)])
def test_the_clock_is_moved_by_seconds(shift: str, seconds: int) -> None:
    assert from_environment({"CLOCK_SHIFT": shift}).clock.shift == timedelta(seconds=seconds)


def test_a_shift_that_is_none_is_named() -> None:
    with pytest.raises(StartError, match=r"CLOCK_SHIFT must be a whole number of seconds, .* not 'tomorrow'"):
        from_environment({"CLOCK_SHIFT": "tomorrow"})


def test_the_kit_s_settings_are_there_too() -> None:
    settings = from_environment({"CIVIC_DATA_LAB_PORT": "5003", "DATABASE_URL": "postgresql://x"})
    assert (settings.schema, settings.port, settings.database_url) == ("civic_data_lab", 5003, "postgresql://x")


def test_the_licence_of_the_catalogue_is_one_of_the_list() -> None:
    assert from_environment({}).license == "http://dcat-ap.de/def/licenses/dl-zero-de/2.0"
    other = "http://dcat-ap.de/def/licenses/cc-zero"
    assert from_environment({"CIVIC_DATA_LAB_LICENSE": other}).license == other
    with pytest.raises(StartError, match=r"CIVIC_DATA_LAB_LICENSE must be an address .* not 'CC0'"):
        from_environment({"CIVIC_DATA_LAB_LICENSE": "CC0"})
