"""The Wegweiser: judgements that came become steps, those that did not say nothing; open offers only, by deadline."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from services.kit.civic import Maturity, Sector
from services.marketplace.rules.next_steps import OFFERS, REASONS, Gap, Judgements, gaps, steps
from tests.kit.asking import ask
from tests.services.conftest import House
from tests.services.marketplace.test_contact import change

ONE, TWO = [Sector.SCIENCE], [Sector.SCIENCE, Sector.WELFARE]
SOON, LATE = datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
QUERY = """query ($them: [_Any!]!) { _entities(representations: $them) { ... on Idea { id cipEligibility { eligible }
  sustainabilityEstimate { rating } dataReadiness { level }
  nextSteps { priority reason { de } deadline offer { __typename id } } } } }"""
WORLD = """
UPDATE catalogue_entry SET apply_until = NULL WHERE type_name = 'FundingCall';
INSERT INTO catalogue_entry (entity_id, type_name, programme_slug, kind, status, title, summary, topics, apply_until)
VALUES
  ('call_2', 'FundingCall', 'cip', 'FUNDING', 'OPEN', '{"de": ""}', '{"de": ""}', '{birds}', '2026-05-01Z'),
  ('call_past', 'FundingCall', 'cip', 'FUNDING', 'OPEN', '{"de": ""}', '{"de": ""}', '{birds}', '2026-02-01Z'),
  ('advice_1', 'AiConsultation', 'ideenwerkstatt', 'CONSULTATION', 'OPEN', '{"de": ""}', '{"de": ""}', '{}',
   '2026-04-01Z'),
  ('advice_2', 'AiConsultation', 'ideenwerkstatt', 'CONSULTATION', 'PAUSED', '{"de": ""}', '{"de": ""}', '{birds}',
   '2026-03-02Z');
"""


@pytest.mark.parametrize(
    ("judged", "maturity", "sectors", "found"),
    [
        (Judgements(), Maturity.IDEA, ONE, []),
        (Judgements(eligible=True), Maturity.IDEA, ONE, [Gap.FUNDING]),
        (Judgements(eligible=False), Maturity.IDEA, ONE, [Gap.PARTNERS, Gap.CONCEPT]),
        (Judgements(eligible=False), Maturity.PILOT, TWO, []),
        (Judgements(rating="E"), Maturity.PILOT, TWO, [Gap.CONSUMPTION]),
        (Judgements(rating="UNKNOWN"), Maturity.PILOT, TWO, [Gap.ESTIMATE]),
        (Judgements(rating="A"), Maturity.PILOT, TWO, []),
        (Judgements(readiness="IDENTIFIED"), Maturity.PILOT, TWO, [Gap.DATA]),
        (Judgements(readiness="ACCESSIBLE"), Maturity.PILOT, TWO, [Gap.DATA_PROJECT]),
        (Judgements(readiness="PREPARED"), Maturity.PILOT, TWO, []),
        (Judgements(readiness="NONE"), Maturity.PILOT, TWO, []),
    ],
)
def test_what_is_said_of_a_judgement(judged: Judgements, maturity: Maturity, sectors: list[Sector], found: Any) -> None:
    assert gaps(judged, maturity, sectors) == found


def test_one_step_a_gap_no_offer_twice_by_deadline() -> None:
    found = steps([Gap.FUNDING, Gap.PARTNERS, Gap.CONCEPT, Gap.CONSUMPTION, Gap.DATA], {
        "FundingCall": ("call", LATE), "AiConsultation": ("advice", SOON)})  # fmt: skip
    assert [(each.gap, each.offer_id) for each in found] == [
        (Gap.CONCEPT, "advice"),
        (Gap.FUNDING, "call"),
        (Gap.PARTNERS, None),
    ]
    assert set(OFFERS) == set(REASONS) == set(Gap)
    assert all(set(words) == {"de", "en", "deSimple"} for words in REASONS.values())


async def asked(own: House, **said: Any) -> Any:
    them = [{"__typename": "Idea", "id": "idea_birds", **said}]
    answer = await ask(own.app, QUERY, {"them": them})
    assert answer.errors == [], answer
    return answer.data["_entities"][0]


async def test_steps_come_of_what_was_sent_along(own: House) -> None:
    await change(own, WORLD)
    found = await asked(
        own,
        cipEligibility={"eligible": True, "missing": []},
        sustainabilityEstimate={"rating": "E"},
        dataReadiness=None,
    )
    assert (found["cipEligibility"], found["sustainabilityEstimate"]) == ({"eligible": True}, {"rating": "E"})
    said = [(each["priority"], each["offer"]["id"], each["deadline"]) for each in found["nextSteps"]]
    assert said == [
        (1, "advice_1", "2026-04-01T00:00:00+00:00"),
        (2, "call_2", "2026-05-01T00:00:00+00:00"),
    ]
    alone = await asked(own, cipEligibility={"eligible": False, "missing": ["x"]})
    assert [each["offer"] and each["offer"]["__typename"] for each in alone["nextSteps"]] == [None]
    assert "Profilmarkt" in alone["nextSteps"][0]["reason"]["de"]


async def test_without_judgements_there_are_no_steps_and_nothing_is_read(own: House) -> None:
    own.trips.clear()
    found = await asked(own, cipEligibility=None)
    assert (found["cipEligibility"], found["sustainabilityEstimate"], found["nextSteps"]) == (None, None, [])
    assert "open_offers_of_ideas" not in own.trips
    direct = await ask(own.app, '{ idea(id: "idea_birds") { nextSteps { priority } } }')
    assert direct.data == {"idea": {"nextSteps": []}}
    strange = await asked(own, cipEligibility={"eligible": "yes"}, sustainabilityEstimate={"rating": "Z"})
    assert (strange["cipEligibility"], strange["sustainabilityEstimate"]) == (None, None)
    hidden = await ask(own.app, QUERY, {"them": [{"__typename": "Idea", "id": "idea_draft"}]})
    assert hidden.data == {"_entities": [None]}
