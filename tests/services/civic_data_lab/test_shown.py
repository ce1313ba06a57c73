"""What is shown of an offer follows from the clock: in fields, filters and totals."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.kit.asking import entities
from tests.services.civic_data_lab.conftest import lab_at
from tests.services.conftest import House

PROGRAMME = {"__typename": "CivicDataLabProgramme", "slug": "civic-data-lab"}
STATES = ("ANNOUNCED", "OPEN", "CLOSED", "PAUSED", "ENDED")


async def shown(lab: House, arguments: str = "") -> tuple[int, dict[str, str]]:
    selection = f"... on CivicDataLabProgramme {{ supportOffers{arguments} {{ totalCount nodes {{ id status }} }} }}"
    answer = await entities(lab.app, selection, [PROGRAMME])
    assert answer.errors == []
    page = answer.data[0]["supportOffers"]
    return page["totalCount"], {node["id"]: node["status"] for node in page["nodes"]}


@pytest.mark.parametrize("moment", ["2023-06-30T10:00:00Z", "2025-03-01T10:00:00Z", "2026-03-01T00:00:00Z"])
async def test_each_offer_is_in_the_list_of_the_state_that_it_shows(stocked: House, moment: str) -> None:
    async with lab_at(stocked, datetime.fromisoformat(moment)) as lab:
        total, everything = await shown(lab)
        assert total == len(everything)
        for state in STATES:
            count, listed = await shown(lab, f"(status: [{state}])")
            assert listed == {id_: status for id_, status in everything.items() if status == state}
            assert count == len(listed)


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        ("2025-03-30T00:30:00Z", "OPEN"),
        ("2025-03-30T21:59:59Z", "OPEN"),  # the day on which the clocks change: 23 hours
        ("2025-03-30T22:00:00Z", "ENDED"),
    ],
)
async def test_a_meeting_is_over_at_the_end_of_its_day_in_berlin(stocked: House, moment: str, state: str) -> None:
    async with lab_at(stocked, datetime.fromisoformat(moment)) as lab:
        assert (await shown(lab))[1]["form_1"] == state
