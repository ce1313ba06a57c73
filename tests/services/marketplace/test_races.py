"""At once, over two connections: one winner, and the other one is told why. What was written is of the winner alone."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable
from typing import Any

import pytest

from tests.services.conftest import House, bearer
from tests.services.marketplace.test_contact import ANSWER, WITHDRAW, send
from tests.services.marketplace.test_contact import do as contact
from tests.services.marketplace.test_mutations import ADA, JO, MIRA, rows
from tests.services.marketplace.test_people import ACCEPT, DECLINE, FORMER, INVITE, STAFF, run
from tests.services.marketplace.test_people import do as people
from tests.services.marketplace.test_together import answer, invite, join, published, team

ROUNDS = 3
"""How often each race is run: which connection comes first is not up to the test."""
CONTACT = {name: bearer(f"member_{name}", "contact:write") for name in ("mira", "jo", "ada")}


async def at_once(*works: Awaitable[Any]) -> Counter[str]:
    """The codes of all; "" for what was done."""
    came = await asyncio.gather(*works)
    return Counter(",".join(each["code"] for each in payload["errors"]) for payload in came)


async def test_the_last_open_role_is_filled_once(own: House) -> None:
    requests = [
        (await join(own, person, "idea_plain", 'openRoleId: "role_1"'))["teamRequest"]["id"]
        for person in (JO, await guest(own))
    ]
    assert await at_once(*(answer(own, person, each) for person, each in zip((MIRA, ADA), requests, strict=True))) == {
        "": 1,
        "WRONG_STATE": 1,
    }
    joined = {"member_jo", "member_guest"} & set(await team(own, "idea_plain"))
    assert len(joined) == 1
    states = await rows(own, "SELECT status, count(*) FROM team_request GROUP BY status ORDER BY status")
    assert states == [("ACCEPTED", 1), ("PENDING", 1)]


async def guest(own: House) -> dict[str, str]:
    me = "member_guest"
    await rows(own, "INSERT INTO actor VALUES ($1, 'MEMBER', 'demo-guest', 'Gast (fiktiv)', 'SCIENCE')", me)
    await rows(own, "INSERT INTO member (actor_id, state, member_since) VALUES ($1, 'ACTIVE', '2025-01-01')", me)
    return bearer(me, "ideas:write", "contact:write")


async def test_an_idea_is_handed_to_one_of_two(own: House) -> None:
    idea = await published(own)
    requests = [
        (await invite(own, JO, idea, each, "OWNER"))["teamRequest"]["id"] for each in ("member_mira", "member_ada")
    ]
    assert await at_once(answer(own, MIRA, requests[0]), answer(own, ADA, requests[1])) == {"": 1, "WRONG_STATE": 1}
    roles = await team(own, idea)
    assert Counter(roles.values()) == {"OWNER": 1, "CO_AUTHOR": 1}
    assert roles["member_jo"] == "CO_AUTHOR"


async def test_a_request_is_accepted_or_taken_back(own: House) -> None:
    for _ in range(ROUNDS):
        request = await send(own, CONTACT["mira"], "member_jo")
        came = await at_once(
            contact(own, CONTACT["jo"], ANSWER, id=request, accept=True),
            contact(own, CONTACT["mira"], WITHDRAW, id=request),
        )
        assert came == {"": 1, "WRONG_STATE": 1}
        ((status, talks),) = await rows(
            own,
            "SELECT status, (SELECT count(*) FROM outbox WHERE kind = 'contact_request.accepted' AND subject_id = r.id)"
            " FROM contact_request r WHERE id = $1",
            request,
        )
        assert talks == (1 if status == "ACCEPTED" else 0)


async def test_two_who_accept_at_once_open_one_conversation(own: House) -> None:
    one, other = await send(own, CONTACT["jo"], "org_haus"), await send(own, CONTACT["ada"], "member_jo")
    assert await at_once(
        *(contact(own, CONTACT["mira"], ANSWER, id=one, accept=True) for _ in range(2)),
        *(contact(own, CONTACT["jo"], ANSWER, id=other, accept=True) for _ in range(2)),
    ) == {"": 4}, "who says yes twice has said yes"
    assert await rows(own, "SELECT count(*) FROM conversation") == [(2,)]
    assert await rows(own, "SELECT count(*) FROM outbox WHERE kind = 'contact_request.accepted'") == [(2,)]


@pytest.mark.parametrize("declines", [False, True])
async def test_a_membership_is_claimed_once(own: House, declines: bool) -> None:
    await run(own, FORMER)
    token = (await people(own, INVITE, STAFF, n="CIP-1"))["token"]
    other = people(own, DECLINE, JO, t=token) if declines else people(own, ACCEPT, JO, t=token, v="2025-11")
    came = await at_once(people(own, ACCEPT, ADA, t=token, v="2025-11"), other)
    assert came == {"": 1, "NOT_FOUND": 1}
    told = await rows(own, "SELECT kind FROM outbox WHERE kind LIKE 'membership.%'")
    assert len(told) == 1
    holders = await rows(own, "SELECT actor_id FROM member WHERE cip_member_number = 'CIP-1' AND state = 'ACTIVE'")
    assert len(holders) == (1 if told == [("membership.claimed",)] else 0)


async def test_one_member_claims_twice_at_once_and_has_it_once(own: House) -> None:
    await run(own, FORMER)
    token = (await people(own, INVITE, STAFF, n="CIP-1"))["token"]
    assert await at_once(*(people(own, ACCEPT, ADA, t=token, v="2025-11") for _ in range(3))) == {"": 3}
    assert await rows(own, "SELECT count(*) FROM outbox WHERE kind = 'membership.claimed'") == [(1,)]
