"""Languages that are not understood are said, and their words still lead somewhere; passages and reasons in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.marketplace.matching.languages import is_understood, language_not_understood, language_of
from services.marketplace.matching.parts import Part
from services.marketplace.matching.passages import telling, words_in_common
from tests.kit.asking import ask
from tests.services.conftest import House

MATCH = """query ($text: String!) { match(input: { text: $text }, first: 3) { notice
  nodes { target { __typename ... on Idea { id } } explanation { wordsInCommon inWords } } } }"""
SEARCH = "query ($text: String!) { search(query: $text) { notice totalCount } }"


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("Wo bekomme ich Hilfe beim Antrag?", True),
        ("help with an application", True),
        ("Straßenbäume gießen", True),
        ("Café Müller, Zoë und José", True),
        ("KI", True),
        ("???", True),
        ("Bebeğimi emzirirken sorun yaşıyorum", False),
        ("kurs przygotowujący do egzaminu", False),
        ("où trouver une aide pour les enfants avec des problèmes", False),
        ("données ouvertes sur la qualité de l'air", False),
        ("datos abiertos sobre la calidad del aire", False),
        ("cerco aiuto per la mia associazione", False),
        ("caut ajutor pentru asociatia noastra", False),
        ("Café de la Paix in Leipzig", True),
        ("Lesung in der Villa La Mouette", True),
        ("dove trovo un aiuto per la mia idea, che non sono di qui", False),
        ("yaslilara gonullu olarak yardim etmek istiyorum", False),
        ("nie moge znalezc miejsca w zlobku", False),
        ("szukam kursu pływania", False),
        ("Unsere Partnerschaft mit Łódź geht weiter", True),
        ("Entwicklerinnen, Mayor, Alter Ego", True),
        ("Курси плавання для жінок", False),
        ("مساعدة بعد وفاة أحد أفراد العائلة", False),
    ],
)
def test_languages_are_told_apart(text: str, understood: bool) -> None:
    assert is_understood(text) is understood


@given(st.text(max_size=200))
def test_any_text_is_of_some_language_or_of_none(text: str) -> None:
    assert language_of(text) in {"DE", "EN", None}
    assert is_understood(text) in {True, False}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Bebeğimi emzirirken sorun yaşıyorum", "TR"),
        ("kurs przygotowujący do egzaminu", "PL"),
        ("yaslilara gonullu olarak yardim etmek istiyorum", "TR"),
        ("nie moge znalezc miejsca w zlobku", "PL"),
        ("Курси плавання для жінок", "UK"),
        ("Где найти помощь для семьи, мы ищем объявления", "RU"),
        ("مساعدة بعد وفاة أحد أفراد العائلة", "AR"),
        ("où trouver une aide pour les enfants avec des problèmes", None),
        ("Hebamme", None),
    ],
)
def test_which_language_is_not_understood(text: str, language: str | None) -> None:
    assert language_not_understood(text) == language


async def test_names_lead_somewhere_in_any_language(market: House) -> None:
    found = (await ask(market.app, MATCH, {"text": "qui est pour les Vogelstimmen dans nous"})).data["match"]
    assert "idea_birds" in [each["target"].get("id") for each in found["nodes"]]
    assert found["notice"] == "Diese Sprache verstehen wir noch nicht. Gesucht wird nur nach den Wörtern selbst."


def test_passages_are_no_lists_no_notes_and_in_the_language_of_the_question() -> None:
    said = [
        "Wir zählen Vögel.",
        "We count birds in the wood.",
        "Vereine, Kommunen, Schulen",
        "Um Anmeldung wird gebeten.",
    ]
    assert telling(said) == said[:2]
    assert telling(said, frozenset({"Wir zählen Vögel."})) == said[1:2]
    assert telling(said[2:]) == said[2:]
    assert telling(said, language=language_of("Where are the birds?")) == said[1:2]
    assert telling(said, language=language_of("Vogel")) == said[:2]
    assert telling([said[0], "Registration is free of charge."], language="EN") == ["Registration is free of charge."]


def test_words_in_common_are_those_of_the_question() -> None:
    parts = {Part.TITLE: "Bescheide in Leichter Sprache", Part.BODY: "Für alle, die lesen."}
    assert words_in_common("Für wen sind leichte Bescheide?", parts) == ["leichte", "Bescheide"]
    assert words_in_common("für alle", parts) == []


async def test_what_is_not_understood_is_said_and_words_are_found(market: House) -> None:
    strange = (await ask(market.app, MATCH, {"text": "kuş zırvalığı şakşakçı dümbeleği hödüğü"})).data["match"]
    assert strange["notice"] == (
        "Diese Sprache verstehen wir noch nicht. Gesucht wird nur nach den Wörtern selbst. "
        "Bu dili henüz anlamıyoruz. Yalnızca kelimelerin kendisini arıyoruz."
    )
    assert strange["nodes"] == []
    mixed = (await ask(market.app, MATCH, {"text": "wie Vogelstimmen erkennen için"})).data["match"]
    assert mixed["nodes"][0]["target"]["id"] == "idea_birds"
    assert "Vogelstimmen" in mixed["nodes"][0]["explanation"]["inWords"]
    assert mixed["nodes"][0]["explanation"]["wordsInCommon"] == ["Vogelstimmen", "erkennen"]


async def test_that_nothing_fits_is_said(market: House) -> None:
    text = {"text": "Mondfinsternis xylophon"}
    assert (await ask(market.app, MATCH, text)).data["match"]["notice"] == "Dazu gibt es hier nichts, das passt."
    assert (await ask(market.app, SEARCH, text)).data["search"] == {
        "notice": "Dazu gibt es hier nichts, das passt.",
        "totalCount": 0,
    }
    assert (await ask(market.app, MATCH, {"text": "Vogelstimmen im Wald"})).data["match"]["notice"] is None
