"""Rounds and calls of the Civic Innovation Platform; their dates and sums are the real ones."""

from __future__ import annotations

from typing import Any

from demo.nouns.offers import FundingCall, Round
from demo.nouns.words import numbered, text_of
from demo.steps.offers import EVERYBODY, local, offer, simple
from demo.texts import read

ROUND_TOPICS = ("education", "administration", "inclusion", "work")


def build_rounds() -> tuple[Round, ...]:
    return tuple(competition_round(entry) for entry in read("offers/cip")["rounds"])


def competition_round(entry: dict[str, Any]) -> Round:
    base = offer(
        numbered("round", entry["number"]),
        "CompetitionRound",
        "cip",
        {"topics": ROUND_TOPICS},
        kind="COMPETITION",
        title=text_of(entry["title"]),
        summary=text_of(entry["summary"]),
        status="ENDED",
        apply_until=local(entry["until"]),
        audiences=EVERYBODY,
    )
    return Round(base, entry["number"], "COMPLETED", tuple(entry["dates"].items()))


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
    return FundingCall(base, entry["phase"], entry["budget"])
