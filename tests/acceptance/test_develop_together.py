"""Ideen gemeinsam weiterentwickeln: team requests, open roles, amendments, forks, comments; and past an outage."""

from __future__ import annotations

from typing import Any

from tests.acceptance.conftest import AWAY, Town
from tests.acceptance.people import IDEA, join, notified, published, team_up


async def read(town: Town, idea: str, fields: str, person: str | None = None) -> Any:
    return (await town.ask(person, f"query ($id: ID!) {{ idea(id: $id) {{ {fields} }} }}", {"id": idea}))["data"][
        "idea"
    ]


async def test_an_idea_is_read_by_the_staff_before_everybody_reads_it(town: Town) -> None:
    await join(town, "autorin")
    idea = (await town.done("autorin", 30, input=IDEA, key="a"))["idea"]["id"]
    assert (await town.done("autorin", 30, input=IDEA, key="a"))["idea"]["id"] == idea
    assert (await town.done("autorin", 32, id=idea))["idea"]["status"] == "IN_REVIEW"
    assert await read(town, idea, "title") is None
    waiting = (await town.saved("marktplatz", 33, first=100))["ideas"]["nodes"]
    assert idea in [each["id"] for each in waiting]
    assert await town.codes("autorin", 34, id=idea) == ["FORBIDDEN"]
    assert await town.codes("marktplatz", 34, id=idea, approve=False) == ["INVALID"], "says why"
    await town.done("marktplatz", 34, id=idea, approve=False, note="Wer prüft?")
    assert await read(town, idea, "status reviewNote", "autorin") == {"status": "DRAFT", "reviewNote": "Wer prüft?"}
    await town.done("autorin", 32, id=idea)
    await town.done("marktplatz", 34, id=idea)
    assert await read(town, idea, "title status reviewNote", "autorin") == {
        "title": IDEA["title"],
        "status": "PUBLISHED",
        "reviewNote": None,
    }
    assert len(await notified(town, "autorin")) == 2, "it was sent back, and published"


async def test_somebody_fills_an_open_role_and_hands_the_idea_on(town: Town) -> None:
    idea = await published(town, "autorin")
    role = (await town.done("autorin", 44, ideaId=idea))["idea"]["openRoles"][0]["id"]
    helper = await join(town, "helferin")
    request = (await town.done("helferin", 45, ideaId=idea, openRoleId=role))["teamRequest"]["id"]
    assert await town.codes("helferin", 45, ideaId=idea, openRoleId=role) == ["ALREADY_EXISTS"]
    mine = (await town.saved("helferin", 63))["viewer"]["teamRequests"]["nodes"]
    assert [(each["id"], each["viewerActions"]) for each in mine] == [(request, ["WITHDRAW"])]
    assert "Eine Anfrage zur Mitarbeit an einer Idee wartet auf Ihre Antwort." in await notified(town, "autorin")
    await join(town, "fremde person")
    assert await town.codes("fremde person", 48, id=request) == ["NOT_FOUND"]
    assert await town.codes("helferin", 48, id=request) == ["FORBIDDEN"]
    await town.done("autorin", 48, id=request)
    assert (await read(town, idea, "openRoles { filled }"))["openRoles"] == [{"filled": True}]
    owner = (await town.saved("autorin", 21))["viewer"]["id"]
    assert await town.codes("autorin", 49, ideaId=idea, actorId=owner, leave=True) == ["WRONG_STATE"], "the last owner"
    await team_up(town, idea, "autorin", "helferin", "OWNER")
    await town.done("autorin", 49, ideaId=idea, actorId=owner, leave=True)
    team = (await read(town, idea, "team { role actor { id } }"))["team"]
    assert team == [{"role": "OWNER", "actor": {"id": helper}}]


async def test_amendments_are_merged_field_by_field(town: Town) -> None:
    idea = await published(town, "autorin")
    await join(town, "helferin")
    asked = {"ideaId": idea, "baseVersion": 1, "note": "So"}
    first = await town.done("helferin", 40, **asked, input={**IDEA, "summary": "Von der Helferin"})
    second = await town.done("helferin", 40, **asked, input={**IDEA, "title": "Anders genannt"})
    await town.done("autorin", 31, id=idea, expectedVersion=1, input={**IDEA, "title": "Neu genannt"})
    await town.done("autorin", 42, id=first["amendment"]["id"])
    assert await read(town, idea, "title summary version") == {
        "title": "Neu genannt",
        "summary": "Von der Helferin",
        "version": 3,
    }
    late = await town.did("autorin", 42, id=second["amendment"]["id"])
    assert ([each["code"] for each in late["errors"]], late["amendment"]["status"]) == (
        ["CONFLICT_VERSION"],
        "OUTDATED",
    )
    assert "„Titel“ wurde vom Vorschlag" in late["errors"][0]["message"]
    assert "Über Ihren Änderungsvorschlag wurde entschieden." in await notified(town, "helferin")


async def test_an_idea_is_forked_commented_and_supported(town: Town) -> None:
    idea = await published(town, "autorin")
    await join(town, "helferin")
    fork = (await town.done("helferin", 36, id=idea, note="Für Köln", key="f"))["idea"]
    assert (fork["status"], fork["developedFrom"]["id"]) == ("DRAFT", idea)
    assert (await read(town, idea, "developedInto { id }"))["developedInto"] == [], "a draft is its team's"
    assert "Jemand entwickelt eine Idee Ihres Teams weiter." in await notified(town, "autorin")
    said = (await town.done("helferin", 38, ideaId=idea))["comment"]["id"]
    await town.done("autorin", 38, ideaId=idea, body="Gern!", replyTo=said)
    shown = (await town.saved("helferin", 37, id=idea))["idea"]["comments"]["nodes"]
    assert [each["viewerActions"] for each in shown] == [["EDIT", "DELETE", "REPLY"]]
    town.later(hours=24, seconds=1)
    assert await town.codes("helferin", 39, id=said, body="Zu spät") == ["DEADLINE_PASSED"]
    assert (await town.done("helferin", 39, id=said, body=None))["comment"]["body"] is None
    assert (await town.done("helferin", 49, ideaId=idea))["idea"]["supporterCount"] == 1


async def test_a_request_waits_while_the_marketplace_is_away_and_expires_in_time(town: Town) -> None:
    idea = await published(town, "autorin")
    await join(town, "helferin")
    request = (await town.done("helferin", 45, ideaId=idea, openRoleId=None))["teamRequest"]["id"]
    await town.stop("marketplace")
    assert await town.codes("autorin", 48, id=request) == [AWAY]
    await town.start("marketplace")
    assert (await town.done("autorin", 48, id=request))["teamRequest"]["status"] == "ACCEPTED"
    await join(town, "zweite person")
    second = (await town.done("zweite person", 45, ideaId=idea, openRoleId=None))["teamRequest"]["id"]
    town.later(days=30)
    assert await town.codes("autorin", 48, id=second) == ["WRONG_STATE"]
    mine = (await town.saved("zweite person", 63))["viewer"]["teamRequests"]["nodes"]
    assert [(each["status"], each["viewerActions"]) for each in mine] == [("EXPIRED", [])]
