"""An alert judges a document as the search itself would: over the demo data and the shipped model."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from functools import partial

import pytest

from services.kit.clock import Clock
from services.kit.database import open_connection, open_database
from services.marketplace.matching.documents import Wanted
from services.marketplace.matching.embed import load_embedder
from services.marketplace.matching.narrowing import Narrowing
from services.marketplace.matching.refresh import Matching
from services.marketplace.matching.relevance import MANY
from services.marketplace.matching.translating import in_german
from services.marketplace.matching.wording import enough_for, half_for
from services.marketplace.rules.viewer import Viewer
from services.marketplace.settings import EMBEDDING_MODEL, SHIPPED_MODEL
from services.marketplace.store import documents
from services.marketplace.store.watched import Pair
from services.marketplace.suggesting import asking as giving
from services.marketplace.suggesting.judging import relevances
from services.marketplace.suggesting.suggestions import for_text, hit_id, search
from services.marketplace.suggesting.watching import Watch
from tests.conftest import FreshDatabase
from tests.services.conftest import House
from tests.services.marketplace.conftest import running
from tools.evaluate.fill import fill_demo

pytestmark = pytest.mark.skipif(
    str(SHIPPED_MODEL) != EMBEDDING_MODEL, reason="the shipped model's weights are not here"
)
SEARCHES = [
    "Bienen und Wildblumen zählen",
    "Hochwaser melden",  # a letter is missing
    "Sprachmodelle in der Verwaltung",
    "Workshop zu Sprachmodellen für Anfänger",  # a kind is named
    "Geld für Vereine in Sachsen-Anhalt",  # and a state
    "Lastenräder in Leipzig",  # and a place
    "Förderung für Barrierefreiheit bis 30. Juni",  # and a time
    "KI in der Kita",  # abbreviations
    "Warnung vor Hitze",  # parts of words
    "volunteers for language learning",
    "air quality data",
    "Witze über Lehrer",  # what is sought elsewhere
    "Leipzig için workshop nerede var",  # a language that is translated
    "szukam kursu dla wolontariuszy o pszczołach",  # and another
    "où trouver les Bienen dans nous",  # a language that is not understood
    "Workshop",
    "wie geht das",
    "Wer hilft älteren Menschen am Computer?",
]
BOTH_LANGUAGES = Narrowing(languages=frozenset({"DE", "EN"}))


@pytest.fixture(scope="module")
async def demo(lasting_database: FreshDatabase) -> AsyncIterator[tuple[House, Matching]]:
    url = await lasting_database("template0")
    async with open_connection(url, schema="marketplace") as connection:
        await fill_demo(connection)
    async with running(url, partial(load_embedder, EMBEDDING_MODEL)) as each:
        yield each


async def judged_by_alerts(house: House, matching: Matching, owner: str, at: datetime) -> dict[Pair, float]:
    """All searches, as if all documents had come in at this moment."""
    library = matching.library
    async with open_database(house.url, schema=house.schema) as database:
        await database.pool.executemany(
            """INSERT INTO saved_search (id, owner_id, name, query, alert, created_at, changed_at)
            VALUES ($1, $2, $1, $1, 'AT_ONCE', $3, $3)""",
            [(text, owner, at) for text in SEARCHES],
        )
        ids = [row["entity_id"] for row in await database.pool.fetch("SELECT entity_id FROM document")]
        known = {each.document.entity_id: each.document for each in await documents.documents(database, ids)}
        vectors = {each.entity_id: each.vector for each in await documents.vectors(database, library.version, ids)}
        found = await relevances(database, library, Watch(), known, vectors)
    return {(search, each): relevance for (search, each), relevance in found.items() if search in SEARCHES}


async def test_an_alert_is_as_sure_as_the_search(demo: tuple[House, Matching]) -> None:
    """No document more and none less, where the search looks at all of them, which it does under a filter.

    But of what has no subject: that is answered with all of its kind, and an alert still judges it by its words.
    """
    house, matching = demo
    at, count = Clock().now(), await matching.library.index.count(MANY)
    async with open_database(house.url, schema=house.schema) as database:
        owner = await database.pool.fetchval("SELECT id FROM actor WHERE kind = 'MEMBER' ORDER BY id LIMIT 1")
        told = await judged_by_alerts(house, matching, owner, at)
        asking = giving.asking(database, Viewer(owner), matching, at)
        shown: dict[Pair, float] = {}
        of_a_kind = set[str]()
        for text in SEARCHES:
            question = (await for_text(asking, text, Wanted())).question
            if question is not None and question.of_kind is not None:
                of_a_kind.add(text)
                continue
            found, _ = await search(asking, text, Wanted(narrowing=BOTH_LANGUAGES))
            read = in_german(text)
            enough = enough_for(read, half_for(read, count, matching.library.embedder))
            sure = {hit_id(each): each.relevance for each in found if each.relevance is not None}
            shown |= {(text, each): relevance for each, relevance in sure.items() if relevance >= enough}
    assert of_a_kind <= {"Workshop", "Leipzig için workshop nerede var", "Geld für Vereine in Sachsen-Anhalt"}
    told = {pair: relevance for pair, relevance in told.items() if pair[0] not in of_a_kind}
    assert told.keys() == shown.keys()
    assert told == pytest.approx(shown, abs=1e-4)
    assert len({text for text, _ in told}) > len(SEARCHES) / 2
