"""What is estimated of each saved query is near what it costs on the demo data."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.house.conftest import House
from tests.house.test_house import wait_for_matching

OPERATIONS = Path(__file__).parents[2] / "schema" / "operations"
PEOPLE = ("mira", "jury", "cip", "datalab", "ideenwerkstatt", "marktplatz", "moderation", "index")
FACTOR = 10
FEW = 50
"""Points that a query costs where a page asks for more than there is, or for what is not for whoever asks: then there
is nothing to compare.
"""


def costs(house: House, query: str, token: str | None) -> tuple[int, int]:
    """Estimated, and as it was."""
    headers = {"content-type": "application/json", "accept": "application/json", "x-cost": "1"}
    if token:
        headers["authorization"] = f"Bearer {token}"
    url = f"http://127.0.0.1:{house.ports['gateway']}/graphql"
    request = urllib.request.Request(url, json.dumps({"query": query}).encode(), headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return int(answer.headers.get("x-cost-estimated", 0)), int(answer.headers.get("x-cost-actual", 0))


def queries() -> Iterator[tuple[str, str]]:
    for file in sorted(OPERATIONS.glob("*.graphql")):
        text = file.read_text(encoding="utf-8")
        if "\nquery" in text:
            yield file.name, text


def test_the_estimate_is_within_ten_times_of_what_it_costs(house: House) -> None:
    wait_for_matching(house)  # else some lists are empty, and cost nothing
    tokens = [None, *map(house.login, PEOPLE)]
    far: dict[str, tuple[int, int]] = {}
    compared = 0
    for name, query in queries():
        # Whoever sees most of it tells best.
        estimated, actual = max((costs(house, query, token) for token in tokens), key=lambda found: found[1])
        if actual < FEW:
            continue
        compared += 1
        if not actual / FACTOR <= estimated <= actual * FACTOR:
            far[name] = (estimated, actual)
    assert far == {}
    assert compared >= 8
