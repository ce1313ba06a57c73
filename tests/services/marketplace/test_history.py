"""History has the rights of its time: what an author took out before the publication is for the team alone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.kit.asking import ask
from tests.services.conftest import House, bearer
from tests.services.marketplace.test_mutations import MIRA, create, rows, submit, update

SECRET = "Frau Beispiel, Telefon 0000"
VERSIONS = """query ($id: ID!, $after: String, $first: Int) { idea(id: $id) { versions(first: $first, after: $after) {
  totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  nodes { number title summary changeNote diff createdAt editor { id } } } } }"""
STRANGERS = [
    {},
    bearer("member_jo", "ideas:write"),
    bearer("member_old"),
    bearer("staff_1", "marketplace:manage"),
    bearer("staff_1", "moderation"),
    bearer("member_ada", "cip:manage", "cdl:manage", "ideenwerkstatt:manage"),
    {"accept-language": "en", **bearer("machine", "service:index", "service:migrate")},
]


async def versions(own: House, idea: str, headers: dict[str, str], **page: Any) -> Any:
    answer = await ask(own.app, VERSIONS, {"id": idea, **page}, headers)
    assert answer.errors == []
    return answer.data["idea"]["versions"]


async def published(own: House) -> str:
    """An idea with two versions before its publication, the first with what nobody shall read, and two after it."""
    idea: str = (await create(own, MIRA, summary=SECRET)).data["payload"]["idea"]["id"]
    await update(own, MIRA, idea, 1, title=f"Noch ein Entwurf von {SECRET}")
    await update(own, MIRA, idea, 2, title="So ist es gut")
    assert (await submit(own, MIRA, idea))["errors"] == []
    await update(own, MIRA, idea, 3, title="Danach")
    await update(own, MIRA, idea, 4, title="Noch später")
    return idea


async def test_the_team_has_the_whole_history(own: House) -> None:
    idea = await published(own)
    found = await versions(own, idea, MIRA)
    assert (found["totalCount"], [each["number"] for each in found["nodes"]]) == (5, [5, 4, 3, 2, 1])
    assert SECRET in found["nodes"][4]["summary"]
    assert f"- Noch ein Entwurf von {SECRET}" in found["nodes"][2]["diff"]


@pytest.mark.parametrize("headers", STRANGERS)
async def test_others_have_it_from_the_publication_on(own: House, headers: dict[str, str]) -> None:
    idea = await published(own)
    found = await versions(own, idea, headers)
    assert (found["totalCount"], [each["number"] for each in found["nodes"]]) == (3, [5, 4, 3])
    assert SECRET not in str(found)
    first = found["nodes"][2]
    assert first["changeNote"] is None  # it tells what was changed in the draft
    assert [line for line in first["diff"].splitlines() if line.startswith("-")] == []
    assert found["nodes"][1]["diff"] == "title\n- So ist es gut\n+ Danach"
    assert found["nodes"][1]["changeNote"] == "Neu"


@pytest.mark.parametrize("headers", STRANGERS)
async def test_no_page_and_no_cursor_leads_before_it(own: House, headers: dict[str, str]) -> None:
    idea, theirs = await published(own), []
    every = await versions(own, idea, MIRA)
    cursors = [None, every["pageInfo"]["startCursor"], every["pageInfo"]["endCursor"]]
    for number in range(5):  # the team's own cursors, as somebody else would send them
        cursors.append((await versions(own, idea, MIRA, first=number + 1))["pageInfo"]["endCursor"])
    for after in cursors:
        for first in (1, 2, 10):
            found = await versions(own, idea, headers, first=first, after=after)
            theirs.append([each["number"] for each in found["nodes"]])
            assert SECRET not in str(found)
            assert not (3 in theirs[-1] and found["pageInfo"]["hasNextPage"])
    assert {number for page in theirs for number in page} == {3, 4, 5}


async def test_an_idea_that_never_was_published_has_no_history_for_others(own: House) -> None:
    draft = (await create(own, MIRA, summary=SECRET)).data["payload"]["idea"]["id"]
    await update(own, MIRA, draft, 1)
    found = await versions(own, draft, bearer("staff_1", "marketplace:manage"))
    assert (found["totalCount"], found["nodes"]) == (0, [])
    assert (await versions(own, draft, MIRA))["totalCount"] == 2


async def test_the_first_publication_counts_and_not_the_newest(own: House) -> None:
    idea = await published(own)
    changed = "UPDATE idea SET status = $2 WHERE id = $1 RETURNING first_public_version"
    assert await rows(own, changed, idea, "PAUSED") == [(3,)]
    assert (await versions(own, idea, {}))["totalCount"] == 3
