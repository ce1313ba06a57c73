"""What lasts is not looked at by the garbage collector any more; what becomes garbage later still is."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from services.kit.garbage import THRESHOLDS, spare_what_is_here, spare_what_lasts


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)
    gc.unfreeze()


class Knot:
    """Refers to itself, so only the collector finds it."""

    def __init__(self) -> None:
        self.own = self


def test_what_is_here_is_spared_and_collections_get_rarer() -> None:
    lasting = [Knot() for _ in range(100)]
    spare_what_is_here()
    assert gc.get_threshold() == THRESHOLDS
    looked_at = {id(each) for each in gc.get_objects()}
    assert looked_at.isdisjoint(map(id, lasting))


def test_what_lasts_is_spared_and_new_garbage_is_found() -> None:
    lasting = [Knot() for _ in range(100)]
    spare_what_lasts()
    assert {id(each) for each in gc.get_objects()}.isdisjoint(map(id, lasting))
    knot = Knot()
    gone = weakref.ref(knot)
    del knot
    gc.collect()
    assert gone() is None
