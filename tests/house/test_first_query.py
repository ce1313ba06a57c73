"""The tutorial of the first query, on the running house with its demo data."""

from __future__ import annotations

from tests.docs.tutorial import ROOT, follow
from tests.house.conftest import House


def test_the_first_query(house: House) -> None:
    follow("first_query.md", ROOT, {"127.0.0.1:4000": f"127.0.0.1:{house.ports['gateway']}"})
