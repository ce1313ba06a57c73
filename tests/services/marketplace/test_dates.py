"""Dates in the words of a question: what is a date, which days it means, and what comes of it in a search."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.database import open_database
from services.marketplace.matching.date_labels import span_label
from services.marketplace.matching.date_words import MONTH_OF, SEASON_OF, SHORT, without_dates
from services.marketplace.matching.dates import dates_named
from services.marketplace.matching.spans import Recurring, Span, day_after_months, month_after, span_of, week_of
from services.marketplace.matching.understanding import By, times_named, understood
from services.marketplace.store.documents import ids_in_time, ids_open_until
from tests.kit.asking import ask
from tests.services.conftest import House
from tests.services.marketplace.conftest import SCHEMA

TODAY = date(2026, 3, 1)  # a Sunday
DAYS = st.dates(date(1900, 1, 1), date(2900, 1, 1))
LONG = sorted(MONTH_OF.keys() - SHORT)
SAID = [
    ("bis Juni", "../2026-06-30"),
    ("Förderung bis Ende Juni", "../2026-06-30"),
    ("bis Ende Februar", "../2027-02-28"),
    ("bis 30.6.", "../2026-06-30"),
    ("bis 28.2.", "../2027-02-28"),
    ("bis 29.2.", "../2028-02-29"),
    ("bis zum 30. Juni 2027", "../2027-06-30"),
    ("bis spätestens 30.06.26", "../2026-06-30"),
    ("bis 1. Dez. 2026", "../2026-12-01"),
    ("bis Jahresende", "../2026-12-31"),
    ("bis Ende nächsten Monats", "../2026-04-30"),
    ("bis nächste Woche", "../2026-03-08"),
    ("bis morgen", "../2026-03-02"),
    ("vor dem 1. Juli", "../2026-06-30"),
    ("im Herbst", "2026-09-01/2026-11-30"),
    ("im Winter", "2026-12-01/2027-02-28"),
    ("im Frühjahr", "2026-03-01/2026-05-31"),
    ("nächsten Frühling", "2027-03-01/2027-05-31"),
    ("im kommenden Mai", "2026-05-01/2026-05-31"),
    ("im März", "2026-03-01/2026-03-31"),
    ("im Februar", "2027-02-01/2027-02-28"),
    ("nächsten Monat", "2026-04-01/2026-04-30"),
    ("in der nächsten Woche", "2026-03-02/2026-03-08"),
    ("diese Woche", "2026-02-23/2026-03-01"),
    ("diesen Monat", "2026-03-01/2026-03-31"),
    ("in den nächsten drei Wochen", "2026-03-01/2026-03-22"),
    ("ab September", "2026-09-01/.."),
    ("Kurse Anfang Mai", "2026-05-01/2026-05-10"),
    ("Hackathon Juni 2026", "2026-06-01/2026-06-30"),
    ("am 5. Juni", "2026-06-05/2026-06-05"),
    ("vom 3. bis 5. Juni", "2026-06-03/2026-06-05"),
    ("von November bis Februar", "2026-11-01/2027-02-28"),
    ("Ende Juni bis Anfang Juli", "2026-06-21/2026-07-10"),
    ("im Zeitraum Mai bis Juli", "2026-05-01/2026-07-31"),
    ("ab 1. Juni bis 30. Juni", "2026-06-01/2026-06-30"),
    ("Schulung Sommer 2026", "2026-06-01/2026-08-31"),
    ("im Jahr 2027", "2027-01-01/2027-12-31"),
    ("until June", "../2026-06-30"),
    ("by end of June", "../2026-06-30"),
    ("by the end of next month", "../2026-04-30"),
    ("before 1 June", "../2026-05-31"),
    ("after June", "2026-07-01/.."),
    ("next month", "2026-04-01/2026-04-30"),
    ("this week", "2026-02-23/2026-03-01"),
    ("in autumn", "2026-09-01/2026-11-30"),
    ("in May", "2026-05-01/2026-05-31"),
    ("on June 5th, 2026", "2026-06-05/2026-06-05"),
    ("from April onwards", "2026-04-01/.."),
    ("between June and August", "2026-06-01/2026-08-31"),
    ("within the next 10 days", "2026-03-01/2026-03-11"),
]
NO_DATES = """\
Frau Mai sucht Hilfe|August Bebel|im August-Bebel-Haus|plays by August Wilson|a letter from April Jones
ab und zu|This may help|in may|before may|I am May|the march|until march begins|Herr Sommer|bei Sommer
in Sommer|Julia März|von August|in Mai|2025|bis 2030 klimaneutral|bis 2000 Euro|bis 12 Uhr|bis 3.5 Prozent
Version 1.30.6.|30. Juni|Mai und Juni|vom März|Juniper|May's ideas|in Spring Boot|im Sommersemester|im Fall
bis Herbst|bis 31.6.|bis 30.2.|vor den Sommerferien|seit Juni 2026|Bericht vom Mai 2026|bis Juni 2020
bis Sachsen|nach August|Guten Morgen|heute|die Woche der Ideen|Idee des Jahres
Frau Sommer 2026|dieser Sommer war heiß|mit Mai und bis Juni 2020|May 5|in 2 Wochen|ab sofort|Kinder ab 3. Klasse"""
WORDS = """
bis ab im in by from vom zwischen und and to 3. 31. 29.2. 30.6. 31.12.99 99.99. 2026-13-01 0.0. 2026 Juni May nächste
next Woche month ende of anfang Winter the 12 zwei Wochen spring - , open until
"""


@pytest.mark.parametrize(("text", "span"), SAID)
def test_dates_are_read_in_both_languages(text: str, span: str) -> None:
    for written in (text, f"Workshop {text}", f"Was gibt es {text}?", f"{text}, für Vereine"):
        assert [str(each.span) for each in dates_named(written, TODAY)] == [span]
        assert [each.words in written for each in dates_named(written, TODAY)] == [True]


@pytest.mark.parametrize("text", [each for line in NO_DATES.splitlines() for each in line.split("|")])
def test_names_verbs_and_numbers_are_no_dates(text: str) -> None:
    assert dates_named(text, TODAY) == []


@pytest.mark.parametrize("text", ["open until 30 June", "Angebote, offen bis zum 30. Juni", "offen bis Juni"])
def test_what_shall_be_open_is_another_wish(text: str) -> None:
    assert [(each.by, each.value) for each in times_named(text, TODAY)] == [(By.OPEN_UNTIL, "../2026-06-30")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("offene Förderaufrufe", "offene"),
        ("Welche offenen Ausschreibungen gibt es?", "offenen"),
        ("offen Wettbewerb", "offen"),  # translated word by word
        ("open grants", "open"),
        ("noch offene Kurse", "noch offene"),
        ("Welche Förderung ist noch möglich?", "noch möglich"),
        ("Wettbewerb, bei dem man sich noch bewerben kann", "sich noch bewerben"),
        ("workshops open now", "open now"),
        ("funding that is still open", "still open"),
    ],
)
def test_what_shall_be_open_now_is_open_until_today(text: str, words: str) -> None:
    said = [each for each in understood(text, frozenset(), TODAY) if each.by is By.OPEN_UNTIL]
    assert [(each.value, each.words) for each in said] == [(f"../{TODAY}", words)]


@pytest.mark.parametrize(
    "text",
    [
        "offene Daten",
        "open data",
        "open source grants",
        "offene Werkstatt",
        "offene Sprechstunde",
        "open courses",
        "offene Jugendarbeit Förderung",
        "Kurs, noch offen bis Juni",  # until then, and not until today
        "Wo kann man sich noch bewerben?",  # no kind is named
    ],
)
def test_what_is_open_otherwise_is_not_open_now(text: str) -> None:
    assert f"OPEN_UNTIL:../{TODAY}" not in {each.id for each in understood(text, frozenset(), TODAY)}


def test_a_story_has_no_dates() -> None:
    assert times_named("im Herbst " + "wächst etwas " * 20, TODAY) == []


@given(st.sampled_from(LONG), DAYS)
def test_a_month_without_a_year_is_the_next_to_come(name: str, today: date) -> None:
    span = Recurring(MONTH_OF[name]).coming(today)
    assert span is not None
    begin, end = span
    assert begin.day == 1 and begin.month == end.month == MONTH_OF[name] and (end + timedelta(days=1)).day == 1
    assert today <= end < today + timedelta(days=366)


@given(st.sampled_from([text for text, _ in SAID]), DAYS)
def test_whatever_the_day_a_span_is_valid_and_not_over(text: str, today: date) -> None:
    for each in dates_named(text, today):
        span = each.span
        assert span.begin is None or span.end is None or span.begin <= span.end
        assert not span.is_over(today)
        assert span_of(str(span)) == span
        for in_english in (False, True):
            assert span_label(span, in_english)


@given(st.lists(st.sampled_from(WORDS.split()), max_size=12), DAYS)
def test_any_words_of_time_are_read_or_left(words: list[str], today: date) -> None:
    text = " ".join(words)
    for each in dates_named(text, today):
        assert each.words in text
        assert not each.span.is_over(today)
        assert without_dates(text, [each.words])


@given(st.sampled_from([text for text, _ in SAID]), st.sampled_from("İıſK٣"), DAYS)
def test_letters_that_look_alike_do_no_harm(text: str, other: str, today: date) -> None:
    plain = {"İ": "i", "ı": "i", "ſ": "s", "K": "k", "٣": "3"}[other]
    for each in dates_named(text.lower().replace(plain, other), today):
        assert not each.span.is_over(today)


@given(st.text(), DAYS)
def test_what_is_taken_out_is_not_understood(text: str, today: date) -> None:
    said = understood(f"{text} bis Juni", frozenset(), today)
    assert understood(f"{text} bis Juni", frozenset(each.id for each in said), today) == []


@given(st.sampled_from(sorted(SEASON_OF)), DAYS)
def test_seasons_are_three_months(name: str, today: date) -> None:
    span = Recurring(SEASON_OF[name], months=3).coming(today)
    assert span is not None
    assert 89 <= (span[1] - span[0]).days <= 91 and span[1] >= today
    upcoming = Recurring(SEASON_OF[name], months=3).coming(today, is_next=True)
    assert upcoming is not None and upcoming[0] > today


@given(DAYS, st.integers(0, 60))
def test_weeks_and_months_end_where_they_end(day: date, months: int) -> None:
    monday, sunday = week_of(day)
    assert monday <= day <= sunday and (monday.weekday(), sunday.weekday()) == (0, 6)
    begin, end = month_after(day, months)
    assert begin.day == 1 and (end + timedelta(days=1)).day == 1 and begin <= day_after_months(day, months) <= end


@pytest.mark.parametrize(("begin", "end"), [(None, None), (date(2026, 2, 2), date(2026, 2, 1))])
def test_a_span_has_an_order(begin: date | None, end: date | None) -> None:
    with pytest.raises(ValueError, match=r"span|before"):
        Span(begin, end)


MATCH = """query ($input: MatchInput!, $without: [ID!]) { match(input: $input, without: $without, first: 50) {
  nodes { id score } understood { id by value label words } } }"""
SEARCH = """query ($query: String!, $without: [ID!]) { search(query: $query, without: $without) {
  nodes { score } understood { id label words } } }"""


def scores(answer: dict[str, list[dict[str, str]]]) -> dict[str, str]:
    return {each["id"].partition(".")[2]: each["score"] for each in answer["nodes"]}


async def test_what_is_in_time_moves_up_and_nothing_is_hidden(market: House) -> None:
    """Until June: the workshop of 1 May and the forum on 20 April; the call without a date stays where it is."""
    text = "Werkstatt Vogelstimmen, Wir treffen uns, Geld für verständliche Bescheide bis Juni"
    chip = "DATE:../2026-06-30"
    found = (await ask(market.app, MATCH, {"input": {"text": text}})).data["match"]
    assert [(each["id"], each["label"], each["words"]) for each in found["understood"] if each["by"] == "DATE"] == [
        (chip, "bis 30. Juni 2026", "bis Juni")
    ]
    every = await ask(market.app, MATCH, {"input": {"text": text}, "without": [chip]})
    assert [each["by"] for each in every.data["match"]["understood"]] == ["KIND"]
    undated = await ask(market.app, MATCH, {"input": {"text": text.removesuffix(" bis Juni")}})
    with_date, plain = scores(found), scores(undated.data["match"])
    assert with_date.keys() == plain.keys()
    moved = {each for each in plain if with_date[each] - plain[each] > 0.1}  # type: ignore[operator]
    assert moved == {"workshop_1", "event_1"}


async def test_an_english_chip_of_a_search(market: House) -> None:
    asked = {"query": "Vogelstimmen offers open until 30 June"}
    answer = await ask(market.app, SEARCH, asked, {"Accept-Language": "en"})
    assert answer.errors == []
    (chip,) = (each for each in answer.data["search"]["understood"] if each["id"].startswith("OPEN"))
    assert chip == {"id": "OPEN_UNTIL:../2026-06-30", "label": "open until 30 June 2026", "words": "open until 30 June"}


async def test_offers_begin_or_end_in_a_time(market: House) -> None:
    may, june = datetime(2026, 4, 30, 23, tzinfo=UTC), datetime(2026, 5, 31, tzinfo=UTC)
    async with open_database(market.url, schema=SCHEMA) as database:
        assert await ids_in_time(database, may, june) == {"workshop_1"}
        assert await ids_in_time(database, datetime(2026, 4, 1, tzinfo=UTC), may) == {"event_1"}
        assert "call_1" not in await ids_in_time(database, None, None)
        assert await ids_in_time(database, june, None) == frozenset()
        open_then = await ids_open_until(database, june)
        assert "call_1" in open_then and "workshop_1" not in open_then
