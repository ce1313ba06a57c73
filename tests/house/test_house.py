"""The whole house answers as one graph; a ministry's outage costs only its own fields; everything stops together."""

from __future__ import annotations

import json
import os
import signal
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.house.conftest import CREATE, IDEA, READY_WITHIN, House, started
from tools.run.settings import ROOT, SERVICES

OPERATIONS = ROOT / "schema" / "operations"
SERVED = ("01", "02", "03", "04", "05", "06", "07", "09", "12", "17")


def saved(number: str) -> str:
    return next(OPERATIONS.glob(f"{number}_*.graphql")).read_text(encoding="utf-8")


def leaves(value: Any) -> Iterator[Any]:
    """Every value of an answer that is no object and no list."""
    if isinstance(value, dict):
        for item in value.values():
            yield from leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item)
    else:
        yield value


@pytest.mark.parametrize("number", SERVED)
def test_saved_queries_answer_richly_and_without_errors(house: House, number: str) -> None:
    wait_for_matching(house)
    answer = house.ask(saved(number))
    assert "errors" not in answer, answer["errors"]
    filled = [leaf for leaf in leaves(answer["data"]) if leaf is not None]
    assert len(filled) >= 15, f"{number} gave only {filled}"


def wait_for_matching(house: House) -> None:
    """The index is filled in the background after the start; until then a search says that it is not ready."""
    until = time.monotonic() + READY_WITHIN
    while "errors" in house.ask('{ search(query: "Wald", first: 1) { totalCount } }'):
        assert time.monotonic() < until, "the index never became ready"
        time.sleep(0.5)


NETWORK = """{
  anchorProjects { __typename name { de } followerCount }
  workshops(from: "2025-01-01T00:00:00Z", first: 2) { title { de } }
  fundingCalls { title { de } }
}"""


def test_an_outage_costs_only_the_ministrys_own_fields_and_the_service_comes_back(house: House) -> None:
    assert "errors" not in house.ask(NETWORK)
    os.kill(house.pids_of("services.ideenwerkstatt")[0], signal.SIGKILL)
    during = house.ask(NETWORK)
    assert during["data"]["workshops"] is None
    assert during["data"]["fundingCalls"]
    # The name is non-null, so that the null moves up to the programme, and there it stays (GraphQL 6.4.4).
    alive = [programme["__typename"] for programme in during["data"]["anchorProjects"] if programme]
    assert sorted(alive) == ["CipProgramme", "CivicDataLabProgramme"]
    assert {error["extensions"]["service"] for error in during["errors"]} == {"ideenwerkstatt"}
    house.wait_for_line("ideenwerkstatt is back")
    assert "errors" not in house.ask(NETWORK)


def test_a_member_writes_and_an_anonymous_caller_may_not(house: House) -> None:
    refused = house.ask(CREATE, {"input": IDEA})
    assert refused["data"]["createIdea"] is None
    assert refused["errors"][0]["extensions"]["code"] in {"UNAUTHENTICATED", "FORBIDDEN"}
    written = house.ask(CREATE, {"input": IDEA}, house.login("mira"))
    assert written["data"]["createIdea"]["errors"] == []
    assert written["data"]["createIdea"]["idea"]["title"] == IDEA["title"]


def test_each_service_answers_alone(house: House) -> None:
    for service in SERVICES:
        with urllib.request.urlopen(f"http://127.0.0.1:{house.ports[service]}/health", timeout=60) as answer:
            assert answer.status == 200


def test_the_marketplace_follows_the_three_ministries(house: House) -> None:
    """Also after an outage: the pause before the next look grows to a minute at most."""
    until = time.monotonic() + READY_WITHIN
    while (said := feeds_of(house)) != CURRENT:
        assert time.monotonic() < until, said
        time.sleep(0.2)


CURRENT = {"feed_cip": "current", "feed_ideenwerkstatt": "current", "feed_civic_data_lab": "current"}


def feeds_of(house: House) -> dict[str, str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{house.ports['marketplace']}/health", timeout=60) as answer:
        return {name: state for name, state in json.load(answer).items() if name.startswith("feed_")}


def test_graphiql_is_served_without_anything_from_outside(house: House) -> None:
    asked = urllib.request.Request(f"http://127.0.0.1:{house.ports['gateway']}/", headers={"accept": "text/html"})
    with urllib.request.urlopen(asked, timeout=60) as answer:
        page = answer.read().decode()
        assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert "https://" not in page.replace("https://www.w3.org", "")


def test_a_taken_port_is_a_clear_error(house: House, tmp_path: Path) -> None:
    with started(tmp_path, house.ports) as second:
        second.wait_for_line("These ports are taken")
        assert str(house.ports["cip"]) in second.wait_for_line("cip wants port")
        assert second.process.wait(60) == 1
