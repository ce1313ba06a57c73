"""Öffentlicher Bereich der CIP: pages, rounds, calls, awards and funded projects stay readable without a login."""

from __future__ import annotations

from typing import Any

import pytest

from tests.acceptance.conftest import AWAY, Town
from tests.acceptance.people import join

AREA = """{
  anchorProjects { ... on CipProgramme { slug name { de } runs { from } publicPages { slug title { de } body { de } }
    supportOffers(first: 5) { totalCount } projects(first: 5) { totalCount nodes { title } }
    fundingTotal { amount currency } } }
  competitionRounds { id title { de } phase status entryCount }
  fundingCalls { id title { de } guidelineUrl }
  awards(first: 100) { prize { amount } awardedOn laudation { de } entry { titleAtSubmission } }
  fundedProjects(first: 100) { totalCount nodes { title funding { amount } grantNumber } }
}"""
NOT_FOR_ALL = """{
  competitionRounds { entries(first: 50) { nodes { id status team { nameAtSubmission } } } }
  awards(first: 50) { tranches { amount { amount } } }
}"""


async def area(town: Town, person: str | None) -> Any:
    came = await town.ask(person, AREA)
    assert "errors" not in came, came["errors"]
    return came["data"]


@pytest.mark.parametrize("town", ["demo"], indirect=True)
async def test_everybody_reads_what_the_programme_shows(town: Town) -> None:
    found = await area(town, None)
    (cip,) = [each for each in found["anchorProjects"] if each]
    assert len(cip["publicPages"]) == 3
    assert all(page["title"]["de"] and page["body"]["de"] for page in cip["publicPages"])
    assert len(found["competitionRounds"]) >= 3
    assert len(found["awards"]) == 64
    assert found["fundedProjects"]["totalCount"] == 22
    assert float(cip["fundingTotal"]["amount"]) > 0
    await join(town, "leserin")
    assert await area(town, "leserin") == found, "a member sees the same area"


@pytest.mark.parametrize("town", ["demo"], indirect=True)
async def test_of_entries_everybody_sees_those_with_a_prize_and_no_names(town: Town) -> None:
    data = (await town.ask(None, NOT_FOR_ALL))["data"]
    entries = [each for round_ in data["competitionRounds"] for each in round_["entries"]["nodes"]]
    assert {each["status"] for each in entries} == {"AWARDED"}
    assert {line["nameAtSubmission"] for each in entries for line in each["team"] or ()} <= {None}
    assert [each for each in data["awards"] if each["tranches"] is not None] == []


@pytest.mark.parametrize("town", ["demo"], indirect=True)
async def test_it_stays_as_the_years_go_and_with_the_marketplace_away(town: Town) -> None:
    before = await area(town, None)
    town.later(days=3 * 365)
    after = await area(town, None)
    for name in ("awards", "fundedProjects"):
        assert after[name] == before[name]
    assert {each["status"] for each in after["competitionRounds"]} == {"ENDED"}
    pages = [each["publicPages"] for each in after["anchorProjects"] if each]
    assert pages == [each["publicPages"] for each in before["anchorProjects"] if each]
    await town.stop("marketplace")
    came = await town.ask(None, AREA)
    assert came["data"]["awards"] == before["awards"]
    assert {each["extensions"]["code"] for each in came.get("errors", ())} <= {AWAY}
