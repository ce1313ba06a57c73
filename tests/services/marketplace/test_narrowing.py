"""Filters of a match, in every combination, against a rule that looks at each row of the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.kit.database import open_connection
from tests.kit.asking import ask
from tests.services.conftest import House, bearer
from tests.services.marketplace.conftest import SCHEMA

TEXT = (
    "Vogelstimmen erkennen im Wald, Mikrofone hören Vögel, Bescheide in Leichte Sprache, Geld, aus Halle, Kommunen,"
    " mit KI, Plain notices for everybody, Sprachmodelle, Testfeld im Nachbarschaftshaus, Wir treffen uns, "
    "Civic Coding-Forum, Dreißig Stunden Beratung, Projektberatung"
)
KINDS = ("IDEA", "PROFILE", "SUPPORT_OFFER", "PROJECT", "DATASET")
TOPICS = ("inclusion", "plain-language", "biodiversity", "birds", "education", "unheard-of")
REGIONS = ("000000000000", "150000000000", "150020000000", "110000000000")
NAMED = """{ match(input: %s, first: 100) { totalCount pageInfo { hasNextPage } nodes { id kind explanation {
  crossesMinistries } } } }"""
ROWS = """SELECT d.entity_id, d.kind, d.visibility, d.programme_slug,
    d.topics || ARRAY(SELECT t.parent_slug FROM topic t
      WHERE t.slug = ANY (d.topics) AND t.parent_slug IS NOT NULL) AS topics,
    ARRAY(SELECT whole.ars FROM region whole WHERE EXISTS (
      SELECT FROM region_parts(whole.ars) part WHERE part.ars = ANY (d.regions))) AS regions
  FROM document d"""


def some(values: Sequence[str]) -> st.SearchStrategy[list[str] | None]:
    return st.none() | st.lists(st.sampled_from(values), max_size=3)


def passes(row: Any, kinds: Any, topics: Any, regions: Any, crossing: bool, is_member: bool) -> bool:
    return (
        (row["visibility"] == "PUBLIC" or is_member)
        and (not kinds or row["kind"] in kinds)
        and (not topics or bool(set(topics) & set(row["topics"])))
        and (not regions or bool(set(regions) & set(row["regions"])))
        and (not crossing or row["programme_slug"] not in (None, "civic-coding"))
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(kinds=some(KINDS), topics=some(TOPICS), regions=some(REGIONS), crossing=st.booleans(), is_member=st.booleans())
async def test_what_is_found_is_what_passes(
    read_only: House, kinds: Any, topics: Any, regions: Any, crossing: bool, is_member: bool
) -> None:
    async with open_connection(read_only.url, schema=SCHEMA) as connection:
        rows = await connection.fetch(ROWS)
    wanted = {
        "text": TEXT,
        "kinds": kinds,
        "topicSlugs": topics,
        "regionArs": regions,
        "crossMinistryOnly": crossing,
    }
    query = "query ($input: MatchInput!) " + NAMED % "$input"
    answer = await ask(read_only.app, query, {"input": wanted}, bearer("member_mira") if is_member else {})
    if "unheard-of" in (topics or ()):
        assert [error["extensions"]["code"] for error in answer.errors] == ["BAD_USER_INPUT"]
        return
    assert answer.errors == []
    found = {node["id"].partition(".")[2]: node for node in answer.data["match"]["nodes"]}
    expected = {row["entity_id"]: row for row in rows if passes(row, kinds, topics, regions, crossing, is_member)}
    if not found:  # nothing of what passes fits the text
        assert kinds or topics or regions or crossing
        return
    assert set(found) == set(expected)
    assert {name: node["kind"] for name, node in found.items()} == {name: row["kind"] for name, row in expected.items()}
    for name, node in found.items():
        is_crossing = expected[name]["programme_slug"] not in (None, "civic-coding")
        assert node["explanation"]["crossesMinistries"] is is_crossing
    assert answer.data["match"]["totalCount"] == len(answer.data["match"]["nodes"]) == len(found)
    assert answer.data["match"]["pageInfo"] == {"hasNextPage": False}
