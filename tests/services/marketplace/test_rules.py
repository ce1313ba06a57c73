"""The rules by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.kit.changing import Fault, FaultCode
from services.kit.context import Language
from services.marketplace.rules.amendments import merged, same
from services.marketplace.rules.faults import is_seen, unwritten
from services.marketplace.rules.idea_life import (
    CHANGES,
    EDITABLE,
    LIFE,
    MOVES,
    IdeaNow,
    IdeaRole,
    Standing,
    changed_to,
    faults_of_update,
    led,
    may_edit,
    offered,
)
from services.marketplace.rules.names import name_at, shown_handle, shown_name, slug_of
from services.marketplace.rules.profiles import ProfileText, faults_of_profile, status_after_saving
from services.marketplace.rules.reasons import Reasons, in_words
from services.marketplace.rules.versions import difference
from services.marketplace.rules.viewer import viewer_of
from services.marketplace.rules.vocabulary import IdeaStatus, MemberState, ProfileStatus, Visibility

UNHURRIED = settings(deadline=None)  # how long a machine takes is not what is tested
STANDING = st.builds(
    Standing,
    is_owner=st.booleans(),
    is_editor=st.booleans(),
    is_on_team=st.booleans(),
    is_member=st.booleans(),
    is_staff=st.booleans(),
    is_known=st.booleans(),
)
NOW = st.builds(
    IdeaNow, status=st.sampled_from(IdeaStatus), version=st.integers(1, 5), is_visible=st.booleans(), standing=STANDING
)


@UNHURRIED
@given(NOW, st.integers(1, 5))
def test_an_update_is_allowed_in_exactly_one_case(now: IdeaNow, expected: int) -> None:
    may = now.standing.is_editor and now.standing.is_member
    allowed = now.is_visible and may and now.status in EDITABLE and now.version == expected
    assert (faults_of_update(now, expected) == []) is allowed


@UNHURRIED
@given(NOW, st.sampled_from(IdeaStatus))
def test_what_is_not_visible_is_not_found_whatever_else_is_wrong(now: IdeaNow, to: IdeaStatus) -> None:
    if not now.is_visible:
        assert faults_of_update(now, 1) == faults_of_update(None, 1)
        assert led(now, "submit") == led(None, "submit")
        assert changed_to(now, to, None) == changed_to(None, to, None)


@UNHURRIED
@given(NOW)
def test_only_drafts_are_submitted_by_their_owner_and_new_authors_are_read_first(now: IdeaNow) -> None:
    owner = now.standing.is_owner and now.standing.is_member
    came = led(now, "submit")
    if now.is_visible and owner and now.status is IdeaStatus.DRAFT:
        assert came is (IdeaStatus.PUBLISHED if now.standing.is_known else IdeaStatus.IN_REVIEW)
        assert came in MOVES[IdeaStatus.DRAFT]
    else:
        assert isinstance(came, Fault)


@UNHURRIED
@given(NOW, st.sampled_from(IdeaStatus), st.none() | st.sampled_from(IdeaStatus))
def test_an_owner_changes_the_state_as_the_table_says(
    now: IdeaNow, to: IdeaStatus, expected: IdeaStatus | None
) -> None:
    came = changed_to(now, to, expected)
    if not isinstance(came, Fault):
        assert came is to
        assert now.is_visible
        assert IdeaRole.OWNER in now.standing.roles
        assert to in (now.status, *MOVES.get(now.status, ()))
        assert expected in (None, now.status)
    elif came.code is FaultCode.INVALID:
        assert to not in CHANGES


@UNHURRIED
@given(NOW)
def test_nobody_reviews_what_is_also_their_own(now: IdeaNow) -> None:
    if now.standing.is_on_team:
        assert isinstance(led(now, "approve"), Fault)
        assert isinstance(led(now, "return"), Fault)


@UNHURRIED
@given(NOW)
def test_what_is_offered_is_what_the_table_allows(now: IdeaNow) -> None:
    assert len(offered(now.status, now.standing)) <= len(LIFE.actions(now.status, now.standing.roles))
    assert bool(offered(now.status, now.standing)) is bool(LIFE.actions(now.status, now.standing.roles))


BODY = st.fixed_dictionaries(
    {name: st.sampled_from("abc") for name in ("title", "summary", "problem")}
    | {"topicSlugs": st.lists(st.sampled_from("xyz"), unique=True, max_size=3)}
)


@UNHURRIED
@given(BODY, BODY, BODY)
def test_a_merge_takes_what_one_changed_and_refuses_what_both_did(base: Any, amended: Any, current: Any) -> None:
    came = merged(base, amended, current)
    for name in base:
        theirs, ours = not same(name, amended[name], base[name]), not same(name, current[name], base[name])
        alike = same(name, amended[name], current[name])
        assert (name in came.conflicts) is (theirs and ours and not alike)
        if theirs and not ours:
            assert came.body[name] == amended[name]
        else:
            assert came.body[name] == current[name]


def test_every_way_of_an_idea_ends_in_the_archive() -> None:
    for start in MOVES:
        reached, todo = set(), [start]
        while todo:
            status = todo.pop()
            if status not in reached:
                reached.add(status)
                todo += MOVES.get(status, ())
        assert IdeaStatus.ARCHIVED in reached


def test_who_does_not_edit_may_not_edit() -> None:
    editor = Standing(is_editor=True, is_on_team=True, is_member=True)
    assert [status for status in IdeaStatus if may_edit(status, Standing(is_member=True))] == []
    assert {status for status in IdeaStatus if may_edit(status, editor)} == EDITABLE


@pytest.mark.parametrize(
    ("before", "visibility", "consent", "after"),
    [
        (None, Visibility.PUBLIC, True, ProfileStatus.PUBLISHED),
        (None, Visibility.PUBLIC, False, FaultCode.CONSENT_MISSING),
        (None, Visibility.PRIVATE, False, ProfileStatus.DRAFT),
        (ProfileStatus.PAUSED, Visibility.PUBLIC, True, ProfileStatus.PAUSED),
        (ProfileStatus.HIDDEN_BY_MODERATION, Visibility.PUBLIC, True, ProfileStatus.HIDDEN_BY_MODERATION),
        (ProfileStatus.ARCHIVED, Visibility.PUBLIC, True, FaultCode.WRONG_STATE),
        (ProfileStatus.PUBLISHED, Visibility.CONTACTS, False, FaultCode.CONSENT_MISSING),
    ],
)
def test_the_state_of_a_saved_profile(
    before: ProfileStatus | None, visibility: Visibility, consent: bool, after: ProfileStatus | FaultCode
) -> None:
    result = status_after_saving(before, visibility, consent)
    assert (result.code if isinstance(result, Fault) else result) is after


@dataclass(frozen=True, slots=True)
class Name:
    valid_from: date
    valid_until: date | None


@UNHURRIED
@given(st.lists(st.integers(1, 2000), min_size=1, max_size=5), st.integers(-100, 12_000))
def test_each_day_has_the_name_of_its_period(lengths: list[int], offset: int) -> None:
    start, names = date(1990, 1, 1), []
    for length in lengths:
        names.append(Name(start, start + timedelta(days=length - 1)))
        start += timedelta(days=length)
    day = date(1990, 1, 1) + timedelta(days=offset)
    found = name_at(names, day)
    if names[0].valid_from <= day < start:
        assert found is not None
        assert found.valid_until is not None
        assert found.valid_from <= day <= found.valid_until
    else:
        assert found is None
    lasting = [*names, Name(start, None)]
    assert (name_at(lasting, day) is lasting[-1]) is (day >= start)


@UNHURRIED
@given(st.text())
def test_a_slug_is_safe_in_an_address(title: str) -> None:
    slug = slug_of(title)
    assert slug == slug_of(slug)
    assert all(char in "abcdefghijklmnopqrstuvwxyz0123456789-" for char in slug)
    assert len(slug) <= 80


def test_a_name_that_is_not_claimed_does_not_show_in_the_handle() -> None:
    assert shown_name("Mira", MemberState.ACTIVE) == "Mira"
    assert shown_name("Mira", MemberState.UNCLAIMED) == "Ehemaliges CIP-Mitglied"
    assert shown_handle("member_01AB", "demo-mira", MemberState.GHOST) == "member-01ab"
    assert shown_handle("org_1", "haus", None) == "haus"


@given(st.text(st.characters(categories=("Cc", "Cf", "Zs", "Zl", "Zp", "Mn")) | st.sampled_from("\u3164\u2800")))
@UNHURRIED
def test_a_text_of_what_nobody_sees_is_empty(text: str) -> None:
    assert [fault.path for fault in unwritten({"title": text})] == [("input", "title")]
    assert is_seen(f"{text}x{text}")


@pytest.mark.parametrize(("count", "faults"), [(20, []), (21, ["offers", "seeks"])])
def test_lists_of_a_profile_end(count: int, faults: list[str]) -> None:
    many = ("DATA",) * count
    profile = ProfileText("member_1", "Hallo", "", "DE", many, many, (), Visibility.PUBLIC, None)
    assert [fault.path[-1] for fault in faults_of_profile(profile)] == faults


def test_the_first_version_differs_in_everything() -> None:
    assert difference(None, {"sdgs": [3, 4], "title": "Neu", "regionArs": None}) == "title\n+ Neu\nsdgs\n+ 3\n+ 4"
    assert difference({"title": "Alt", "dataNeeds": "x"}, {"title": "Alt"}) == "dataNeeds\n- x"


def test_staff_are_the_marketplaces_own() -> None:
    assert viewer_of("member_1", frozenset({"moderation"})).is_staff
    assert not viewer_of("member_1", frozenset({"cip:manage", "ideas:write"})).is_staff


def test_the_reasons_of_a_match_are_sentences_in_every_language() -> None:
    everything = Reasons(0.9, ["Wald", "Wasser"], ["Geld"], same_region=True, crosses_ministries=True)
    assert in_words(everything, Language.EN) == (
        "Close in content. Shared topics: Wald, Wasser. Complementary: Geld. Same region. From another ministry."
    )
    nothing = Reasons(0.1, [], [], same_region=False, crosses_ministries=False)
    assert in_words(nothing, Language.DE) == "Inhaltlich entfernt verwandt."
    for language in Language:
        assert in_words(everything, language).count(".") >= in_words(nothing, language).count(".") + 4
