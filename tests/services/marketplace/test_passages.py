"""The passage of a match: the nearest sentence, in one trip and one encoding, and only of what may be shown."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from services.kit.database import open_database
from services.marketplace.matching.embed import Embedder
from services.marketplace.matching.parts import Part
from services.marketplace.matching.passages import (
    LONGEST_PASSAGE,
    MOST_SENTENCES,
    PassageWanted,
    nearest_passages,
    passages_of,
    sentences,
    shortened,
)
from services.marketplace.rules.viewer import Viewer
from services.marketplace.store.documents import shown_parts
from tests.conftest import FreshDatabase
from tests.kit.asking import ask
from tests.services.conftest import House, bearer
from tests.services.marketplace.conftest import AT, DIM, SCHEMA, SMALL, encode, running

MATCH = """query ($input: MatchInput!) { match(input: $input, first: 20) {
  nodes { id explanation { passage similarity } } } }"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n \n", []),
        ("Ohne Punkt", ["Ohne Punkt"]),
        ("Eins. Zwei! Drei? Vier", ["Eins.", "Zwei!", "Drei?", "Vier"]),
        ("Kinder, z. B. Anna, lernen. Und d. h. Lesen.", ["Kinder, z. B. Anna, lernen.", "Und d. h. Lesen."]),
        ("Dr. Moor misst ca. 3 Proben. Am 3. Mai auch.", ["Dr. Moor misst ca. 3 Proben.", "Am 3. Mai auch."]),
        ("Seit 2024. Danach mehr.", ["Seit 2024.", "Danach mehr."]),
        ("Er sagte: „Halt!“ Dann ging er.", ["Er sagte: „Halt!“", "Dann ging er."]),
        ("Es kostet 3.50 Euro.\nNeue Zeile", ["Es kostet 3.50 Euro.", "Neue Zeile"]),
        ("We map e.g. Parks. It works.", ["We map e.g. Parks.", "It works."]),
    ],
)
def test_sentences_end_where_they_end(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@given(st.text(alphabet="aZ. !?\n3„“", max_size=80))
def test_no_word_is_lost(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


@given(st.text(min_size=1, max_size=2 * LONGEST_PASSAGE))
def test_a_passage_is_short_and_from_the_text(passage: str) -> None:
    short = shortened(passage)
    assert len(short) <= LONGEST_PASSAGE
    assert short == passage or passage.startswith(short.removesuffix("…"))


def test_what_is_no_sentence_is_no_passage() -> None:
    assert passages_of({Part.TITLE: "Moorkarte", Part.SUMMARY: "Eins. Zwei.", Part.TOPICS: "Wald"}) == [
        "Eins.",
        "Zwei.",
    ]
    assert passages_of({Part.TITLE: "Moorkarte", Part.SKILLS: "python"}) == ["Moorkarte"]
    assert passages_of({Part.TOPICS: "Wald"}) == []
    assert len(passages_of({Part.BODY: "So ist es.\n" * 1_000})) == MOST_SENTENCES


def test_the_nearest_sentence_of_each_target_in_one_encoding() -> None:
    calls: list[Sequence[str]] = []

    def counting(texts: Sequence[str]) -> NDArray[np.float32]:
        calls.append(texts)
        return encode(texts)

    moor, rad = encode(["Moore wiedervernässen", "Radwege planen"])
    both = {Part.BODY: "Wir planen Radwege. Und Moore wiedervernässen wir."}
    wanted = [PassageWanted("a", "x", moor), PassageWanted("b", "x", rad), PassageWanted("a", "gone", moor)]
    assert nearest_passages(counting, [*wanted, PassageWanted("a", "mute", moor)], {"x": both, "mute": {}}) == [
        "Und Moore wiedervernässen wir.",
        "Wir planen Radwege.",
        None,
        None,
    ]
    assert calls == [["Wir planen Radwege.", "Und Moore wiedervernässen wir."]]
    assert nearest_passages(counting, wanted, {}) == [None, None, None]


async def test_a_text_an_idea_and_a_profile_get_passages_of_their_targets(market: House) -> None:
    answer = await ask(market.app, MATCH, {"input": {"text": "Vogelstimmen im Wald erkennen"}})
    passages = {each["id"].partition(".")[2]: each["explanation"]["passage"] for each in answer.data["match"]["nodes"]}
    assert passages["idea_birds"] == "Mikrofone im Wald hören Vögel."
    assert market.trips.count("shown_parts") == 1
    market.trips.clear()
    answer = await ask(market.app, MATCH, {"input": {"ideaId": "idea_plain"}}, bearer("member_mira"))
    assert all(each["explanation"]["passage"] for each in answer.data["match"]["nodes"])
    query = """{ member(id: "member_jo") { profile { matches(first: 3) { nodes { explanation { passage } } } } } }"""
    answer = await ask(market.app, query, headers=bearer("member_jo"))
    assert all(each["explanation"]["passage"] for each in answer.data["member"]["profile"]["matches"]["nodes"])


async def test_nobody_pays_for_a_passage_that_is_not_asked_for(market: House) -> None:
    await ask(market.app, MATCH.replace("passage", "similarity"), {"input": {"text": "Vogelstimmen im Wald erkennen"}})
    assert market.trips == ["terms_found", "still_shown"]  # and no "match_states": nothing is kept of a text


async def test_two_subjects_of_a_level_share_one_trip_and_one_encoding(
    template: str, fresh_database: FreshDatabase
) -> None:
    calls: list[tuple[int, int]] = []

    def counting(texts: Sequence[str]) -> NDArray[np.float32]:
        calls.append((len(texts), threading.get_ident()))
        return encode(texts)

    async with running(
        await fresh_database(template), lambda: Embedder(SMALL.version, DIM, counting, SMALL.prefixes)
    ) as (house, _):
        calls.clear()
        house.trips.clear()
        answer = await ask(
            house.app,
            "{ ideas(first: 3) { nodes { matches(first: 3) { nodes { explanation { passage } } } } } }",
        )
        assert answer.errors == []
        found = [each["matches"]["nodes"] for each in answer.data["ideas"]["nodes"]]
        assert sum(len(nodes) for nodes in found) == 9
        assert all(node["explanation"]["passage"] for nodes in found for node in nodes)
        assert house.trips.count("shown_parts") == 1
        assert len(calls) == 1
        assert calls[0][1] != threading.get_ident()  # not on the event loop


async def test_a_passage_is_of_what_the_viewer_may_see_at_this_moment(market: House) -> None:
    async with open_database(market.url, schema=SCHEMA) as database:
        ids = ["profile_haus", "profile_ada", "idea_draft", "idea_hidden", "dataset_old", "idea_birds"]
        assert {row.entity_id for row in await shown_parts(database, Viewer(), AT, ids)} == {"idea_birds"}
        seen = {row.entity_id for row in await shown_parts(database, Viewer("member_jo"), AT, ids)}
        assert seen == {"idea_birds", "profile_haus"}
