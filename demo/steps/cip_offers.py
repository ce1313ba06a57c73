"""Rounds and calls of the Civic Innovation Platform; their dates and sums are the real ones."""

from __future__ import annotations

from typing import Any

from demo.nouns.offers import ApplicationPartner, FundingCall, GrantApplication, Round
from demo.nouns.words import moment, numbered, text_of
from demo.steps.offers import EVERYBODY, local, offer, simple
from demo.texts import read

ROUND_TOPICS = ("education", "administration", "inclusion", "work")


def build_rounds() -> tuple[Round, ...]:
    return tuple(competition_round(entry) for entry in read("offers/cip")["rounds"])


def competition_round(entry: dict[str, Any]) -> Round:
    title, summary = simple(entry, text_of(entry["title"]), text_of(entry["summary"]))
    base = offer(
        numbered("round", entry["number"]),
        "CompetitionRound",
        "cip",
        {"topics": ROUND_TOPICS},
        kind="COMPETITION",
        title=title,
        summary=summary,
        status=entry.get("status", "ENDED"),
        apply_until=local(entry["until"]),
        audiences=EVERYBODY,
    )
    return Round(base, entry["number"], entry.get("phase", "COMPLETED"), tuple(entry["dates"].items()))


def build_calls() -> tuple[FundingCall, ...]:
    return tuple(call(number, entry) for number, entry in enumerate(read("offers/cip")["calls"], start=1))


def call(number: int, entry: dict[str, Any]) -> FundingCall:
    title, summary = simple(entry, text_of(entry["title"]), text_of(entry["summary"]))
    base = offer(
        numbered("call", number),
        "FundingCall",
        "cip",
        entry,
        kind="FUNDING",
        title=title,
        summary=summary,
        status=entry["status"],
        apply_until=local(entry["until"]),
        audiences=tuple(sector for sector in EVERYBODY if sector != "PRIVATE_PERSON"),
    )
    return FundingCall(base, entry["phase"], entry["budget"], local(entry.get("opens")), local(entry.get("second")))


def build_applications() -> tuple[GrantApplication, ...]:
    """One in each step that somebody can try: a draft that waits for partners, an invited one, one in assessment."""
    return tuple(application(number, entry) for number, entry in enumerate(read("offers/cip")["applications"], start=1))


def application(number: int, entry: dict[str, Any]) -> GrantApplication:
    call_id = numbered("call", entry["call"])
    return GrantApplication(
        id=numbered("grant", number),
        reference=f"{call_id.removeprefix('call_')}-{entry['number']:03}",
        call=call_id,
        title=entry["title"],
        abstract=entry["abstract"],
        consortium=entry["consortium"],
        status=entry["status"],
        steps=tuple((status, moment(day, 10)) for status, day in entry["steps"].items()),
        partners=tuple(partner(one) for one in entry["partners"]),
    )


def partner(entry: dict[str, Any]) -> ApplicationPartner:
    answered = entry.get("answered")
    return ApplicationPartner(
        organisation=numbered("org", entry["organisation"]),
        role=entry["role"],
        requested=entry["requested"],
        status=entry["status"],
        answered=moment(answered, 12) if answered else None,
    )
