"""Ideenwettbewerb: an idea is entered, screened, invited to the pitch, awarded; by its deadlines, past an outage."""

from __future__ import annotations

from typing import Any

from tests.acceptance.conftest import AWAY, Town
from tests.acceptance.people import IDEA, join, notified, organisation, published, subjects, team_up

DEADLINE = 10
"""Days from the beginning on which entries are taken."""


def text(town: Town, **changes: Any) -> dict[str, Any]:
    """A round that takes entries now."""
    phases = {"SUBMISSION": 0, "SCREENING": DEADLINE + 1, "PITCH": 30, "JURY_DELIBERATION": 40, "AWARDED": 50}
    return {
        "title": {"de": "Runde der Prüfung (fiktiv)", "deSimple": "Ein Wettbewerb"},
        "summary": {"de": "Ideen für das Gemeinwohl (fiktiv)"},
        "topicSlugs": ["plain-language"],
        "audiences": ["CIVIL_SOCIETY", "PRIVATE_PERSON"],
        "maxAwards": 1,
        "maxPrize": "20000",
        "timeline": [{"phase": phase, "on": town.day(days)} for phase, days in phases.items()],
        "submissionUntil": town.moment(days=DEADLINE),
        **changes,
    }


async def open_round(town: Town) -> str:
    saved = await town.done("cip", 67, input=text(town), key="round")
    found: str = saved["round"]["id"]
    if saved["round"]["phase"] == "ANNOUNCED":
        await town.done("cip", 68, id=found, to="SUBMISSION")
    return found


async def ready_idea(town: Town, title: str = "Bescheide verstehen") -> tuple[str, str]:
    """An idea of a person and an organisation that somebody else acts for: two sectors."""
    idea = await published(town, "autorin", title=title)
    house = await organisation(town, "verwaltung", f"lesehilfe-{len(title)}", "WELFARE")
    asked = await town.done("autorin", 46, ideaId=idea, actorId=house, role="CO_AUTHOR")
    await town.done("verwaltung", 48, id=asked["teamRequest"]["id"])
    return idea, house


def wish(round_id: str, idea: str, *organisations: str, **changes: Any) -> dict[str, Any]:
    return {
        "roundId": round_id,
        "ideaId": idea,
        "expectedIdeaVersion": 1,
        "category": "INCLUSION_AND_DIVERSITY",
        "organisationIds": list(organisations),
        **changes,
    }


async def entered(town: Town) -> tuple[str, str, str]:
    """A round, an idea that is in it, and its entry."""
    round_id = await open_round(town)
    idea, house = await ready_idea(town)
    entry = await town.done("verwaltung", 66, input=wish(round_id, idea, house), key="entry")
    return round_id, idea, entry["entry"]["id"]


async def test_an_idea_is_entered_by_the_rules(town: Town) -> None:
    assert await town.codes("autorin", 67, input=text(town)) == ["FORBIDDEN"], "rounds are the staff's"
    round_id = await open_round(town)
    idea, house = await ready_idea(town)
    good = wish(round_id, idea, house)
    await join(town, "fremde person")
    assert await town.codes(None, 66, input=good, key="a") == ["UNAUTHENTICATED"]
    assert await town.codes("fremde person", 66, input=good, key="a") == ["FORBIDDEN"]
    assert await town.codes("autorin", 66, input=good, key="a") == ["FORBIDDEN"], "acts for none of them"
    assert await town.codes("verwaltung", 66, input={**good, "expectedIdeaVersion": 7}, key="a") == ["CONFLICT_VERSION"]
    assert await town.codes("verwaltung", 66, input={**good, "category": "WORK_AND_PARTICIPATION"}, key="a") == [
        "INVALID"
    ]
    assert await town.codes("autorin", 66, input=wish(round_id, idea), key="a") == ["INVALID"], "one sector is too few"
    entry = (await town.done("verwaltung", 66, input=good, key="b"))["entry"]
    assert (entry["status"], entry["ideaVersion"], entry["viewerMayWithdraw"]) == ("SUBMITTED", 1, True)
    assert (await town.done("verwaltung", 66, input=good, key="b"))["entry"]["id"] == entry["id"]
    assert await town.codes("verwaltung", 66, input={**good, "videoUrl": "https://x.example"}, key="b") == ["INVALID"]
    again = await town.did("verwaltung", 66, input=good, key="c")
    assert ([each["code"] for each in again["errors"]], again["entry"]["id"]) == (["ALREADY_EXISTS"], entry["id"])
    said = {"__typename": "CompetitionEntry", "id": entry["id"], "referenceNumber": entry["referenceNumber"]}
    assert said in await subjects(town, "autorin")
    # What is changed afterwards does not touch the text that was handed in.
    await town.done("autorin", 31, id=idea, expectedVersion=1, input={**IDEA, "title": "Anders"}, changeNote="Neu")
    mine = await town.ask(
        "verwaltung", "query ($id: ID!) { competitionRound(id: $id) { entryCount } }", {"id": round_id}
    )
    assert mine["data"]["competitionRound"]["entryCount"] == 1


async def test_the_deadline_is_the_last_moment_that_counts(town: Town) -> None:
    round_id = await open_round(town)
    idea, house = await ready_idea(town)
    town.later(days=DEADLINE)
    entry = (await town.done("verwaltung", 66, input=wish(round_id, idea, house), key="a"))["entry"]["id"]
    town.later(seconds=1)
    assert await town.codes("verwaltung", 69, id=entry) == ["DEADLINE_PASSED"]
    other, house = await ready_idea(town, "Zu spät gekommen")
    assert await town.codes("verwaltung", 66, input=wish(round_id, other, house), key="b") == ["DEADLINE_PASSED"]


async def test_an_entry_is_taken_back_before_the_deadline(town: Town) -> None:
    round_id, _idea, entry = await entered(town)
    await join(town, "fremde person")
    assert await town.codes("fremde person", 69, id=entry) == ["NOT_FOUND"]
    assert (await town.done("autorin", 69, id=entry))["entry"]["status"] == "WITHDRAWN"
    assert (await town.done("autorin", 69, id=entry))["entry"]["status"] == "WITHDRAWN", "what is withdrawn stays so"
    rounds = (await town.saved(None, 65))["competitionRounds"]
    assert next(each["entryCount"] for each in rounds if each["id"] == round_id) == 0


async def test_an_entry_is_screened_invited_and_awarded(town: Town) -> None:
    round_id, idea, entry = await entered(town)
    assert await town.codes("cip", 68, id=round_id, to="SCREENING") == ["WRONG_STATE"], "entries are still taken"
    town.later(days=DEADLINE + 1)
    await town.done("cip", 68, id=round_id, to="SCREENING")
    assert await town.codes("autorin", 70, id=entry, to="ELIGIBLE") == ["FORBIDDEN"]
    assert await town.codes("cip", 70, id=entry, to="FORMALLY_REJECTED") == ["INVALID"], "says why"
    await town.done("cip", 70, id=entry, to="ELIGIBLE")
    pitch = town.moment(days=14)
    assert await town.codes("cip", 70, id=entry, to="INVITED_TO_PITCH", pitchAt=town.moment(days=-1)) == ["INVALID"]
    invited = (await town.done("cip", 70, id=entry, to="INVITED_TO_PITCH", pitchAt=pitch))["entry"]
    assert (invited["status"], invited["pitch"]["isOnline"]) == ("INVITED_TO_PITCH", True)
    await town.done("cip", 68, id=round_id, to="PITCH")
    award = {"entryId": entry, "category": "INCLUSION_AND_DIVERSITY", "prize": "20000"}
    assert await town.codes("cip", 71, input=award) == ["WRONG_STATE"], "the jury has not deliberated"
    await town.done("cip", 68, id=round_id, to="JURY_DELIBERATION")
    assert await town.codes("cip", 68, id=round_id, to="AWARDED") == ["WRONG_STATE"], "an entry is in between"
    assert await town.codes("cip", 71, input={**award, "prize": "20000.01"}) == ["INVALID"]
    given = (await town.done("cip", 71, input=award))["award"]
    assert [each["amount"]["amount"] for each in given["tranches"]] == ["8000.00", "6000.00", "6000.00"]
    assert (await town.done("cip", 71, input=award))["award"]["id"] == given["id"], "said again, it is the same prize"
    assert await town.codes("cip", 71, input={**award, "prize": "10000"}) == ["ALREADY_EXISTS"]
    await town.done("cip", 68, id=round_id, to="AWARDED")
    assert "Ihre Einreichung wurde ausgezeichnet." in await notified(town, "autorin")
    public = await town.ask(
        None, "query ($id: ID!) { idea(id: $id) { title awards { id prize { amount } } } }", {"id": idea}
    )
    assert public["data"]["idea"]["awards"] == [{"id": given["id"], "prize": {"amount": "20000.00"}}]


async def test_without_the_marketplace_nothing_is_entered_and_the_same_request_is_repeated(town: Town) -> None:
    round_id = await open_round(town)
    idea, house = await ready_idea(town)
    good = wish(round_id, idea, house)
    await town.stop("marketplace")
    assert await town.codes("verwaltung", 66, input=good, key="same") == ["UNAVAILABLE"]
    assert await town.rows("cip", "SELECT 1 FROM competition_entry WHERE round_id = $1", round_id) == []
    # What needs no look at the idea works: the house knows its members by its own copies.
    town.later(days=1)
    assert await town.codes("cip", 67, id=round_id, input=text(town, maxAwards=2)) == []
    await town.start("marketplace")
    assert (await town.done("verwaltung", 66, input=good, key="same"))["entry"]["status"] == "SUBMITTED"


async def test_while_cip_is_away_only_the_competition_waits(town: Town) -> None:
    _round_id, idea, entry = await entered(town)
    await town.stop("cip")
    assert await town.codes("autorin", 69, id=entry) == [AWAY]
    shown = await town.ask(None, "query ($id: ID!) { idea(id: $id) { title awards { id } } }", {"id": idea})
    assert shown["data"]["idea"]["title"] == IDEA["title"]
    await town.start("cip")
    assert (await town.done("autorin", 69, id=entry))["entry"]["status"] == "WITHDRAWN"
    assert "Eine Einreichung Ihres Teams wurde zurückgezogen." in await notified(town, "verwaltung")


async def test_who_joins_the_team_later_is_not_in_the_frozen_entry(town: Town) -> None:
    _, idea, entry = await entered(town)
    await team_up(town, idea, "autorin", "spaete person")
    frozen = await town.rows("cip", "SELECT count(*) FROM entry_team WHERE entry_id = $1", entry)
    assert frozen == [(2,)]


async def test_what_is_decided_while_the_marketplace_is_away_is_told_afterwards(town: Town) -> None:
    round_id, _, entry = await entered(town)
    town.later(days=DEADLINE + 1)
    await town.stop("marketplace")
    await town.done("cip", 68, id=round_id, to="SCREENING")
    await town.done("cip", 70, id=entry, to="FORMALLY_REJECTED", note="Es fehlt ein Partner.")
    await town.start("marketplace")
    assert "Über Ihre Einreichung zum Ideenwettbewerb wurde entschieden." in await notified(town, "autorin")
    shown = "query ($id: ID!) { competitionEntry(id: $id) { status decisionNote } }"
    mine = (await town.ask("autorin", shown, {"id": entry}))["data"]["competitionEntry"]
    assert mine == {"status": "FORMALLY_REJECTED", "decisionNote": "Es fehlt ein Partner."}
    assert (await town.ask("neue person", shown, {"id": entry}))["data"]["competitionEntry"] is None
