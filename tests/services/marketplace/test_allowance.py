"""One request has an allowance of matching: beyond it a field is refused, and the others stay."""

from __future__ import annotations

import pytest

from services.kit.departure import CLIENT, Departure, while_awaited
from services.kit.parameters import ClientGoneError
from services.marketplace.suggesting.allowance import MOST, QUESTION
from tests.kit.asking import ask
from tests.services.conftest import House

QUESTIONS = (
    'match(input: {text: "Wald"}, first: 95) { totalCount }',
    'search(query: "Wald", first: 95) { totalCount }',
    "ideas(first: 1) { nodes { matches(first: 95) { totalCount } } }",
    "ideas(first: 1) { nodes { similarIdeas(first: 95) { id } } }",
)


@pytest.mark.parametrize("question", QUESTIONS)
async def test_so_many_questions_are_answered_and_the_others_refused_at_their_fields(
    market: House, question: str
) -> None:
    allowed = MOST // (QUESTION + 95)
    text = " ".join(f"a{number}: {question}" for number in range(allowed + 3))
    answer = await ask(market.app, f"{{ {text} others: ideas(first: 1) {{ totalCount }} }}")
    assert [code for code, _ in answer.codes] == ["LIMIT_EXCEEDED"] * 3
    assert answer.data["others"]


def test_a_long_computation_ends_when_its_client_has_gone() -> None:
    client = Departure.__new__(Departure)
    client.is_gone = client.is_late = False
    before, seen = CLIENT.set(client), list[int]()
    try:
        with pytest.raises(ClientGoneError):
            for each in while_awaited(range(10)):
                seen.append(each)
                client.is_gone = each == 3
    finally:
        CLIENT.reset(before)
    assert seen == [0, 1, 2, 3]
