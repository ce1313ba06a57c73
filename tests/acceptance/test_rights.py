"""Meldung, Auskunft, Löschung: as reporter, moderator, author, and as somebody who leaves; in all four houses."""

from __future__ import annotations

import json
from typing import Any

from services.kit.database import open_connection
from tests.acceptance.conftest import AWAY, Town
from tests.acceptance.people import join, last_told, notified, published, told_since
from tests.acceptance.written_anywhere import dumped
from tools.run.settings import SERVICES

OWN = ("profileJson", "ideasJson", "messagesJson", "accountJson")
PARTS = (*OWN, "cipJson", "ideenwerkstattJson", "civicDataLabJson")
EXPORT = f"query ($id: ID!) {{ dataExport(id: $id) {{ status {' '.join(PARTS)} }} }}"
TITLE = "query ($id: ID!) { idea(id: $id) { title status } }"
HOUSES = {
    "marketplace": "{ topics { slug } }",
    "cip": "{ competitionRounds { id } }",
    "ideenwerkstatt": "{ pilotCalls { id } }",
    "civic_data_lab": "{ datasets(first: 1) { totalCount } }",
}
"""A question that each house answers alone."""


async def title(town: Town, idea: str) -> Any:
    return (await town.ask(None, TITLE, {"id": idea}))["data"]["idea"]


async def waiting(town: Town, idea: str) -> str:
    """The case of an idea, as a moderator finds it."""
    nodes = (await town.saved("moderation", 211, first=50))["moderationQueue"]["nodes"]
    found: str = next(each["id"] for each in nodes if (each["subject"] or {}).get("id") == idea)
    return found


async def test_a_report_a_decision_and_an_appeal(town: Town) -> None:
    idea = await published(town, "autorin")
    await join(town, "leserin")
    assert (await town.done(None, 210, subjectId=idea))["reference"], "also without login"
    assert (await town.done("leserin", 210, subjectId=idea))["reference"]
    case = await waiting(town, idea)
    assert await town.codes("leserin", 212, id=case) == ["FORBIDDEN"]
    assert (await town.ask("leserin", "{ moderationQueue { totalCount } }"))["data"] == {"moderationQueue": None}
    await town.done("moderation", 212, id=case)
    lacking = {"action": "HIDE", "facts": "", "termsGround": "Nummer 3"}
    assert await town.codes("moderation", 213, id=case, input=lacking) == ["INVALID"]
    await town.done("moderation", 213, id=case)
    assert await title(town, idea) is None
    assert "Ihre Meldung wurde geprüft; der Inhalt ist ausgeblendet." in await notified(town, "leserin")
    assert any("Sie können sechs Monate lang widersprechen" in each for each in await notified(town, "autorin"))
    reasons = (await town.saved("autorin", 214, id=case))["moderationCase"]
    assert (reasons["decision"]["automated"], reasons["viewerActions"]) == (False, ["APPEAL"])
    assert (await town.saved("leserin", 214, id=case))["moderationCase"] is None
    await town.done("autorin", 215, caseId=case)
    assert await town.codes("moderation", 216, caseId=case) == ["FORBIDDEN"], "another one decides"
    await town.done("zweite moderation", 216, caseId=case)
    assert (await title(town, idea))["status"] == "PUBLISHED"
    assert "Ihr Widerspruch hatte Erfolg; der Inhalt ist wieder wie vorher." in await notified(town, "autorin")


async def test_nobody_appeals_after_six_months(town: Town) -> None:
    idea = await published(town, "autorin")
    await town.done(None, 210, subjectId=idea)
    case = await waiting(town, idea)
    await town.done("moderation", 212, id=case)
    await town.done("moderation", 213, id=case)
    town.later(days=200)
    assert await town.codes("autorin", 215, caseId=case) == ["DEADLINE_PASSED"]
    await town.chores()
    assert await town.codes("autorin", 215, caseId=case) == ["WRONG_STATE"]


async def test_a_copy_of_all_that_is_known_in_each_house(town: Town) -> None:
    idea = await published(town, "autorin")
    await join(town, "andere")
    export = (await town.done("autorin", 217))["dataExport"]["id"]
    assert await town.codes("autorin", 217) == ["LIMIT_EXCEEDED"]
    came = await town.ask("autorin", EXPORT, {"id": export})
    assert "errors" not in came, came["errors"]
    parts = {part: json.loads(came["data"]["dataExport"][part] or "null") for part in PARTS}
    assert [each["id"] for each in parts["ideasJson"]["ideas"]] == [idea]
    assert parts["accountJson"]["actor"]["handle"] == "neu-autorin"
    assert parts["cipJson"]["entries"] == []
    assert None not in (parts["ideenwerkstattJson"], parts["civicDataLabJson"])
    assert (await town.saved("autorin", 16, id=export))["dataExport"]["status"] == "READY"
    assert (await town.ask("andere", EXPORT, {"id": export}))["data"] == {"dataExport": None}
    await town.stop("cip")
    without = await town.ask("autorin", EXPORT, {"id": export})
    assert without["data"]["dataExport"]["cipJson"] is None
    assert without["data"]["dataExport"]["ideasJson"] == came["data"]["dataExport"]["ideasJson"]
    assert [(each["path"], each["extensions"]["code"]) for each in without["errors"]] == [
        (["dataExport", "cipJson"], AWAY)
    ]
    await town.start("cip")
    town.later(days=14)
    over = (await town.ask("autorin", EXPORT, {"id": export}))["data"]["dataExport"]
    assert (over["status"], {over[part] for part in PARTS}) == ("EXPIRED", {None})


MARKS = ("Undine Unverwechselbar", "undine.unverwechselbar@example.org", "neu-undine")


async def left_in(town: Town, house: str) -> str:
    async with open_connection(town.urls[house], schema=house) as connection:
        return await dumped(connection, house)


async def leave_traces(town: Town) -> tuple[str, str]:
    """Somebody with a name that nobody else has joins and does something: an idea of their own, and a shared one."""
    person = {"handle": "neu-undine", "displayName": MARKS[0], "sector": "SCIENCE", "termsVersion": "2021-06"}
    assert (await town.did("undine", 20, input=person))["errors"] == []
    member = (await town.saved("undine", 21))["viewer"]["id"]
    await town.rows("marketplace", "UPDATE account SET email = $1 WHERE actor_id = $2", MARKS[1], member)
    alone = await published(town, "undine", title="Nur ich", summary=f"Von {MARKS[0]}.")
    shared = await published(town, "undine", title="Mit anderen")
    helper = await join(town, "helferin")
    asked = await town.done("undine", 46, ideaId=shared, actorId=helper, role="CO_AUTHOR")
    await town.done("helferin", 48, id=asked["teamRequest"]["id"])
    await town.done("undine", 38, ideaId=shared, body="Ein Gedanke dazu.")
    await town.settle()
    return alone, shared


async def test_nothing_is_left_in_four_databases_of_who_is_erased(town: Town) -> None:
    alone, shared = await leave_traces(town)
    before = await left_in(town, "marketplace")
    assert all(mark in before for mark in MARKS)
    assert await town.codes("undine", 219, confirmHandle="neu-autorin") == ["INVALID"]
    await town.done("undine", 219, confirmHandle="neu-undine")
    await town.done("undine", 220)
    await town.done("undine", 219, confirmHandle="neu-undine")
    town.later(days=13)
    await town.chores()
    assert (await town.saved("undine", 218))["viewer"]["erasureRequest"]["status"] == "REQUESTED"
    town.later(days=1)
    await town.stop("ideenwerkstatt")
    begun = await last_told(town)
    await town.chores()
    told = await told_since(town, begun)
    assert (told["actor.changed"], all(told.values())) == (True, True), "by the house's clock"
    await town.settle()
    (node,) = (await town.saved("marktplatz", 221))["erasureRequests"]["nodes"]
    open_steps = [each["programme"]["slug"] for each in node["steps"] if each["status"] == "REQUESTED"]
    assert (node["status"], open_steps) == ("COLLECTING", ["ki-ideenwerkstatt"])
    await town.start("ideenwerkstatt")
    await town.settle()
    listed = (await town.saved("marktplatz", 221, status=["COMPLETED"]))["erasureRequests"]["nodes"]
    assert node["id"] in [each["id"] for each in listed]
    for house in SERVICES:
        left = await left_in(town, house)
        assert [mark for mark in MARKS if mark in left] == [], house
    assert await title(town, alone) is None
    team = (
        "query ($id: ID!) { idea(id: $id) { title team { role actor { displayName } } comments { nodes { body author {"
    )
    kept = (await town.ask(None, f"{team} displayName }} }} }} }} }}", {"id": shared}))["data"]["idea"]
    assert {(each["role"], each["actor"]["displayName"]) for each in kept["team"]} == {
        ("OWNER", "Helferin (fiktiv)"),
        ("CONTRIBUTOR", "Gelöschtes Mitglied"),
    }
    assert kept["comments"]["nodes"] == [
        {"body": "Ein Gedanke dazu.", "author": {"displayName": "Gelöschtes Mitglied"}}
    ]
    assert "Wer eine Idee Ihres Teams führte, hat das Konto gelöscht; jetzt führen Sie sie." in await notified(
        town, "helferin"
    )


async def test_tokens_of_an_erased_account_hold_nowhere(town: Town) -> None:
    await join(town, "undine")
    await town.settle()
    for query in HOUSES.values():
        assert "errors" not in await town.ask("undine", query)
    await town.done("undine", 219, confirmHandle="neu-undine")
    town.later(days=14)
    await town.chores()
    await town.settle()
    for query in HOUSES.values():
        came = await town.ask("undine", query)
        assert {each["extensions"]["code"] for each in came["errors"]} == {"UNAUTHENTICATED"}, query
        assert "errors" not in await town.ask(None, query)
    again = {"handle": "neu-noch-einmal", "displayName": "U", "sector": "SCIENCE", "termsVersion": "2021-06"}
    assert await town.codes("undine", 20, input=again) == ["UNAUTHENTICATED"]


NEXT = """query ($id: ID!) { idea(id: $id) { cipEligibility { eligible missing } sustainabilityEstimate { rating }
  dataReadiness { level } nextSteps { priority reason { de } offer { __typename id } } } }"""


async def test_the_next_steps_of_an_idea_with_all_houses_and_without_one(town: Town) -> None:
    idea = await published(town, "autorin", title="Allein", maturity="IDEA")
    found = (await town.ask(None, NEXT, {"id": idea}))["data"]["idea"]
    assert found["cipEligibility"]["eligible"] is False
    assert any("Profilmarkt" in each["reason"]["de"] for each in found["nextSteps"])
    await town.stop("civic_data_lab")
    came = await town.ask(None, NEXT, {"id": idea})
    less = came["data"]["idea"]
    assert (less["dataReadiness"], less["cipEligibility"]) == (None, found["cipEligibility"])
    assert any("Profilmarkt" in each["reason"]["de"] for each in less["nextSteps"])
    await town.stop("cip")
    none = (await town.ask(None, NEXT, {"id": idea}))["data"]["idea"]
    assert not any("Profilmarkt" in each["reason"]["de"] for each in none["nextSteps"])
