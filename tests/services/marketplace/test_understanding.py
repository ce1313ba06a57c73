"""What a question says besides its subject, groups by kind, and an answer that says that nothing fits."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.civic import SupportOfferKind
from services.kit.database import open_connection
from services.marketplace.matching.documents import MatchKind
from services.marketplace.matching.offer_words import KINDS_OF, Finer, finer_of
from services.marketplace.matching.places import MOST_NAMES, names_of_places
from services.marketplace.matching.relevance import FITS, fitting
from services.marketplace.matching.subjectless import kinds_alone
from services.marketplace.matching.understanding import (
    STATES,
    kinds_named,
    sectors_named,
    states_named,
    understood,
)
from services.marketplace.types.understood import label_of_offers
from tests.kit.asking import ask
from tests.services.conftest import House

TODAY = date(2026, 3, 1)
ASK = """query ($input: MatchInput!, $without: [ID!]) { match(input: $input, without: $without) {
  totalCount nodes { score relevance } understood { id by value label words }
  byKind(first: 2) { kind totalCount nodes { kind relevance target { __typename } } } } }"""
SEARCH = """query ($query: String!, $without: [ID!]) { search(query: $query, without: $without) {
  nodes { relevance } understood { id words } } }"""


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Wo kriege ich Geld her?", ["SUPPORT_OFFER"]),
        ("Schwimmkurs für Leute mit Ideen", ["SUPPORT_OFFER"]),
        ("Ich suche Zahlen zum Nahverkehr", ["DATASET"]),
        ("Jemand, der sich mit Deichen auskennt", ["PROFILE"]),
        ("Konkurs eines Kandidaten", []),
        ("training data " * 20, []),  # a story
        ("", []),
    ],
)
def test_kinds_of_help_are_named_in_words(text: str, kinds: list[str]) -> None:
    assert [each.value for each in kinds_named(text)] == kinds


def test_the_longest_name_of_a_state_counts() -> None:
    assert [each.words for each in states_named("aus Sachsen-Anhalt, nicht Hessen")] == ["Sachsen-Anhalt", "Hessen"]
    assert states_named("Hessenpark") == []
    assert {each.value[:2] for name in STATES for each in states_named(name)} == set(STATES.values())


@pytest.mark.parametrize(
    ("text", "sectors"),
    [
        ("Geld für Kommunen", ["MUNICIPALITY"]),
        ("Zuschüsse, die Kommunen beantragen können", ["MUNICIPALITY"]),
        ("funding for small charities and for companies", ["CIVIL_SOCIETY", "BUSINESS"]),
        ("Wir suchen als Verein einen Kurs", ["CIVIL_SOCIETY"]),
        ("Vereine in Leipzig", []),  # the subject, and not for whom
        ("Software für Kommunenverbünde", []),
        ("", []),
    ],
)
def test_whom_help_is_for_is_understood(text: str, sectors: list[str]) -> None:
    assert [each.value for each in sectors_named(text)] == sectors


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Wettbewerb", ["SUPPORT_OFFER"]),
        ("Preisgeld Wettbewerb", ["SUPPORT_OFFER"]),
        ("Gibt es gerade Stipendien?", ["SUPPORT_OFFER"]),
        ("Geld für einen kleinen Verein in Sachsen-Anhalt bis Juni", ["SUPPORT_OFFER"]),
        ("Kurse oder Datensätze", ["SUPPORT_OFFER", "DATASET"]),
        ("Ideen aus Hessen", ["IDEA"]),
        ("Geld für ein Projekt", []),  # what it is for is a subject
        ("grant for repair clubs", []),
        ("Schwimmkurs", []),
        ("Förderaufruf Kleine Vorhaben", []),
        ("Angebote in Hessen", []),  # whatever there is
        ("Wer hilft?", []),
        ("Wettbewerb Bienen", []),
        ("", []),
    ],
)
def test_what_names_a_kind_and_nothing_else_has_no_subject(text: str, kinds: list[str]) -> None:
    said = understood(text, frozenset(), TODAY)
    assert kinds_alone(text, said) == frozenset(map(MatchKind, kinds))
    assert kinds_alone(text, []) == frozenset()


SECTOR = """query ($query: String!, $without: [ID!]) {
  search(query: $query, kinds: [SUPPORT_OFFER], without: $without) {
    understood { by label words } nodes { score target { __typename } } } }"""


async def test_offers_for_whom_help_is_sought_move_up(own: House) -> None:
    async with open_connection(own.url, schema=own.schema) as connection:
        title = await connection.fetchval(
            """SELECT title ->> 'de' FROM catalogue_entry JOIN document USING (entity_id)
            WHERE document.kind = 'SUPPORT_OFFER' AND visibility = 'PUBLIC' ORDER BY entity_id LIMIT 1"""
        )
        asked = {"query": f"{title} für Kommunen"}
        await connection.execute("UPDATE catalogue_entry SET audiences = '{}'")
        before = (await ask(own.app, SECTOR, asked)).data["search"]
        await connection.execute("UPDATE catalogue_entry SET audiences = '{MUNICIPALITY}'")
        after = (await ask(own.app, SECTOR, asked)).data["search"]
        without = await ask(own.app, SECTOR, {**asked, "without": ["AUDIENCE:MUNICIPALITY"]})
    chip = {"by": "AUDIENCE", "label": "Für Kommunen", "words": "für Kommunen"}
    assert chip in before["understood"]
    assert chip not in without.data["search"]["understood"]
    scores = [[each["score"] for each in found["nodes"]] for found in (before, after, without.data["search"])]
    assert scores[0] == scores[2] != []
    assert all(high > low or high == 1 for low, high in zip(scores[0], scores[1], strict=True))


async def test_offers_of_the_finer_kind_move_up(own: House) -> None:
    async with open_connection(own.url, schema=own.schema) as connection:
        title = await connection.fetchval(
            """SELECT title ->> 'de' FROM catalogue_entry JOIN document USING (entity_id)
            WHERE document.kind = 'SUPPORT_OFFER' AND visibility = 'PUBLIC' ORDER BY entity_id LIMIT 1"""
        )
        asked, finer = {"query": f"Geld {title}"}, "UPDATE catalogue_entry SET kind = $1 WHERE kind IS NOT NULL"
        await connection.execute(finer, "TRAINING")
        own.trips.clear()
        before = (await ask(own.app, SECTOR, asked)).data["search"]
        assert own.trips.count("ids_of_finer_kinds") == 1
        await connection.execute(finer, "FUNDING")
        after = (await ask(own.app, SECTOR, asked)).data["search"]
        own.trips.clear()
        without = await ask(own.app, SECTOR, {**asked, "without": ["KIND:SUPPORT_OFFER"]})
        assert "ids_of_finer_kinds" not in own.trips
    chips = [each for each in before["understood"] if each["by"] == "KIND"]
    assert chips == [{"by": "KIND", "label": "Angebote: Geld", "words": "Geld"}]
    assert [each for each in without.data["search"]["understood"] if each["by"] == "KIND"] == []
    scores = [[each["score"] for each in found["nodes"]] for found in (before, after)]
    assert scores[0] != []
    assert all(high > low or high == 1 for low, high in zip(*scores, strict=True))


def test_every_finer_kind_has_words_kinds_and_a_label() -> None:
    known = {each.value for each in SupportOfferKind}
    for each in Finer:
        assert KINDS_OF[each] and KINDS_OF[each] <= known
        german, english = label_of_offers({each})
        assert german.startswith("Angebote: ") and english.startswith("Offers: ")
    assert finer_of("Fördermittel") == {Finer.MONEY}
    assert finer_of("KI-Workshop") == {Finer.COURSE}
    assert finer_of("Angebote") == finer_of("Bienen") == frozenset()


@given(st.text())
def test_what_is_taken_out_is_not_understood(text: str) -> None:
    said = understood(text, frozenset(), TODAY)
    assert understood(text, frozenset(each.id for each in said), TODAY) == []


@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(0, 1))
def test_relevance_grows_with_nearness_and_words(one: float, other: float, said: float) -> None:
    low, high = sorted((one, other))
    assert 0 <= fitting(low, said) <= fitting(high, said) <= 1
    assert fitting(low) <= fitting(low, said)


async def test_groups_hold_their_kind_and_chips_can_be_taken_out(market: House) -> None:
    text = "Workshop Vogelstimmen in Sachsen-Anhalt"
    found = (await ask(market.app, ASK, {"input": {"text": text}})).data["match"]
    assert [(each["id"], each["words"]) for each in found["understood"]] == [
        ("KIND:SUPPORT_OFFER", "Workshop"),
        ("REGION:150000000000", "Sachsen-Anhalt"),
    ]
    assert found["nodes"][0]["relevance"] >= FITS
    assert len({group["kind"] for group in found["byKind"]}) == len(found["byKind"]) > 1
    for group in found["byKind"]:
        assert {each["kind"] for each in group["nodes"]} == {group["kind"]}
        assert len(group["nodes"]) == min(2, group["totalCount"])
    fewer = await ask(market.app, ASK, {"input": {"text": text}, "without": ["KIND:SUPPORT_OFFER"]})
    assert [each["by"] for each in fewer.data["match"]["understood"]] == ["REGION"]
    searched = await ask(market.app, SEARCH, {"query": text, "without": ["REGION:150000000000"]})
    assert [each["id"] for each in searched.data["search"]["understood"]] == ["KIND:SUPPORT_OFFER"]


async def test_where_nothing_fits_no_kind_has_anything_either(market: House) -> None:
    found = (await ask(market.app, ASK, {"input": {"text": "im Juni 2025 oder danach"}})).data["match"]
    assert (found["totalCount"], found["nodes"], found["byKind"]) == (0, [], [])


def test_who_helps_is_a_hint_and_no_kind() -> None:
    assert [(each.value, each.is_hint) for each in kinds_named("Wer hilft mir?")] == [("PROFILE", True)]
    assert [(each.value, each.is_hint) for each in kinds_named("Wer ist Expertin?")] == [("PROFILE", False)]
    assert [each.is_hint for each in kinds_named("Wer zahlt Zuschüsse?")] == [True, False]


@given(st.text())
def test_names_of_places_are_few_and_of_the_text(text: str) -> None:
    names = names_of_places(f"Geld in Bad Ems und {text}")
    assert "Bad Ems" in names
    assert len(names) <= MOST_NAMES


async def test_a_place_is_understood_and_moves_up_what_is_near(market: House) -> None:
    async with open_connection(market.url, schema=market.schema) as connection:
        row = await connection.fetchrow(
            "SELECT ars, name FROM region WHERE level = 'MUNICIPALITY' ORDER BY ars LIMIT 1"
        )
    assert row is not None
    ars, name = row["ars"], row["name"]
    asked = {"input": {"text": f"Geld in {name}"}}
    found = (await ask(market.app, ASK, asked)).data["match"]["understood"]
    assert [(each["value"], each["label"]) for each in found if each["by"] == "REGION"] == [(ars, name)]
    without = (await ask(market.app, ASK, {**asked, "without": [f"REGION:{ars}"]})).data["match"]["understood"]
    assert [each["by"] for each in without] == ["KIND"]


@pytest.mark.parametrize(
    ("text", "label", "words"),
    [
        ("Geld in Halle", "Halle (Saale)", "Halle"),
        ("Geld in Halle (Saale)", "Halle (Saale)", "Halle (Saale)"),
        ("Geld in Halle An der Saale", "Halle (Saale)", "Halle"),
        ("Geld aus Ahnlingen", "Ähnlingen", "Ahnlingen"),
    ],
)
async def test_a_place_is_found_by_its_short_name(market: House, text: str, label: str, words: str) -> None:
    answer = await ask(market.app, ASK, {"input": {"text": text}})
    found = [each for each in answer.data["match"]["understood"] if each["by"] == "REGION"]
    assert [(each["label"], each["words"]) for each in found] == [(label, words)]


async def test_a_longer_word_is_no_short_name(market: House) -> None:
    for text in ("Geld in Hallen", "Geld in Saale", "Geld in Sachsen im Halle-Projekt"):
        found = (await ask(market.app, ASK, {"input": {"text": text}})).data["match"]["understood"]
        assert "Halle (Saale)" not in [each["label"] for each in found]


async def test_nothing_fits_is_an_answer(market: House) -> None:
    found = (await ask(market.app, ASK, {"input": {"text": "Mondfinsternis xylophon"}})).data["match"]
    assert (found["nodes"], found["totalCount"]) == ([], 0)


async def test_groups_show_no_more_than_the_list_does(own: House) -> None:
    """What was hidden a moment ago is in no group and no count, whatever the index still holds."""
    asked = {"input": {"text": "Vogelstimmen im Wald erkennen", "kinds": ["IDEA"]}}
    async with open_connection(own.url, schema=own.schema) as connection:
        await connection.execute("SET session_replication_role = replica")  # nobody is told
        await connection.execute("UPDATE idea SET status = 'HIDDEN_BY_MODERATION'")
        found = (await ask(own.app, ASK, asked)).data["match"]
        await connection.execute("UPDATE idea SET status = 'PUBLISHED' WHERE id = 'idea_birds'")
    assert (found["byKind"], found["nodes"], found["totalCount"]) == ([], [], 0)
