"""What the stories begin with: people who join, organisations that are verified, ideas that are published."""

from __future__ import annotations

from typing import Any

from tests.acceptance.conftest import Town

TERMS = "2021-06"
IDEA: dict[str, Any] = {
    "title": "Bescheide verstehen",
    "summary": "Amtliche Briefe werden in Leichte Sprache übertragen.",
    "problem": "Viele verstehen ihre Post vom Amt nicht.",
    "solution": "Ein Sprachmodell schlägt einen Text vor, eine Prüfgruppe gibt ihn frei.",
    "commonGoodBenefit": "Alle können ihre Rechte wahrnehmen.",
    "targetGroups": ["Menschen mit Lernschwierigkeiten"],
    "language": "DE",
    "maturity": "CONCEPT",
    "aiMethods": ["LLM"],
    "topicSlugs": ["plain-language"],
}


def slug(person: str) -> str:
    return person.replace(" ", "-").lower()


async def join(town: Town, person: str) -> str:
    """The id of a person, who registers now unless they did before."""
    given = {"handle": f"neu-{slug(person)}", "displayName": f"{person.title()} (fiktiv)", "sector": "PRIVATE_PERSON"}
    payload = await town.done(person, 20, input={**given, "termsVersion": TERMS})
    found: str = payload["member"]["id"]
    return found


async def organisation(town: Town, person: str, handle: str, sector: str, *, is_non_profit: bool = True) -> str:
    """The id of a new organisation that the person acts for: somebody of the staff has looked at it."""
    me = await join(town, person)
    text = {"handle": handle, "displayName": handle.title(), "legalName": f"{handle.title()} e. V. (fiktiv)"}
    made = await town.done(person, 23, input={**text, "isNonProfit": is_non_profit, "sector": sector})
    found: str = made["organisation"]["id"]
    await town.done("marktplatz", 61, organisationId=found, memberId=me)
    await town.settle()
    return found


async def published(town: Town, person: str, **changes: Any) -> str:
    """The id of an idea that everybody can read: written, handed in, read by the staff."""
    await join(town, person)
    made = await town.done(person, 30, input={**IDEA, **changes}, key=f"idea {person} {changes.get('title')}")
    found: str = made["idea"]["id"]
    handed_in = await town.done(person, 32, id=found)
    if handed_in["idea"]["status"] == "IN_REVIEW":
        await town.done("marktplatz", 34, id=found)
    return found


async def team_up(town: Town, idea: str, owner: str, person: str, role: str = "CONTRIBUTOR", actor: str = "") -> None:
    """The owner invites somebody, or an organisation that they act for, and they come."""
    asked = await town.done(owner, 46, ideaId=idea, actorId=actor or await join(town, person), role=role)
    await town.done(person, 48, id=asked["teamRequest"]["id"])


SUBJECT = """{ viewer { notifications(first: 50) { nodes { text { text } subject { __typename
  ... on CompetitionEntry { id referenceNumber } ... on GrantApplication { id title } } } } } }"""


async def subjects(town: Town, person: str) -> list[Any]:
    """What somebody is told of, as far as they may see it."""
    await town.settle()
    came = await town.ask(person, SUBJECT)
    assert "errors" not in came, came["errors"]
    return [each["subject"] for each in came["data"]["viewer"]["notifications"]["nodes"]]


async def notified(town: Town, person: str) -> list[str]:
    """The texts that somebody is told now, the newest first."""
    await town.settle()
    found = (await town.saved(person, 59, first=50))["viewer"]["notifications"]["nodes"]
    return [each["text"]["text"] for each in found]


async def last_told(town: Town) -> int:
    """The place of the newest event of the marketplace; a seed, or a test's own hand, tells by the database's clock."""
    ((found,),) = await town.rows("marketplace", "SELECT coalesce(max(seq), 0) FROM outbox")
    place: int = found
    return place


async def told_since(town: Town, place: int) -> dict[str, bool]:
    """For each kind that the marketplace has told since, also by triggers: whether always by the town's clock."""
    sql = "SELECT kind, bool_and(at <= $2) FROM outbox WHERE seq > $1 GROUP BY kind"
    return dict(await town.rows("marketplace", sql, place, town.now))
