"""The service as an HTTP server: input that cannot be answered, and what the client learns of it."""

from __future__ import annotations

import pytest

from tests.kit.asking import ask, request
from tests.services.cip.conftest import Cip


@pytest.mark.parametrize("first", [0, -1, 101, None])
@pytest.mark.parametrize(
    "field",
    ["fundedProjects({}) {{ totalCount }}", "awards({}) {{ id }}", "fundingCalls {{ projects({}) {{ totalCount }} }}"],
)
async def test_a_page_has_1_to_100_rows(cip: Cip, field: str, first: int | None) -> None:
    argument = "first: null" if first is None else f"first: {first}"
    answer = await ask(cip.app, f"{{ {field.format(argument)} }}")
    (error,) = answer.errors
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert error["message"].startswith("first must be from 1 to 100")


@pytest.mark.parametrize(
    "after", ["", "nonsense", "WyJ4Il0", "äöü", "WyIyMDI0LTAxLTAxIixudWxsXQ", "e30", "WyIyMDI0LTAxLTAxIiwiXHUwMDAwIl0"]
)
async def test_a_cursor_of_no_list_is_refused(cip: Cip, after: str) -> None:
    answer = await ask(
        cip.app, "query ($after: String) { fundedProjects(after: $after) { totalCount } }", {"after": after}
    )
    assert answer.codes == [("BAD_USER_INPUT", "fundedProjects")]


async def test_health(cip: Cip) -> None:
    reply = await request(cip.app, "GET", "/health")
    assert (reply.status, reply.json) == (200, {"status": "ok"})


async def test_a_bad_token_is_401_before_any_graphql(cip: Cip) -> None:
    for authorization in ("Basic x", "Bearer", "Bearer x.y.z", f"Bearer {cip.issuer.token(exp=1)}"):
        reply = await request(
            cip.app,
            "POST",
            "/graphql",
            body=b'{"query": "{ awards { id } }"}',
            headers={"content-type": "application/json", "authorization": authorization},
        )
        assert (reply.status, reply.json["errors"][0]["extensions"]) == (401, {"code": "UNAUTHENTICATED"})
    assert cip.trips == []


async def test_the_sdl_is_served_to_the_gateway(cip: Cip) -> None:
    sdl = (await ask(cip.app, "{ _service { sdl } }")).data["_service"]["sdl"]
    assert 'type Member implements Actor @key(fields: "id") @key(fields: "cipMemberNumber")' in sdl
    assert "tranches: [PrizeTranche!] @authenticated" in sdl


@pytest.mark.parametrize("depth", [5, 60])
async def test_a_deep_query_is_answered_in_as_many_trips_as_it_has_levels(cip: Cip, depth: int) -> None:
    level = "call { projects(first: 1) { nodes { "
    query = '{ fundedProject(id: "fproj_1") { ' + level * depth + "id" + " } } }" * depth + " } }"
    answer = await ask(cip.app, query)
    assert answer.errors == []
    node = answer.data["fundedProject"]
    for _ in range(depth):
        (node,) = node["call"]["projects"]["nodes"]
    assert node == {"id": "fproj_1"}
    # The loaders remember: the same call and the same page are fetched once.
    assert sorted(cip.trips) == ["calls_by_ids", "projects_by_ids", "projects_of_call_newest_desc"]
