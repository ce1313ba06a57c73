"""A year on the clock (domain_slice2 1.1): what each house shows of its offers, and the marketplace's catalogue.

Every two weeks, and around each moment at which something ends or begins, all offers of the demo data are asked for;
each is shown as the oracle of the kit says, and alike in its house and in the catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

import pytest

from services.kit.civic import ProgrammeStatus
from services.kit.clock import BERLIN
from tests.acceptance.conftest import DAY, Town
from tests.kit.shown_status import shown_offer_status, shown_programme_status

SHOWN = """{ programmes { slug status supportOffers(first: 100) { totalCount pageInfo { hasNextPage endCursor }
  nodes { __typename id status } } } }"""
LISTED = """query ($status: SupportOfferStatus!, $after: String) {
  supportOffers(filter: { status: [$status] }, first: 100, after: $after) {
    pageInfo { hasNextPage endCursor } nodes { id } } }"""
STATUSES = ("ANNOUNCED", "OPEN", "PAUSED", "CLOSED", "ENDED")
TIMES = """SELECT c.entity_id, c.type_name, c.programme_slug, c.status, c.opens_at, c.apply_until,
    coalesce(c.ends_at, e.ends_at)
  FROM catalogue_entry c LEFT JOIN community_event e ON e.id = c.entity_id WHERE c.category = 'SUPPORT_OFFER'"""
SECOND = timedelta(seconds=1)


class Offer(NamedTuple):
    """What is stored of an offer."""

    id: str
    type_name: str
    programme: str
    status: str
    opens_at: datetime | None
    apply_until: datetime | None
    ends_at: datetime | None


class Runs(NamedTuple):
    """How long a programme runs, and what somebody said of it."""

    status: str
    begin: date
    end: date | None

    def shown(self, now: datetime) -> str:
        today = now.astimezone(BERLIN).date()
        return shown_programme_status(self.status, self.begin, self.end, today).value


def shown(offer: Offer, programme: str, now: datetime) -> str:
    """By the oracle of the kit; all programmes of the demo data run or have ended, so that none pauses its offers."""
    times = (offer.opens_at, offer.apply_until, offer.ends_at)
    return shown_offer_status(offer.status, *times, ProgrammeStatus(programme), now, takes_applications=True).value


async def in_houses(town: Town) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """By id what each house shows, and by slug what becomes of the programmes."""
    came = await town.ask(None, SHOWN)
    assert "errors" not in came, came["errors"]
    found, programmes = dict[str, str](), dict[str, str]()
    for each in came["data"]["programmes"]:
        assert not each["supportOffers"]["pageInfo"]["hasNextPage"]
        programmes[each["slug"]] = each["status"]
        found |= {node["id"]: node["status"] for node in each["supportOffers"]["nodes"]}
    return found, programmes


async def in_catalogue(town: Town) -> Mapping[str, str]:
    """By id in which list of a status it is."""
    found: dict[str, str] = {}
    for status in STATUSES:
        after = None
        while True:
            came = await town.ask(None, LISTED, {"status": status, "after": after})
            assert "errors" not in came, came["errors"]
            page = came["data"]["supportOffers"]
            for node in page["nodes"]:
                assert node["id"] not in found, "one status at a time"
                found[node["id"]] = status
            if not page["pageInfo"]["hasNextPage"]:
                break
            after = page["pageInfo"]["endCursor"]
    return found


def moments(offers: Sequence[Offer], runs: Mapping[str, Runs]) -> list[datetime]:
    """Every two weeks of a year, and the last and first moments around twelve of the edges in it."""
    until = DAY + timedelta(days=366)
    edges = {edge for each in offers for edge in (each.opens_at, each.apply_until, each.ends_at) if edge}
    ends = [datetime.combine(each.end, time.max, BERLIN) for each in runs.values() if each.end]
    within = sorted(edge for edge in {*edges, *ends} if DAY < edge.astimezone(BERLIN) < until)
    chosen = within[:: max(1, len(within) // 12)]
    steps = [DAY + timedelta(days=days) for days in range(0, 367, 14)]
    return sorted({*steps, *(edge.astimezone(UTC) + by for edge in chosen for by in (-SECOND, SECOND))})


@pytest.mark.parametrize("town", ["demo"], indirect=True)
async def test_every_status_is_right_for_a_year(town: Town) -> None:
    await town.harvest()
    offers = [Offer(*row) for row in await town.rows("marketplace", TIMES)]
    runs: dict[str, Runs] = {}
    for house in ("cip", "ideenwerkstatt", "civic_data_lab"):
        for slug, *rest in await town.rows(house, "SELECT slug, status, runs_from, runs_until FROM programme_text"):
            runs[slug] = Runs(*rest)
    wrong: list[Any] = []
    seen: set[str] = set()
    for moment in moments(offers, runs):
        town.now = moment
        houses, programmes = await in_houses(town)
        catalogue = await in_catalogue(town)
        for slug, each in runs.items():
            wrong += [(moment, slug, programmes[slug])] if programmes[slug] != each.shown(moment) else []
        for offer in offers:
            wanted = shown(offer, programmes.get(offer.programme, "ACTIVE"), moment)
            got = (houses.get(offer.id), catalogue.get(offer.id))
            wrong += [(moment, offer, wanted, got)] if got != (wanted, wanted) else []
        seen |= {*houses.values()}
    assert wrong[:5] == []
    assert seen >= {"ANNOUNCED", "OPEN", "CLOSED", "ENDED"}
