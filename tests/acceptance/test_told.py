"""Who is told of what (domain_slice2 2.13): every row of the table of events, and exactly the right persons.

Each event that people cause at the marketplace happens once, and the whole table of notifications is compared: whom it
is for, and that nobody else is told, above all not who caused it. What a ministry tells names its recipients itself;
the stories of the ministries look at them.
"""

from __future__ import annotations

import pytest

from services.marketplace.rules.notifications import HOUSES
from tests.acceptance.conftest import Town
from tests.acceptance.people import IDEA, join, last_told, published, team_up, told_since

TABLE = {
    "marketplace": """topic.changed actor.changed organisation.member_changed idea.published idea.updated
      idea.status_changed idea.hidden idea.withdrawn membership.claimed membership.declined member.erasure_due
      member.erasure_cancelled""",
    "cip": """round.phase_changed competition_entry.submitted competition_entry.withdrawn competition_entry.decided
      competition_entry.awarded grant.partner_invited grant.partner_answered grant.submitted grant.decided
      funded_project.changed membership.linked member.erased offer.deadline_near""",
    "ideenwerkstatt": """registration.confirmed registration.waitlisted registration.moved_up registration.cancelled
      slot.booked slot.cancelled pilot_application.submitted pilot_application.decided prototype.stage_changed
      appointment.due member.erased offer.deadline_near""",
    "civic_data_lab": """consultation.booked consultation.cancelled consultation.held data_project.stage_changed
      dataset.published dataset.returned dataset.used enrolment.completed appointment.due member.erased
      offer.deadline_near""",
}
"""The table of the specification (1.4)."""
SILENT = {
    "topic.changed": "for the copies",
    "actor.changed": "for the copies",
    "membership.claimed": "the person did it; membership.linked tells when CIP has followed",
    "membership.declined": "the person did it, and is no member",
    "member.erasure_due": "there is nobody any more who could read it",
    "member.erased": "there is nobody any more who could read it",
    "enrolment.completed": "the person did it, and nobody else learns with them",
}


def test_each_row_of_the_table_has_its_words_or_a_reason_to_be_silent() -> None:
    for house, kinds in TABLE.items():
        silent = set(kinds.split()) - set(HOUSES[house])
        assert silent <= set(SILENT), house
        assert not set(SILENT) & set(HOUSES[house])


async def told(town: Town, names: dict[str, str]) -> dict[str, list[str]]:
    """For each kind of event the names of those who were told of it, once for each time."""
    await town.settle()
    rows = await town.rows(
        "marketplace",
        "SELECT kind, recipient_id FROM notification WHERE created_at = $1 OR recipient_id = ANY ($2) ORDER BY kind",
        town.now,
        list(names),
    )
    found: dict[str, list[str]] = {}
    for kind, whom in rows:
        if not kind.startswith("member."):
            found.setdefault(kind, []).append(names.get(whom, whom))
    return {kind: sorted(whom) for kind, whom in found.items()}


@pytest.fixture
async def names(town: Town) -> dict[str, str]:
    """Everybody who has a part, by id."""
    persons = ("owner", "mate", "fan", "helper", "stranger")
    return {await join(town, person): person for person in persons}


async def test_what_happens_at_an_idea_is_told_to_its_team_and_to_who_asked(town: Town, names: dict[str, str]) -> None:
    ids = {name: each for each, name in names.items()}
    idea = await published(town, "owner")
    assert await told(town, names) == {"idea.published": ["owner"]}, "staff have published it"
    town.later(minutes=1)
    await team_up(town, idea, "owner", "mate", "CO_AUTHOR")
    await town.done("fan", 28, subjectId=idea)
    proposal = {"ideaId": idea, "baseVersion": 1, "input": {**IDEA, "dataNeeds": "Briefe"}, "note": "Woher?"}
    amendment = (await town.done("helper", 40, **proposal))["amendment"]["id"]
    await town.done("mate", 42, id=amendment)
    again = {**proposal, "baseVersion": 2, "input": {**IDEA, "expectedUsers": 9}}
    await town.done("stranger", 43, id=(await town.done("stranger", 40, **again))["amendment"]["id"])
    said = (await town.done("stranger", 38, ideaId=idea))["comment"]["id"]
    await town.done("owner", 38, ideaId=idea, body="Gern!", replyTo=said)
    await town.done("stranger", 36, id=idea, note="Für Köln")
    asked = (await town.done("stranger", 45, ideaId=idea))["teamRequest"]["id"]
    await town.done("owner", 48, id=asked, accept=False)
    await town.done(
        "stranger", 48, id=(await town.done("stranger", 45, ideaId=idea))["teamRequest"]["id"], takeBack=True
    )
    await town.done("owner", 31, id=idea, expectedVersion=2, input={**IDEA, "title": "Bescheide besser verstehen"})
    await town.done("owner", 35, id=idea, to="IN_IMPLEMENTATION")
    await town.done("helper", 49, ideaId=idea, leave=True, actorId=ids["helper"])
    expected = {
        "amendment.decided": ["helper"],
        "amendment.proposed": ["mate", "mate", "owner", "owner"],
        "amendment.withdrawn": ["mate", "owner"],
        # The team, and whose comment was answered.
        "comment.added": ["helper", "helper", "mate", "mate", "owner", "stranger"],
        "idea.forked": ["helper", "mate", "owner"],
        "idea.published": ["owner"],
        "idea.status_changed": ["fan", "helper", "mate"],
        # The amendment was taken in by the mate, whose author is told of that; then the owner wrote.
        "idea.updated": ["helper", "mate", "owner"],
        "team.left": ["mate", "owner"],
        "team_request.decided": ["owner", "stranger"],
        # Of an application who can decide about it; of an invitation who is invited.
        "team_request.sent": ["mate", "mate", "mate", "owner", "owner"],
        "team_request.withdrawn": ["mate", "owner"],
    }
    assert await told(town, names) == expected
    await town.done("owner", 35, id=idea, to="WITHDRAWN")
    assert await told(town, names) == {**expected, "idea.withdrawn": ["mate"]}, "who only follows it sees it no more"


async def test_what_somebody_may_do_for_an_organisation_is_told_to_them(town: Town, names: dict[str, str]) -> None:
    """Not to who caused it, and not where nothing changed; the ministries' copies follow all the same."""
    ids = {name: each for each, name in names.items()}
    begun = await last_told(town)
    text = {"handle": "vereinshaus", "displayName": "Vereinshaus", "legalName": "Vereinshaus e. V. (fiktiv)"}
    made = (await town.done("owner", 23, input={**text, "isNonProfit": True, "sector": "WELFARE"}))["organisation"]
    assert await told(town, names) == {}, "who registers it knows"
    for _ in range(2):
        await town.done("marktplatz", 61, organisationId=made["id"], memberId=ids["owner"])
    assert await told(town, names) == {"organisation.member_changed": ["owner"]}
    await town.done("owner", 24, organisationId=made["id"], memberId=ids["mate"], role="ADMIN")
    await town.done("mate", 24, organisationId=made["id"], memberId=ids["mate"], role=None)
    assert await told(town, names) == {"organisation.member_changed": ["mate", "owner"]}
    await join(town, "just now")
    assert await told_since(town, begun) == {"actor.changed": True, "organisation.member_changed": True}
    subject = (
        "{ viewer { notifications(first: 1) { nodes { text { text } subject { ... on Organisation { id } } } } } }"
    )
    (last,) = (await town.ask("mate", subject))["data"]["viewer"]["notifications"]["nodes"]
    assert last == {
        "text": {"text": "Was Sie für eine Organisation tun dürfen, hat sich geändert."},
        "subject": {"id": made["id"]},
    }


async def test_what_is_hidden_is_told_to_its_authors_and_to_who_reported(town: Town, names: dict[str, str]) -> None:
    idea = await published(town, "owner")
    await team_up(town, idea, "owner", "mate", "CO_AUTHOR")
    await team_up(town, idea, "owner", "helper")
    await town.done("fan", 28, subjectId=idea)
    town.later(minutes=1)
    await town.done("stranger", 210, subjectId=idea)
    case = (await town.saved("moderation", 211))["moderationQueue"]["nodes"][-1]["id"]
    await town.done("moderation", 212, id=case)
    await town.done("moderation", 213, id=case)
    team = {"idea.published": ["owner"], "team_request.decided": ["owner", "owner"]}
    hidden = {
        **team,
        "team_request.sent": ["helper", "mate"],
        "idea.hidden": ["helper"],
        "moderation.hidden": ["mate", "owner"],
        "report.hidden": ["stranger"],
    }
    assert await told(town, names) == hidden, "who follows what nobody sees any more is not told"
    await town.done("owner", 215, caseId=case)
    await town.done("zweite moderation", 216, caseId=case)
    upheld = {"moderation.appeal_upheld": ["mate", "owner"], "report.overturned": ["stranger"]}
    assert await told(town, names) == {**hidden, **upheld, "idea.status_changed": ["helper"]}


async def test_who_talks_is_told_by_whom_they_are_asked(town: Town, names: dict[str, str]) -> None:
    ids = {name: each for each, name in names.items()}
    asked = await town.done("owner", 54, toActorId=ids["mate"], message="Haben Sie Zeit?", key="first")
    accepted = await town.done("mate", 55, id=asked["contactRequest"]["id"])
    await town.done("owner", 57, conversationId=accepted["contactRequest"]["conversation"]["id"], key="one")
    declined = await town.done("owner", 54, toActorId=ids["fan"], message="Haben Sie Zeit?", key="second")
    await town.done("fan", 55, id=declined["contactRequest"]["id"], accept=False)
    assert await told(town, names) == {
        "contact_request.accepted": ["owner"],
        "contact_request.sent": ["fan", "mate"],
        "message.sent": ["mate"],
    }, "a refusal is told to nobody"
