"""Questions in five languages are asked word by word in German, and say so."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.letters import usual
from services.marketplace.matching import translating
from services.marketplace.matching.languages import is_latin, is_understood
from services.marketplace.matching.pieces import WORD
from services.marketplace.matching.tongue import LANGUAGES, SAYS_NOTHING, lines, normal, tongue
from services.marketplace.matching.translating import ENOUGH, MONTHS, SERVED, in_german, translated, word_by_word
from services.marketplace.matching.understanding import said
from tests.kit.asking import ask
from tests.services.conftest import House
from tools.evaluate.fitting import QUESTIONS as FITTING
from tools.evaluate.judged import rows
from tools.run.settings import ROOT

MATCH = """query ($text: String!) { match(input: { text: $text }, first: 3) { notice
  nodes { target { ... on Idea { id } } explanation { wordsInCommon } }
  byKind { nodes { target { ... on Idea { id } } } } } }"""
SEARCH = """query ($text: String!, $without: [ID!]) { search(query: $text, without: $without) { notice totalCount
  understood { id } nodes { highlights target { ... on Idea { id } } } } }"""
LETTERS = re.compile(r"[^\W\d_]+")
TURKISH = "ormanda kuş sesleri için yardım"


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_are_in_order_and_in_the_form_that_is_looked_up(language: str) -> None:
    words = [word for word, _ in lines(language)]
    assert words == sorted(set(words))
    for word, german in lines(language):
        assert word == unicodedata.normalize("NFC", word) == " ".join(normal(each, language) for each in word.split())
        assert german == SAYS_NOTHING or all(map(is_latin, LETTERS.findall(german))), word
        assert all(WORD.fullmatch(each) for each in word.split()), word
    assert len(words) > 1_800


@pytest.mark.parametrize(
    ("text", "german"),
    [
        ("oğlum için yüzme kursu arıyorum", "Schwimmkurs für Sohn"),
        ("gönüllü", "Ehrenamtliche"),
        ("yapay zeka icin para ariyorum", "Geld für künstliche Intelligenz"),
        ("pomoc prawna", "Rechtshilfe"),
        ("помощь детям инвалидам", "Hilfe Kinder Behinderung"),
        ("yaslilara gonullu olarak yardim etmek istiyorum", "Senioren Ehrenamtliche helfen"),
        ("Köln'de Haziran'a kadar yüzme kursu", "in Köln bis Juni Schwimmkurs"),
        ("Fulda'da yüzme kursu arıyorum", "in Fulda Schwimmkurs"),
        ("szukam kursu pływania dla mojego syna do 30 czerwca", "Schwimmkurs für Sohn bis 30 Juni"),
        ("szukam tłumacza w Kolonii w czerwcu", "Dolmetscher in Köln in Juni"),
        ("мiй чоловiк пє i бє мене", "Ehemann trinken Gewalt"),
        ("Курси плавання для жінок у Fulda", "Schwimmkurs für Frauen in Fulda"),
        ("بدي كورس سباحة لبنتي", "Kurs Schwimmen Tochter"),
        ("نَحتاجُ مُساعَدةً لِلّاجئين", "Hilfe Flüchtlinge"),
    ],
)
def test_words_are_said_in_german(text: str, german: str) -> None:
    assert in_german(text) == german


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Fo\u0308rderung fu\u0308r Vereine", "Förderung für Vereine"),  # as some systems write names of files
        ("Hil\u00adfe beim Um\u200bzug", "Hilfe beim Umzug"),  # as pages break words
        ("\ufb01nden", "finden"),  # as PDF writes it
        ("\u202eHilfe\u202c", "Hilfe"),
        ("CO₂ auf 3 m²", "CO₂ auf 3 m²"),
        ("go\u0308nu\u0308llu\u0308", "Ehrenamtliche"),
    ],
)
def test_what_is_pasted_means_what_is_typed(typed: str, meant: str) -> None:
    assert in_german(typed) == meant


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_what_is_plain_stays_so(text: str) -> None:
    assert usual(usual(text)) == usual(text)


@pytest.mark.parametrize(
    ("text", "german"),
    [
        ("warsztaty w Berlinie", "Workshop in Berlin"),
        ("praca w Hamburgu", "Arbeit in Hamburg"),
        ("w czerwcu 2025", "in Juni 2025"),
        ("warsztaty do 30 czerwca 2025", "Workshop bis 30 Juni 2025"),
    ],
)
def test_small_words_do_not_count_against_a_language(text: str, german: str) -> None:
    assert in_german(text) == german


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("TR", "ocakta şubatta martta nisanda mayısta haziranda temmuzda ağustosta eylülde ekimde kasımda aralıkta"),
        ("PL", "styczniu lutym marcu kwietniu maju czerwcu lipcu sierpniu wrześniu październiku listopadzie grudniu"),
        ("PL", "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia"),
        ("UK", "січні лютому березні квітні травні червні липні серпні вересні жовтні листопаді грудні"),
        ("UK", "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня"),
        ("RU", "январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре"),
        ("RU", "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"),
        ("AR", "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"),
    ],
)
def test_all_months_are_known_as_one_says_in_them(language: str, said: str) -> None:
    known = tongue(language)
    german = [known.german(normal(each, language)) for each in said.split()]
    assert german == [each for each in german if each in MONTHS] and len(set(german)) == 12


def test_accents_decide_where_they_are_typed() -> None:
    pairs = [("su nerede, arıyorum", "şu nerede, arıyorum"), ("boli mnie ząb, proszę", "boli mnie żeby, proszę")]
    for one, other in pairs:
        assert in_german(one) != in_german(other)


@pytest.mark.parametrize("text", ["Wo gibt es Hilfe?", "help for my club", "Hebamme"])
def test_what_needs_no_translation_reads_no_list(text: str) -> None:
    tongue.cache_clear()
    assert in_german(text) == text
    assert tongue.cache_info().currsize == 0


def test_kinds_and_purposes_are_understood_of_the_german() -> None:
    assert [each.id for each in said(in_german("Projemiz için hibe arıyoruz"))] == ["KIND:SUPPORT_OFFER"]
    assert [each.id for each in said(in_german("szukam kursu dla mojego projektu"))] == ["KIND:SUPPORT_OFFER"]


def test_what_is_hardly_understood_stays_as_it_is() -> None:
    text = "kuş zırvalığı şakşakçı dümbeleği hödüğü"
    assert translated(text) is None
    assert word_by_word(text, "TR").share < ENOUGH
    assert in_german(text) == text


def test_german_and_english_are_not_taken_for_other_languages() -> None:
    data = [ROOT / "tests" / "evaluation" / name for name in ("data/queries.jsonl", "questions/queries.jsonl")]
    every = [row for file in [*data, FITTING] for row in rows(file) if row.get("lang", "de") in {"de", "en"}]
    questions = [row.get("text") or "" for row in every]
    assert [each for each in questions if translated(each) is not None] == []


def test_a_language_that_is_not_served_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translating, "SERVED", frozenset({"PL", "RU"}))
    translated.cache_clear()
    assert translated(TURKISH) is None
    russian = translated("помощь детям инвалидам")
    assert russian is not None and russian.language == "RU"
    translated.cache_clear()


def test_names_in_capitals_are_no_words() -> None:
    assert translated("Deniz") is translated("Baris Deniz") is None


def test_other_languages_are_not_taken_for_these() -> None:
    others = [
        "où est une aide pour les autres",
        "ayuda para niños con problemas",
        "corsi di nuoto",
        "curs de înot",
        "tečaj plavanja",
    ]
    assert [each for each in others if translated(each) is not None] == []


@given(st.sampled_from(LANGUAGES), st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_any_text_can_be_translated(language: str, text: str) -> None:
    found = word_by_word(text, language)
    assert 0 <= found.share <= 1
    assert len(found.german) <= 100 * (len(text) + 1)


@given(st.lists(st.sampled_from([word for language in LANGUAGES for word, _ in lines(language)[::40]]), max_size=12))
def test_what_is_translated_is_a_text_that_is_understood(words: list[str]) -> None:
    found = translated(" ".join(words))
    assert found is None or (is_understood(found.german) and found.german and found.language in SERVED)


async def test_a_translated_question_is_answered_and_says_so(market: House) -> None:
    found = (await ask(market.app, MATCH, {"text": TURKISH})).data["match"]
    assert {"target": {"id": "idea_birds"}} in [{"target": each["target"]} for each in found["nodes"]]
    assert found["notice"].startswith("Wort für Wort übersetzt: Wald, Vögel")
    assert "Kelime kelime Almancaya çevrildi: ormanda = Wald, kuş" in found["notice"]
    birds = next(each for each in found["nodes"] if each["target"].get("id") == "idea_birds")
    assert {"Wald", "Vögel"} & set(birds["explanation"]["wordsInCommon"])
    assert any({"target": {"id": "idea_birds"}} in each["nodes"] for each in found["byKind"])


async def test_a_search_highlights_the_german_words_and_understands_them(market: House) -> None:
    asked = "szukam głosów ptaków w lesie w Hesji"
    found = (await ask(market.app, SEARCH, {"text": "szukam ptaków w lesie"})).data["search"]
    birds = next(each for each in found["nodes"] if each["target"].get("id") == "idea_birds")
    assert any("**Wald**" in each or "**Vögel**" in each for each in birds["highlights"])
    chips = (await ask(market.app, SEARCH, {"text": asked})).data["search"]["understood"]
    assert [each["id"] for each in chips] == ["REGION:060000000000"]
    without = {"text": asked, "without": ["REGION:060000000000"]}
    assert (await ask(market.app, SEARCH, without)).data["search"]["understood"] == []


async def test_what_is_pasted_finds_what_is_typed(market: House) -> None:
    typed, pasted = ("Vögel im Wald", "Vo\u0308gel im Wa\u00adld\u200b")
    asked = [(await ask(market.app, MATCH, {"text": text})).data["match"] for text in (typed, pasted)]
    assert asked[0] == asked[1] and asked[0]["nodes"]
    searched = [(await ask(market.app, SEARCH, {"text": text})).data["search"] for text in (typed, pasted)]
    assert searched[0] == searched[1] and searched[0]["nodes"]
    refused = await ask(market.app, SEARCH, {"text": "\ufdfa" * 2_000})  # each is eighteen letters
    assert refused.errors is not None and "36000" in refused.errors[0]["message"]


async def test_that_nothing_fits_is_said_in_both_languages(market: House) -> None:
    found = (await ask(market.app, SEARCH, {"text": "szukam lekarza w Kolonii"})).data["search"]
    assert found["totalCount"] == 0
    assert "Dazu gibt es hier nichts, das passt." in found["notice"]
    assert found["notice"].endswith("Nie ma tu niczego, co by pasowało.")
