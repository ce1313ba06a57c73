"""GraphiQL in a real browser: it loads from the gateway alone, asks, logs in and shows the documentation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

PICTURE = Path(__file__).parents[2] / "var" / "graphiql.png"


def test_the_page_works_in_a_real_browser(judge: Any, chromium: str, gateway: str) -> None:
    PICTURE.parent.mkdir(exist_ok=True)
    seen = judge("page.mjs", gateway, chromium, PICTURE)
    assert seen["elsewhere"] == [], "the page must work without the rest of the internet"
    assert seen["complaints"] == []
    steps = seen["steps"]
    assert (steps["title"], steps["heading"]) == ("Civic Coding Graph", "Civic Coding Graph")
    assert "loading" in steps["loading"]
    assert steps["saved"] == 4
    assert steps["groups"] == [["Look", "3", True], ["Change", "1", False]], "by what a person wants, the first open"
    assert ("changes something" in steps["mutation"], steps["afterMutation"]) == (True, ""), "shown, and not sent"
    assert "as anna" in steps["mutation"], "whom to choose before stands beside what is meant for them"
    assert steps["persons"] == ["Guest (public)", "Anna Beispiel · anna"], "and is called so in the menu"
    assert "mutation Change" in steps["shownMutation"]
    assert "Not answered here: Cannot query field 'nothing'" in steps["unserved"]
    assert '"__typename": "Query"' in steps["firstSaved"].replace("\xa0", " ")
    for second in (steps["secondSaved"], steps["quickly"]):
        assert ('"again": "Query"' in second.replace("\xa0", " "), "errors" in second) == (True, False)
    assert steps["afterUnserved"] == "", "beside a query that is not asked stands no answer to another"
    assert steps["status"].startswith("200 · ")
    assert steps["authorization"].startswith("Bearer ")
    assert steps["afterLogin"] == "", "an answer to somebody else must not stay"
    assert "no service is asked" in steps["plan"]
    assert "linked: __typename" in steps["linked"]
    assert (steps["overflow"], steps["tooWide"]) == (0, []), "the page must fit a phone of 390 pixels"
    assert steps["cutOff"] == 0, "every icon of the tool row is whole"
    assert steps["answerIsInSight"], "on a phone a click brings its answer into sight"
    assert min(steps["widths"]) > 300, "question and answer stand below each other, each as wide as the phone"
    assert "Query" in steps["documentation"]
    assert PICTURE.stat().st_size > 20_000
