"""What a question finds that names a kind of help, over the demo data, on their day, and the shipped model."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from functools import partial

import pytest

from services.kit.database import Database, open_connection, open_database
from services.marketplace.matching.documents import MatchKind, Wanted
from services.marketplace.matching.embed import load_embedder
from services.marketplace.matching.refresh import Matching
from services.marketplace.matching.relevance import FITS
from services.marketplace.rules.viewer import Viewer
from services.marketplace.settings import EMBEDDING_MODEL, SHIPPED_MODEL
from services.marketplace.suggesting import asking as giving
from services.marketplace.suggesting.groups import by_kind
from services.marketplace.suggesting.suggestions import for_text, hit_id, search
from tests.conftest import FreshDatabase
from tests.services.marketplace.conftest import running
from tools.evaluate.fill import DEMO_DAY, fill_demo

pytestmark = pytest.mark.skipif(
    str(SHIPPED_MODEL) != EMBEDDING_MODEL, reason="the shipped model's weights are not here"
)
KINDS = """SELECT d.entity_id, coalesce(c.kind, d.kind) AS kind FROM document d
  LEFT JOIN catalogue_entry c USING (entity_id) LEFT JOIN entries_at($1) s USING (entity_id)
  WHERE d.kind <> 'SUPPORT_OFFER' OR s.shown IN ('ANNOUNCED', 'OPEN')"""
EVERYTHING = Wanted(all_of_it=True)


@dataclass(frozen=True, slots=True)
class Demo:
    """The demo data on their day. ``kinds``: of documents by id, of offers as the catalogue names them."""

    database: Database
    matching: Matching
    kinds: Mapping[str, str]

    @property
    def asking(self) -> giving.Asking:
        return giving.asking(self.database, Viewer(None), self.matching, DEMO_DAY)

    async def matched(self, text: str) -> list[str]:
        """The ids that a match gives out, best first."""
        found = await for_text(self.asking, text, EVERYTHING)
        given = await giving.given_out(self.asking, found.candidates, giving.candidate_key, len(found.candidates))
        return [giving.candidate_id(each) for each in given]

    async def kinds_of(self, text: str) -> list[str]:
        return [self.kinds[each] for each in await self.matched(text)]


@pytest.fixture(scope="module")
async def demo(lasting_database: FreshDatabase) -> AsyncIterator[Demo]:
    url = await lasting_database("template0")
    async with open_connection(url, schema="marketplace") as connection:
        await fill_demo(connection)
        rows = await connection.fetch(KINDS, DEMO_DAY)
    kinds = {row["entity_id"]: row["kind"] for row in rows}
    async with (
        running(url, partial(load_embedder, EMBEDDING_MODEL)) as (house, matching),
        open_database(url, schema=house.schema) as database,
    ):
        yield Demo(database, matching, kinds)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Wettbewerb", {"COMPETITION", "PRIZE"}),
        ("Ideenwettbewerb", {"COMPETITION", "PRIZE"}),
        ("Preisgeld Wettbewerb", {"COMPETITION", "PRIZE"}),
        ("yarışma", {"COMPETITION", "PRIZE"}),
        ("Stipendium", {"FUNDING", "COMPETITION", "PRIZE"}),
        ("Förderung", {"FUNDING", "COMPETITION", "PRIZE"}),
        ("Workshop", {"WORKSHOP", "TRAINING"}),
        ("Welche Beratung gibt es?", {"COUNSELLING", "CONSULTATION"}),
        ("Geld oder Beratung", {"FUNDING", "COMPETITION", "PRIZE", "COUNSELLING", "CONSULTATION"}),
        ("Datensätze", {"DATASET"}),
    ],
)
async def test_a_question_about_a_kind_alone_finds_all_of_it(demo: Demo, text: str, kinds: set[str]) -> None:
    expected = {each for each, kind in demo.kinds.items() if kind in kinds}
    assert expected
    found = await for_text(demo.asking, text, EVERYTHING)
    assert {giving.candidate_id(each) for each in found.candidates} == expected
    assert all(each.relevance >= FITS for each in found.candidates)
    assert set(await demo.matched(text)) == expected
    hits, is_cut = await search(demo.asking, text, EVERYTHING)
    assert ({hit_id(each) for each in hits}, is_cut) == (expected, False)
    assert {group.kind for group in await by_kind(demo.asking, found)} == {
        each.document.kind for each in found.candidates
    }


@pytest.mark.parametrize("text", ["Geld für einen Verein", "Wettbewerb in Sachsen-Anhalt"])
async def test_for_whom_and_where_are_no_subjects(demo: Demo, text: str) -> None:
    kinds = set(await demo.kinds_of(text))
    assert kinds
    assert kinds <= {"FUNDING", "COMPETITION", "PRIZE"}


async def test_what_is_there_in_time_stands_before_the_rest_of_the_kind(demo: Demo) -> None:
    found = await for_text(demo.asking, "Workshops bis Ende August", EVERYTHING)
    in_time = [giving.candidate_id(each) in found.subject.in_time for each in found.candidates]
    assert any(in_time)
    assert in_time == sorted(in_time, reverse=True)


async def test_filters_narrow_a_kind_alone(demo: Demo) -> None:
    filtered = Wanted(frozenset({MatchKind.IDEA}), all_of_it=True)
    assert not (await for_text(demo.asking, "Wettbewerb", filtered)).candidates
    assert (await search(demo.asking, "Wettbewerb", filtered))[0] == []
    taken_out = await for_text(demo.asking, "Wettbewerb", EVERYTHING, frozenset({"KIND:SUPPORT_OFFER"}))
    assert taken_out.question is not None
    assert taken_out.question.of_kind is None


@pytest.mark.parametrize(
    "text",
    ["offene Förderaufrufe", "offene Ausschreibungen", "welche Förderung ist noch möglich?", "funding still open"],
)
async def test_what_is_open_now_is_no_subject(demo: Demo, text: str) -> None:
    found = await for_text(demo.asking, text, EVERYTHING)
    assert f"OPEN_UNTIL:../{DEMO_DAY.date()}" in {each.id for each in found.understood}
    assert {demo.kinds[giving.candidate_id(each)] for each in found.candidates} == {"FUNDING", "COMPETITION", "PRIZE"}
    assert demo.kinds[giving.candidate_id(found.candidates[0])] == "FUNDING"


async def test_open_data_is_a_subject(demo: Demo) -> None:
    found = await for_text(demo.asking, "offene Daten", EVERYTHING)
    assert [each.id for each in found.understood] == ["KIND:DATASET"]
    assert {each.document.kind for each in found.candidates} > {MatchKind.DATASET}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("funding for a small nonprofit that wants to build a chatbot", {"FUNDING", "PRIZE", "COMPETITION"}),
        ("Workshop zu Sprachmodellen", {"WORKSHOP", "TRAINING"}),
        ("Beratung zum Datenschutz", {"COUNSELLING", "CONSULTATION"}),
    ],
)
async def test_the_finer_kind_of_what_has_a_subject_stands_first(demo: Demo, text: str, kinds: set[str]) -> None:
    assert set((await demo.kinds_of(text))[:2]) <= kinds
