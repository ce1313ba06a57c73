"""No language, kind of region, sector or house is passed over, or pushed, by what is suggested in the demo data."""

from __future__ import annotations

from functools import partial

import pytest

from services.kit.database import open_connection, open_database
from services.marketplace.app import open_index
from services.marketplace.matching.embed import load_embedder
from services.marketplace.matching.refresh import Matching
from services.marketplace.settings import EMBEDDING_MODEL, SHIPPED_MODEL
from services.marketplace.store.documents import source
from tests.conftest import FreshDatabase
from tools.evaluate.exposure import HARMED, Exposure, exposures, measured, out_of_bounds, table
from tools.evaluate.fill import DEMO_DAY, fill_demo
from tools.evaluate.measuring import ready

SCHEMA = "marketplace"


def test_exposure_is_the_share_of_suggestions_by_the_share_of_documents() -> None:
    traits = {
        str(place): {
            "kind": "IDEA",
            "language": "EN" if place < 25 else "DE",
            "region": "-",
            "sector": "-",
            "house": "-",
        }
        for place in range(100)
    }
    found = exposures(traits, {"0": 2, "1": 3, "99": 5})
    assert [(each.group, each.documents, round(each.ratio, 2)) for each in found] == [("DE", 75, 0.67), ("EN", 25, 2.0)]
    assert [each.group for each in out_of_bounds(found)] == ["DE", "EN"]
    assert "| IDEA | language | EN | 25 | 2.00 |" in table(found)


def test_who_is_harmed_has_a_bound_of_its_own() -> None:
    (kind, by, group), least = next(iter(HARMED.items()))
    assert out_of_bounds([Exposure(kind, by, group, 30, least)]) == []
    assert len(out_of_bounds([Exposure(kind, by, group, 30, least - 0.01)])) == 1


@pytest.mark.skipif(str(SHIPPED_MODEL) != EMBEDDING_MODEL, reason="the shipped model's weights are not here")
async def test_nobody_is_passed_over(fresh_database: FreshDatabase) -> None:
    url = await fresh_database("template0")
    async with open_connection(url, schema=SCHEMA) as connection, open_database(url, schema=SCHEMA) as database:
        await fill_demo(connection)
        matching = Matching(source(database, url, SCHEMA), partial(load_embedder, EMBEDDING_MODEL), open_index)
        try:
            await ready(matching)
            found = await measured(connection, database, matching, DEMO_DAY)
        finally:
            await matching.close()
    assert len(found) > 20
    assert out_of_bounds(found) == [], table(out_of_bounds(found))
