"""A question counted over a house's database: one statement, then the rules of what is told."""

from __future__ import annotations

from datetime import datetime

from services.kit.database import Database
from services.kit.statistics.answer import NOTHING, Counts, counts_of
from services.kit.statistics.question import Question
from services.kit.statistics.statement import Book, CellRow, asked


async def counted(
    database: Database,
    book: Book,
    question: Question,
    viewer: tuple[str | None, bool],
    moment: datetime,
    programme: str | None,
) -> Counts:
    """What the house answers at the moment, of rows that the viewer (actor, whether staff) may see.

    ``BadInputError`` for a cut that is not told.
    """
    if question.metric not in book.facts:
        return NOTHING
    ask = asked(book, question, programme)
    given = (*viewer, moment, question.first, question.last)
    return counts_of(question, await database.rows(CellRow, ask.statement, *given, *ask.further))
