"""Every action x person x state of a comment gives what its table says; what is hidden, its author still reads."""

from __future__ import annotations

from functools import partial
from typing import Any

from services.marketplace.rules.comments import LIFE, CommentRole, CommentStatus
from services.marketplace.rules.vocabulary import IdeaStatus
from tests.kit.asking import ask
from tests.kit.life_cycles import Walk, differences
from tests.services.conftest import House
from tests.services.marketplace.conftest import AT
from tests.services.marketplace.test_life_cycles import ACTION, World, barred_ghost, headers, offers, world
from tests.services.marketplace.test_moderation import JO, MIRA, NOBODY, STAFF, codes, do, hidden

__all__ = ["world"]
PERSONS = {
    "outsider": {CommentRole.AUTHOR, CommentRole.TALKS},
    "new owner": {CommentRole.TALKS},
    "contributor": {CommentRole.TALKS},
    "ghost": set[CommentRole](),
}
COMMENT = "INSERT INTO comment (id, idea_id, author_id, reply_to_id, body, language, created_at, is_hidden) VALUES "
ROWS = f"{COMMENT} ('comment_1', 'idea_walk', 'member_jo', NULL, $1, 'DE', $2, $3)"
ANSWER = f"{COMMENT} ('comment_2', 'idea_walk', 'member_ada', 'comment_1', 'Ja', 'DE', $1, false)"
REPLY = 'addComment(ideaId: "idea_walk", replyTo: $id, body: "Auch gut", language: DE)'
ENTITY = """query ($id: ID!) { _entities(representations: [{__typename: "Comment", id: $id}]) {
  ... on Comment { viewerActions } } }"""


async def test_the_life_of_a_comment(world: World) -> None:
    async def put(status: CommentStatus) -> str:
        await world.put(IdeaStatus.PUBLISHED)
        body = None if status is CommentStatus.DELETED else "Gut"
        await world.database.execute(ROWS, body, AT, status is CommentStatus.HIDDEN)
        await world.database.execute(ANSWER, AT)  # deleted, it leaves a place-holder
        return "comment_1"

    async def state_of(comment: str) -> CommentStatus:
        state = await world.database.fetchval(
            "SELECT CASE WHEN body IS NULL THEN 'DELETED' WHEN is_hidden THEN 'HIDDEN' ELSE 'SHOWN' END"
            " FROM comment WHERE id = $1",
            comment,
        )
        return CommentStatus(state)

    async def verb(text: str, person: str, comment: str) -> list[str]:
        return await world.codes(person, ACTION.format(text), id=comment)

    walk = Walk(
        LIFE,
        CommentStatus,
        {person: frozenset(roles) for person, roles in PERSONS.items()},
        put,
        state_of,
        {
            "delete": partial(verb, "editComment(id: $id, body: null)"),
            "edit": partial(verb, 'editComment(id: $id, body: "Besser")'),
            "reply": partial(verb, REPLY),
        },
        partial(offers, world, ENTITY),
        elsewhere=frozenset({"hide", "uphold"}),  # verbs of cases: see test_moderation
        barred=barred_ghost,
        repeats=frozenset({"delete"}),
    )
    assert await differences(walk) == []


async def test_an_answer_is_not_answered_and_that_is_not_offered(world: World) -> None:
    await world.put(IdeaStatus.PUBLISHED)
    await world.database.execute(ROWS, "Gut", AT, False)
    await world.database.execute(ANSWER, AT)
    assert await offers(world, ENTITY, "outsider", "comment_2") == set()
    assert await world.codes("outsider", ACTION.format(REPLY), id="comment_2") == ["INVALID"]


async def test_nobody_answers_where_the_idea_is_closed_and_that_is_not_offered(world: World) -> None:
    for status in IdeaStatus:
        await world.put(status)
        await world.database.execute(ROWS, "Gut", AT, False)
        for person in ("new owner", "outsider"):
            found = (await ask(world.house.app, ENTITY, {"id": "comment_1"}, headers(person))).data["_entities"][0]
            is_offered = found is not None and "REPLY" in found["viewerActions"]
            came = await world.codes(person, ACTION.format(REPLY), id="comment_1")
            assert (came == []) is is_offered, (status, person, came)
            await world.database.execute("DELETE FROM comment WHERE reply_to_id IS NOT NULL")


READ = """query ($id: ID!) { _entities(representations: [{__typename: "Comment", id: $id}]) { ... on Comment {
  body isHidden moderationCase { id status decision { action facts } viewerActions } } } }"""
LIST = """{ idea(id: "idea_plain") { comments(first: 50) { nodes { id body isHidden moderationCase { id } } } } }"""
SAY = """mutation { payload: addComment(ideaId: "idea_plain", body: "Böse Worte", language: DE) {
  comment { id moderationCase { id } } errors { code } } }"""


async def read(own: House, who: dict[str, str], comment: str) -> Any:
    came = await ask(own.app, READ, {"id": comment}, who)
    assert came.codes == []
    one = came.data["_entities"][0]
    listed = (await ask(own.app, LIST, headers=who)).data["idea"]["comments"]["nodes"]
    (same,) = [each for each in listed if each["id"] == comment]
    case = one["moderationCase"]
    assert same == {
        "id": comment,
        "body": one["body"],
        "isHidden": one["isHidden"],
        "moderationCase": case and {"id": case["id"]},
    }, "a list says the same"
    return one


async def test_the_author_reads_what_was_hidden_and_why_and_nobody_else_does(own: House) -> None:
    said = await do(own, JO, SAY)
    comment = said["comment"]["id"]
    assert said["comment"]["moderationCase"] is None, "nobody has reported it"
    case = await hidden(own, comment, MIRA)
    assert await read(own, JO, comment) == {
        "body": "Böse Worte",
        "isHidden": True,
        "moderationCase": {
            "id": case,
            "status": "DECIDED",
            "decision": {"action": "HIDE", "facts": "Die Zahlen stimmen nicht."},
            "viewerActions": ["APPEAL"],
        },
    }
    for who in (MIRA, NOBODY):
        assert await read(own, who, comment) == {"body": None, "isHidden": True, "moderationCase": None}
    assert (await read(own, STAFF, comment))["moderationCase"] is None, "staff read cases in their queue"
    edit = 'mutation ($id: ID!) { payload: editComment(id: $id, body: "Nett") { errors { code } } }'
    assert await codes(own, JO, edit, id=comment) == ["WRONG_STATE"]
