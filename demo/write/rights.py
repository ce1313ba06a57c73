"""Reports, cases, exports and erasures as tables of the marketplace."""

from __future__ import annotations

from collections.abc import Iterator

from demo.nouns.rights import Case, Rights
from demo.write.table import Row, Table, table

HOUSES = ("marketplace", "cip", "ideenwerkstatt", "civic_data_lab")


def rights_tables(done: Rights) -> tuple[Table, ...]:
    """In the order of loading."""
    return (
        table(
            "moderation_case",
            "id subject_type subject_id status created_at assigned_to action terms_ground facts decided_by decided_at "
            "state_before appeal_text appealed_by appealed_at appeal_upheld appeal_facts appeal_decided_by "
            "appeal_decided_at",
            (case_row(one) for one in done.cases),
        ),
        table(
            "content_report",
            "id case_id reason explanation reporter_id fingerprint created_at",
            (
                (said.id, one.id, said.reason, said.explanation, said.reporter, said.id, said.at)
                for one in done.cases
                for said in one.reports
            ),
        ),
        table(
            "data_export",
            "id member_id requested_at expires_at",
            ((one.id, one.member, one.requested, one.expires) for one in done.exports),
        ),
        table(
            "erasure_request",
            "id member_id status requested_at scheduled_for",
            ((one.id, one.member, "CANCELLED", one.requested, one.scheduled) for one in done.erasures),
        ),
        table("erasure_step", "request_id house", steps(done)),
    )


def steps(done: Rights) -> Iterator[Row]:
    yield from ((one.id, house) for one in done.erasures for house in HOUSES)


def case_row(one: Case) -> Row:
    return (
        *(one.id, one.kind, one.subject, one.status, one.created, one.assigned),
        *(decision_cells(one) if one.decision else (None,) * 5),
        one.before,
        *(appeal_cells(one) if one.appeal else (None,) * 7),
    )


def decision_cells(one: Case) -> Row:
    made = one.decision
    return () if made is None else (made.action, made.terms, made.facts, made.by, made.at)


def appeal_cells(one: Case) -> Row:
    made = one.appeal
    if made is None:
        return ()
    facts = None if made.upheld is None else "Noch einmal geprüft. (fiktiv)"
    return (made.text, made.by, made.at, made.upheld, facts, made.decided_by, made.decided)
