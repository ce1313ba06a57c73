"""Ideas are put in, read, published and developed together: over the gateway, as the demo's persons.

Acceptance of two rows of the mission: registered people put ideas in and publish them, and they develop them together.
"""

from __future__ import annotations

import os
import signal
import time
from typing import Any

from tests.house.conftest import IDEA, READY_WITHIN, House, post
from tools.run.settings import ROOT

OPERATIONS = ROOT / "schema" / "operations"
AYLIN = "member_0003"


def saved(number: int) -> str:
    return next(OPERATIONS.glob(f"{number}_*.graphql")).read_text(encoding="utf-8")


def did(house: House, person: str, number: int, **variables: Any) -> Any:
    """The payload of a saved operation with one verb."""
    answer = house.ask(saved(number), variables, house.login(person))
    assert "errors" not in answer, answer["errors"]
    (payload,) = answer["data"].values()
    return payload


def codes(payload: Any) -> list[str]:
    return [each["code"] for each in payload["errors"]]


def put_in(house: House, person: str, key: str, **changes: Any) -> str:
    made: str = did(house, person, 30, input={**IDEA, **changes}, key=key)["idea"]["id"]
    return made


def read(house: House, idea: str, fields: str, person: str | None = None) -> Any:
    return house.ask(f'{{ idea(id: "{idea}") {{ {fields} }} }}', None, house.login(person) if person else None)["data"][
        "idea"
    ]


def published(house: House, key: str) -> str:
    idea = put_in(house, "neuling", key, title=f"Gemeinsam {key}")
    did(house, "neuling", 32, id=idea)
    if read(house, idea, "status", "neuling")["status"] == "IN_REVIEW":  # unless something of theirs was published
        assert codes(did(house, "marktplatz", 34, id=idea)) == []
    return idea


def test_a_new_authors_idea_is_read_before_everybody_reads_it(house: House) -> None:
    idea = put_in(house, "autor", "review")
    assert put_in(house, "autor", "review") == idea, "the same key is the same idea"
    assert read(house, idea, "title", "aylin") is None
    assert did(house, "autor", 32, id=idea)["idea"]["status"] == "IN_REVIEW"
    waiting = house.ask(saved(33), {"first": 100}, house.login("marktplatz"))["data"]["ideas"]["nodes"]
    assert {"SUBMIT", "REVIEW"} & set(next(each for each in waiting if each["id"] == idea)["viewerActions"]) == {
        "REVIEW"
    }
    refused = house.ask(saved(34), {"id": idea}, house.login("aylin"))
    assert refused["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert codes(did(house, "marktplatz", 34, id=idea, approve=False)) == ["INVALID"]
    assert did(house, "marktplatz", 34, id=idea, approve=False, note="Wer prüft?")["idea"]["status"] == "DRAFT"
    assert read(house, idea, "reviewNote", "autor")["reviewNote"] == "Wer prüft?"
    assert (
        did(house, "autor", 31, id=idea, expectedVersion=1, input={**IDEA, "title": "Geprüft"})["idea"]["version"] == 2
    )
    did(house, "autor", 32, id=idea)
    assert did(house, "moderation", 34, id=idea)["idea"]["status"] == "PUBLISHED"
    assert read(house, idea, "title status viewerActions") == {
        "title": "Geprüft",
        "status": "PUBLISHED",
        "viewerActions": [],
    }
    assert did(house, "autor", 35, id=idea, to="WITHDRAWN", expected="PUBLISHED")["idea"]["status"] == "WITHDRAWN"
    assert read(house, idea, "title") is None
    assert read(house, idea, "status", "autor") == {"status": "WITHDRAWN"}


def test_people_join_amend_and_talk(house: House) -> None:
    idea = published(house, "together")
    role = did(house, "neuling", 44, ideaId=idea)["idea"]["openRoles"][0]["id"]
    request = did(house, "aylin", 45, ideaId=idea, openRoleId=role)["teamRequest"]["id"]
    assert codes(did(house, "jonas", 48, id=request)) == ["NOT_FOUND"]
    assert did(house, "neuling", 48, id=request)["teamRequest"]["status"] == "ACCEPTED"
    assert read(house, idea, "openRoles { filled } team { role }") == {
        "openRoles": [{"filled": True}],
        "team": [{"role": "OWNER"}, {"role": "CONTRIBUTOR"}],
    }
    text = {**IDEA, "title": "Gemeinsam together"}
    first = did(house, "jonas", 40, ideaId=idea, baseVersion=1, input={**text, "summary": "Von Jonas"}, note="So")
    second = did(house, "mira", 40, ideaId=idea, baseVersion=1, input={**text, "summary": "Von Mira"}, note="So")
    did(house, "neuling", 31, id=idea, expectedVersion=1, input={**text, "title": "Anders"})
    assert codes(did(house, "neuling", 42, id=first["amendment"]["id"])) == []
    assert read(house, idea, "title summary version") == {"title": "Anders", "summary": "Von Jonas", "version": 3}
    late = did(house, "neuling", 42, id=second["amendment"]["id"])
    assert (codes(late), late["amendment"]["status"]) == (["CONFLICT_VERSION"], "OUTDATED")
    said = did(house, "mira", 38, ideaId=idea)["comment"]["id"]
    did(house, "neuling", 38, ideaId=idea, body="Gern!", replyTo=said)
    assert did(house, "mira", 39, id=said, body=None)["comment"]["body"] is None
    talk = house.ask(saved(37), {"id": idea})["data"]["idea"]["comments"]["nodes"]
    assert [(each["body"], each["replies"]["nodes"][0]["body"]) for each in talk] == [(None, "Gern!")]


def test_an_idea_is_developed_further_and_handed_on(house: House) -> None:
    idea = published(house, "further")
    fork = did(house, "mira", 36, id=idea, note="Für Köln", key="fork")["idea"]
    assert (fork["status"], fork["developedFrom"]["id"]) == ("DRAFT", idea)
    assert read(house, idea, "developedInto { id }") == {"developedInto": []}, "a draft is its team's"
    assert did(house, "mira", 49, ideaId=idea)["idea"]["supporterCount"] == 1
    request = did(house, "neuling", 46, ideaId=idea, actorId=AYLIN, role="OWNER")["teamRequest"]["id"]
    did(house, "aylin", 48, id=request)
    assert codes(did(house, "aylin", 49, ideaId=idea, actorId=AYLIN, leave=True)) == ["WRONG_STATE"]
    assert codes(did(house, "neuling", 49, ideaId=idea, actorId="member_0018", leave=True)) == []
    assert read(house, idea, "team { role actor { id } }") == {"team": [{"role": "OWNER", "actor": {"id": AYLIN}}]}


def test_the_marketplaces_own_port_shows_strangers_nothing_of_it(house: House) -> None:
    idea = put_in(house, "neuling", "secret")
    request = did(house, "neuling", 46, ideaId=idea, actorId=AYLIN)["teamRequest"]["id"]
    query = """query ($asked: [_Any!]!) { _entities(representations: $asked) {
      ... on Idea { title } ... on TeamRequest { ideaTitle idea { title } } } }"""
    forged = [
        {"__typename": "Idea", "id": idea, "status": "PUBLISHED", "viewerCanEdit": True},
        {"__typename": "TeamRequest", "id": request, "actor": {"id": "member_0001"}},
    ]
    url = f"http://127.0.0.1:{house.ports['marketplace']}/graphql"

    def asked(person: str | None) -> Any:
        token = house.login(person) if person else None
        return post(url, {"query": query, "variables": {"asked": forged}}, token)["data"]["_entities"]

    for person in (None, "mira", "cip", "datalab", "analyse"):
        assert asked(person) == [None, None], person
    # Who is invited learns what into, and no more.
    assert asked("aylin") == [None, {"ideaTitle": IDEA["title"], "idea": None}]


def test_what_was_begun_goes_on_after_the_marketplace_was_away(house: House) -> None:
    idea = published(house, "outage")
    request = did(house, "aylin", 45, ideaId=idea)["teamRequest"]["id"]
    os.kill(house.pids_of("services.marketplace")[0], signal.SIGKILL)
    during = house.ask(saved(48), {"id": request}, house.login("neuling"))
    assert during["data"] is None or during["data"]["answerTeamRequest"] is None
    house.wait_for_line("marketplace is back")
    until = time.monotonic() + READY_WITHIN
    while "errors" in house.ask(saved(48), {"id": request}, house.login("neuling")):
        assert time.monotonic() < until
        time.sleep(0.2)
    assert did(house, "neuling", 48, id=request)["teamRequest"]["status"] == "ACCEPTED"
    assert [each["role"] for each in read(house, idea, "team { role }")["team"]] == ["OWNER", "CONTRIBUTOR"]
