"""Topics, regions, ministries and programmes: what they say, and in how many trips."""

from __future__ import annotations

from services.kit.database import open_connection
from tests.kit.asking import ask
from tests.services.conftest import House, bearer


async def test_topics_are_a_tree_with_goals(market: House) -> None:
    answer = await ask(
        market.app,
        "{ topics { slug label { de en deSimple text } children { slug parent { slug } } sdgs { number } } }",
    )
    assert answer.errors == []
    assert answer.data["topics"][0] == {
        "slug": "inclusion",
        "label": {"de": "Inklusion", "en": "Inclusion", "deSimple": "Alle gehören dazu", "text": "Inklusion"},
        "children": [
            {"slug": "plain-language", "parent": {"slug": "inclusion"}},
            {"slug": "sign-language", "parent": {"slug": "inclusion"}},
        ],
        "sdgs": [{"number": 3}, {"number": 10}],
    }
    assert sorted(market.trips) == ["main_topics", "sdgs_of_topics", "topics_by_slugs", "topics_of_parents"]


async def test_a_main_topic_has_the_ideas_of_its_sub_topics(market: House) -> None:
    answer = await ask(market.app, '{ topic(slug: "inclusion") { ideas(first: 2) { totalCount nodes { id } } } }')
    assert answer.data == {"topic": {"ideas": {"totalCount": 3, "nodes": [{"id": "idea_fork"}, {"id": "idea_plain"}]}}}


async def test_ideas_under_several_hubs_take_one_trip(market: House) -> None:
    answer = await ask(market.app, "{ topics { ideas(first: 1) { totalCount nodes { id } } } }")
    assert [topic["ideas"]["totalCount"] for topic in answer.data["topics"]] == [3, 1, 1]
    assert sorted(market.trips) == ["count_ideas_of_hub", "ideas_of_topics_newest_desc", "main_topics"]


NEWEST = "SELECT count(*) FROM idea_topic t JOIN idea i ON i.id = t.idea_id WHERE t.newest {} {}"
SINCE = "coalesce(i.published_at, i.created_at)"


async def test_the_newest_of_a_topic_follows_its_ideas(market: House) -> None:
    """What the index of a topic's ideas goes by is kept with each change of an idea or of its topics."""
    async with open_connection(market.url, schema=market.schema) as connection:
        assert await connection.fetchval(NEWEST.format("=", SINCE)) > 2
        change = connection.transaction()
        await change.start()
        try:
            await connection.execute("UPDATE idea SET published_at = '2031-01-01Z' WHERE id = 'idea_plain'")
            await connection.execute("UPDATE idea SET published_at = NULL WHERE id = 'idea_fork'")
            await connection.execute("UPDATE idea_topic SET newest = '1999-01-01Z' WHERE idea_id = 'idea_old'")
            assert await connection.fetchval(NEWEST.format("=", "'2031-01-01Z'")) > 0
            assert await connection.fetchval(NEWEST.format("<>", SINCE)) == 0
        finally:
            await change.rollback()


async def test_a_state_holds_its_districts_and_municipalities(market: House) -> None:
    answer = await ask(
        market.app,
        """{ regions(level: STATE) { name children { name nuts } ideas { nodes { id }
             facets(by: [TOPIC]) { values { value count } } } } }""",
    )
    berlin, saxony_anhalt = answer.data["regions"]
    assert berlin["children"] == []
    # German order: Ä is a kind of A. A municipality has no NUTS code.
    municipality, district = saxony_anhalt["children"]
    assert municipality == {"name": "Ähnlingen", "nuts": None}
    assert district == {"name": "Halle (Saale)", "nuts": "DEE02"}
    assert [idea["id"] for idea in saxony_anhalt["ideas"]["nodes"]] == ["idea_plain", "idea_old"]
    assert saxony_anhalt["ideas"]["facets"][0]["values"] == [
        {"value": "inclusion", "count": 2},  # with its sub-topics, as the filter finds them
        {"value": "plain-language", "count": 1},
    ]
    assert market.trips.count("idea_facets") == 1


async def test_a_region_is_found_by_either_code(market: House) -> None:
    answer = await ask(
        market.app,
        """{ a: region(ars: "150020000000") { nuts parent { name level } } b: region(nuts: "DEE02") { ars }
             c: region(nuts: "XX") { ars } }""",
    )
    assert answer.data == {
        "a": {"nuts": "DEE02", "parent": {"name": "Sachsen-Anhalt", "level": "STATE"}},
        "b": {"ars": "150020000000"},
        "c": None,
    }


async def test_ministries_are_called_as_on_the_day(market: House) -> None:
    answer = await ask(
        market.app,
        """{ ministries { code now: abbreviation last: abbreviation(at: "2025-05-05")
             first: abbreviation(at: "1949-05-23")
             name { de } nameHistory { abbreviation valid { from until } } programmes { slug } } }""",
    )
    family = answer.data["ministries"][1]
    assert family == {
        "code": "family",
        "now": "BMBFSFJ",
        "last": "BMFSFJ",
        "first": None,  # no name of that day is known: a later one would be wrong
        "name": {"de": "Bundesministerium für Bildung, Familie, Senioren, Frauen und Jugend"},
        "nameHistory": [
            {"abbreviation": "BMFSFJ", "valid": {"from": "1994-11-17", "until": "2025-05-05"}},
            {"abbreviation": "BMBFSFJ", "valid": {"from": "2025-05-06", "until": None}},
        ],
        "programmes": [{"slug": "civic-data-lab"}, {"slug": "civic-coding"}],
    }
    assert sorted(market.trips) == [
        "ministries",
        "ministry_names",
        "programmes_of_ministries",
        "umbrellas_by_slugs",
    ]


async def test_programmes_are_those_of_the_ministries_and_our_own(market: House) -> None:
    answer = await ask(
        market.app,
        """{ programmes { __typename slug followerCount viewerIsFollowing
               ... on CivicCodingProgramme {
                 name { text } status runs { from until } operatorName ministries { code } } }
             anchorProjects { __typename slug } }""",
        headers={**bearer("member_jo"), "accept-language": "en"},
    )
    assert answer.data["programmes"][0] == {
        "__typename": "CipProgramme",
        "slug": "cip",
        "followerCount": 2,
        "viewerIsFollowing": True,
    }
    assert answer.data["programmes"][3] == {
        "__typename": "CivicCodingProgramme",
        "slug": "civic-coding",
        "followerCount": 0,
        "viewerIsFollowing": False,
        "name": {"text": "Civic Coding"},
        "status": "ACTIVE",
        "runs": {"from": "2021-06-01", "until": None},
        "operatorName": "Geschäftsstelle",
        "ministries": [{"code": "labour"}, {"code": "family"}, {"code": "environment"}],
    }
    assert [each["__typename"] for each in answer.data["anchorProjects"]] == [
        "CipProgramme",
        "IdeenwerkstattProgramme",
        "CivicDataLabProgramme",
    ]
