"""The view of a moment, when documents change after it was taken and before it is searched."""

from __future__ import annotations

import numpy as np

from services.marketplace.matching.documents import Search
from services.marketplace.matching.shelf import Shelf
from tests.services.marketplace.indexes import ALL, DIM, random_entries


def test_what_changes_meanwhile_is_still_left_out() -> None:
    random = np.random.default_rng(5)
    for count in range(1, 40):
        shelf = Shelf(DIM)
        entries = random_entries([f"d{n}" for n in range(count)], random)
        shelf.put(entries)
        view = shelf.view()
        shelf.put(random_entries([f"later{n}" for n in range(40)], random))
        shelf.put(random_entries(["d0"], random))
        hits = view.search(Search(entries[0].vector, count, ALL, frozenset({"d0"})))
        assert "d0" not in {hit.entry.document.entity_id for hit in hits}, count


def test_nothing_is_near_to_a_text_that_no_model_can_read() -> None:
    shelf = Shelf(DIM)
    shelf.put(random_entries([f"d{n}" for n in range(40)], np.random.default_rng(5)))
    assert shelf.view().search(Search(np.zeros(DIM, np.float32), 3, ALL)) == []
