"""A question counted over a house's database: one statement, then the rules of what is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from services.kit.database import Database
from services.kit.errors import BadInputError
from services.kit.statistics.answer import NOTHING, Counts, counts_of
from services.kit.statistics.books import taken, written
from services.kit.statistics.question import GUARDED, Question
from services.kit.statistics.statement import Book, CellRow, asked, untold


async def counted(
    database: Database,
    book: Book,
    question: Question,
    viewer: tuple[str | None, bool],
    moment: datetime,
    programme: str | None,
) -> Counts:
    """What the house answers at the moment, of rows that the viewer (actor, whether staff) may see.

    ``BadInputError`` for a cut that is not told, or a dimension of which its facts say nothing.
    """
    if question.metric not in book.facts:
        return NOTHING
    for dimension in question.dimensions:
        if dimension in untold(book.facts[question.metric]):
            raise BadInputError(f"groupBy: {question.metric.value} has no {dimension.value} in this house.")
    as_of = moment
    if question.metric in GUARDED:
        as_of = await taken(database, book.facts[question.metric], question.metric, moment)
        book = written(book, question.metric)
    ask = asked(book, question, programme)
    given = (*viewer, moment, question.first, question.last)
    counts = counts_of(question, await database.rows(CellRow, ask.statement, *given, *ask.further))
    return replace(counts, as_of=as_of)
