"""Whatever is searched for: the pages make up the whole list, and the whole list is what the words say."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kit.asking import ask
from tests.services.conftest import House

PAGE = """query ($filter: DatasetFilter, $first: Int!, $after: String) {
  datasets(filter: $filter, first: $first, after: $after) {
  totalCount nodes { id title { de en } description { de en } keywords } pageInfo { hasNextPage endCursor } } }"""
TOPICS = st.lists(st.sampled_from(["mobility", "care", "unknown"]), max_size=2)
# What is no key of a region is refused: tests/services/lists/test_filters.py.
AREAS = st.lists(st.sampled_from(["150020000000", "150000000000", "000000000000", "010000000000"]), max_size=2)
FORMATS = st.lists(st.sampled_from(["csv", "GeoJSON", "xlsx"]), max_size=2)
RIGHTS = st.lists(st.sampled_from(["PUBLIC", "RESTRICTED", "NON_PUBLIC"]), max_size=2)
WORDS = st.sampled_from(["Fahrrad", "ZÄHLUNG", "zähl", "größe", "e", "%", "_", "halle bicycle", "nur  beschrieben"])
FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "text": WORDS,
        "topicSlugs": TOPICS,
        "regionArs": AREAS,
        "formats": FORMATS,
        "accessRights": RIGHTS,
        "openLicenseOnly": st.booleans(),
    },
)


async def everything(house: House, wanted: dict[str, Any], first: int) -> tuple[list[dict[str, Any]], int]:
    """All pages of a search, and the total that each of them told."""
    found: list[dict[str, Any]] = []
    totals: set[int] = set()
    after: str | None = None
    while True:
        answer = await ask(house.app, PAGE, {"filter": wanted, "first": first, "after": after})
        assert answer.errors == []
        page = answer.data["datasets"]
        assert len(page["nodes"]) <= first
        found += page["nodes"]
        totals.add(page["totalCount"])
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            (total,) = totals
            return found, total


@settings(max_examples=30, deadline=None)
@given(wanted=FILTERS, first=st.integers(1, 4))
async def test_pages_of_any_size_make_up_the_whole(stocked: House, wanted: dict[str, Any], first: int) -> None:
    whole, total = await everything(stocked, wanted, 100)
    assert await everything(stocked, wanted, first) == (whole, total)
    assert len({one["id"] for one in whole}) == len(whole) == total


@settings(max_examples=30, deadline=None)
@given(text=st.one_of(WORDS, st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)))
async def test_a_search_finds_what_has_every_word(stocked: House, text: str) -> None:
    """The oracle reads the data sets themselves. Left out: letters that Unicode lowers to several."""
    whole, _ = await everything(stocked, {}, 100)
    found, _ = await everything(stocked, {"text": text}, 100)
    if len(text.lower()) == len(text):
        assert found == [one for one in whole if all(word.lower() in haystack(one) for word in text.split())]


def haystack(dataset: dict[str, Any]) -> str:
    texts = [text for value in (dataset["title"], dataset["description"]) for text in value.values() if text]
    return " ".join([*texts, *dataset["keywords"]]).lower()
