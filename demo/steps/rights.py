"""Reports and what came of them, one of each state; a copy of somebody's data; an erasure that was taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from demo.nouns.market import Idea
from demo.nouns.rights import Appeal, Case, Decision, Erasure, Export, Report, Rights
from demo.nouns.together import Comment
from demo.nouns.words import moment, numbered

JUDGE, OTHER = "member_0016", "member_0017"  # the moderation persona, and a colleague
REPORTERS = ("member_0018", None, "member_0003", None)
PERSONA = "member_0002"
REASONS = (
    ("MISINFORMATION", "Die Zahlen im Text stimmen nicht. (fiktiv)"),
    ("SPAM", "Das ist Werbung. (fiktiv)"),
    ("OFF_TOPIC", "Das gehört nicht zu dieser Idee. (fiktiv)"),
    ("HARASSMENT", "Der Ton ist verletzend. (fiktiv)"),
)
FACTS = {
    "HIDE": "Der Text wirbt für ein Produkt und nennt kein Vorhaben für das Gemeinwohl. (fiktiv)",
    "WARN": "Der Ton ist herabsetzend; die Sache selbst darf gesagt werden. (fiktiv)",
    "NONE": "Die Angaben sind belegt; der Text verletzt keine Regel. (fiktiv)",
}
TERMS = "Nutzungsbedingungen, Nummer 3 (fiktiv)"
BEGIN = date(2025, 6, 2)


def build_rights(ideas: Sequence[Idea], comments: Sequence[Comment]) -> Rights:
    hidden = [one for one in ideas if one.status == "HIDDEN_BY_MODERATION"]
    shown = [one for one in ideas if one.status == "PUBLISHED"]
    said = [each for each in comments if each.answers is None]
    cases = (
        open_case(1, "Idea", shown[0].id, reports=2),
        taken(2, "Comment", said[0].id),
        decided(3, "Idea", hidden[0].id, "HIDE", JUDGE),
        appealed(decided(4, "Idea", hidden[1].id, "HIDE", OTHER), hidden[1].team[0].actor),
        decided(5, "Idea", hidden[2].id, "HIDE", JUDGE),
        answered(appealed(decided(6, "Idea", hidden[3].id, "HIDE", JUDGE), hidden[3].team[0].actor), upheld=False),
        answered(appealed(decided(7, "Comment", said[1].id, "WARN", JUDGE), said[1].author), upheld=True),
        decided(8, "Idea", shown[1].id, "NONE", JUDGE),
        decided(9, "Comment", said[2].id, "WARN", OTHER),
        gone(10, "Comment", "comment_9999"),
        open_case(11, "Comment", said[3].id, reports=1),
    )
    export = moment(date(2025, 6, 12), 10)
    asked = moment(date(2025, 5, 5), 20)
    return Rights(
        cases,
        (Export("export_0001", PERSONA, export, export + timedelta(days=14)),),
        (Erasure("erasure_0001", PERSONA, asked, asked + timedelta(days=14)),),
    )


def open_case(number: int, kind: str, subject: str, reports: int) -> Case:
    at = moment(BEGIN + timedelta(days=number), 8)
    said = tuple(report(number, place) for place in range(1, reports + 1))
    return Case(numbered("case", number), kind, subject, "OPEN", at, None, None, None, None, said)


def report(number: int, place: int) -> Report:
    reason, explanation = REASONS[(number + place) % len(REASONS)]
    at = moment(BEGIN + timedelta(days=number), 8, 10 * (place - 1))
    who = REPORTERS[(number + place) % len(REPORTERS)]
    return Report(f"report_{number:04}_{place}", reason, explanation, who, at)


def taken(number: int, kind: str, subject: str, by: str = JUDGE) -> Case:
    one = open_case(number, kind, subject, reports=1)
    return Case(one.id, kind, subject, "UNDER_REVIEW", one.created, by, None, None, None, one.reports)


def decided(number: int, kind: str, subject: str, action: str, by: str) -> Case:
    one = taken(number, kind, subject, by)
    decision = Decision(action, FACTS[action], TERMS, by, one.created + timedelta(hours=3))
    before = "PUBLISHED" if action == "HIDE" else None
    return Case(one.id, kind, subject, "DECIDED", one.created, by, decision, before, None, one.reports)


def appealed(one: Case, by: str) -> Case:
    appeal = Appeal("Ich sehe das anders. (fiktiv)", by, one.created + timedelta(days=1), None, None, None)
    known = (one.id, one.kind, one.subject, "APPEALED", one.created, one.assigned, one.decision, one.before)
    return Case(*known, appeal, one.reports)


def answered(one: Case, *, upheld: bool) -> Case:
    if one.appeal is None:
        raise ValueError(f"{one.id} has no appeal to answer")
    came = Appeal(one.appeal.text, one.appeal.by, one.appeal.at, upheld, OTHER, one.appeal.at + timedelta(days=1))
    known = (one.id, one.kind, one.subject, "CLOSED", one.created, one.assigned, one.decision, one.before)
    return Case(*known, came, one.reports)


def gone(number: int, kind: str, subject: str) -> Case:
    one = open_case(number, kind, subject, reports=1)
    return Case(one.id, kind, subject, "VOID", one.created, None, None, None, None, one.reports)
