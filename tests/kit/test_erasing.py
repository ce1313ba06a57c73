"""Erasures in a house: ids are noted first and for good, tokens are refused, the own part is done and told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import orjson
import pytest

from services.kit.changing import once, request
from services.kit.clock import Clock
from services.kit.database import Database, open_connection, open_database
from services.kit.erasing import Kept, closed_accounts, member_of, with_erasure
from services.kit.errors import ForbiddenError, UnauthenticatedError
from services.kit.events import event_page
from services.kit.exporting import SaidExport, own_export
from services.kit.following import ERASURE_DUE, TRIES, Event, Follower, Source
from services.kit.identity import Caller, Verifier
from services.kit.keys import KeyRing
from services.kit.migrate import load_migrations, migrate
from tests.conftest import FreshDatabase
from tests.kit.tokens import AUDIENCE, ISSUER, new_issuer

AT = datetime(2026, 6, 1, tzinfo=UTC)
CLOCK = Clock(reads=lambda: AT)
TAX = {"de": "Bewilligte Förderung", "en": "Granted funding", "deSimple": "Geld vom Ministerium"}
DUE = Event("c1", ERASURE_DUE, "Member", "m", ("m",), {"memberId": "m"})
LATER = Event("c2", "thing.changed", "Thing", "t", (), {})


@pytest.fixture
async def url(fresh_database: FreshDatabase, tmp_path: Path) -> str:
    url = await fresh_database("template0")
    for number, name in enumerate(("ground", "topics", "actors", "erased"), 1):
        (tmp_path / f"{number:04}_{name}.sql").write_text(f"-- kit: {name}\n")
    async with open_connection(url, schema=None) as connection:
        await migrate(connection, load_migrations(tmp_path))
    return url


@pytest.fixture
async def house(url: str) -> AsyncIterator[Database]:
    async with open_database(url, schema=None) as database:
        yield database


async def keeps_funding(inside: Database, member_id: str, at: datetime) -> Sequence[Kept]:
    return [Kept(TAX, date(2036, 12, 31))]


async def fails(inside: Database, member_id: str, at: datetime) -> Sequence[Kept]:
    raise ValueError("a fault of ours")


async def told(house: Database) -> list[tuple[str, Any]]:
    return [(each.kind, orjson.loads(each.payload)) for each in await event_page(house, "events", None, 100, AT)]


async def test_an_erasure_is_noted_done_and_told_and_twice_is_once_more(house: Database) -> None:
    effects = with_erasure({"marketplace": {}}, CLOCK, keeps_funding)
    async with house.transaction() as inside:
        await once(inside, request("m", "key", "createThing", {}, AT), "thing")
    async with closed_accounts(house, CLOCK) as closed:

        async def ask(since: str | None, first: int) -> Sequence[Event]:
            return [] if since == "c1" else [DUE]

        follower = Follower(house, [Source("marketplace", ask, effects["marketplace"], closed.note)], CLOCK)
        await follower.step(follower.sources[0])
        assert closed.has("m")
        assert not closed.has("n")
    kept = {"memberId": "m", "kept": [{"what": TAX, "until": "2036-12-31"}]}
    assert await told(house) == [("member.erased", kept)]
    async with house.transaction() as inside:
        assert await once(inside, request("m", "key", "createThing", {}, AT), "another") == "another", "keys are gone"
        await effects["marketplace"][ERASURE_DUE](inside, DUE)
    assert await told(house) == [("member.erased", kept)] * 2


async def test_the_id_is_noted_though_the_rest_fails_and_the_event_is_never_put_aside(house: Database) -> None:
    effects = with_erasure({"marketplace": {}}, CLOCK, fails)

    async def ask(since: str | None, first: int) -> Sequence[Event]:
        return [DUE, LATER]

    async with closed_accounts(house, CLOCK) as closed, closed_accounts(house, CLOCK) as replica:
        follower = Follower(house, [Source("marketplace", ask, effects["marketplace"], closed.note)], CLOCK)
        for _ in range(TRIES + 2):
            with pytest.raises(ValueError, match="a fault of ours"):
                await follower.step(follower.sources[0])
        assert closed.has("m")
        assert not replica.has("m")
        await replica.look()
        assert replica.has("m")
    assert "events_parked" not in await follower.report()
    async with closed_accounts(house, CLOCK) as restarted:
        assert restarted.has("m")


async def test_tokens_of_the_id_hold_no_longer_also_those_that_held_before(house: Database) -> None:
    issuer = new_issuer()

    async def keys() -> jwt.PyJWKSet:
        return jwt.PyJWKSet.from_json(issuer.jwks)

    async with closed_accounts(house, CLOCK) as closed:
        verifier = Verifier(KeyRing(keys), ISSUER, AUDIENCE, is_closed=closed.has)
        one, other, machine = (
            issuer.bearer(sub=name, actor_id=actor)["authorization"]
            for name, actor in (("a", "m"), ("b", "n"), ("c", None))
        )
        assert (await verifier.caller(one)) is not None
        await closed.note(DUE)
        for header in (one, issuer.bearer(sub="again", actor_id="m")["authorization"]):
            with pytest.raises(UnauthenticatedError):
                await verifier.caller(header)
        for header in (other, machine):
            assert (await verifier.caller(header)) is not None


@pytest.mark.parametrize("payload", [{}, {"memberId": ""}, {"memberId": 1}])
def test_an_erasure_of_nobody_is_a_fault(payload: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="needs memberId"):
        member_of(Event("c", ERASURE_DUE, "Member", "m", (), payload))


def test_an_export_is_for_the_member_alone_as_long_as_it_holds() -> None:
    me, said = Caller("sub", "m", frozenset(), None), SaidExport("m", AT + timedelta(days=14))
    assert own_export(me, said, AT) == "m"
    assert own_export(me, said, AT + timedelta(days=14)) is None
    assert own_export(me, SaidExport("m", None), AT) is None, "who does not say how long gets nothing"
    for other in (Caller("sub", "n", frozenset({"cip:manage"}), None), Caller("svc", None, frozenset(), None)):
        with pytest.raises(ForbiddenError):
            own_export(other, said, AT)
    with pytest.raises(UnauthenticatedError):
        own_export(None, said, AT)
