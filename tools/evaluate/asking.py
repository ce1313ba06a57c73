"""Questions of every kind, asked as clients ask them: on a day, and about a profile by its owner."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.kit.database import Database
from services.marketplace.matching.documents import MatchKind, Wanted
from services.marketplace.matching.refresh import Matching
from services.marketplace.rules.viewer import Viewer
from services.marketplace.suggesting import asking as giving
from services.marketplace.suggesting import subjects, suggestions
from tools.evaluate.every_kind import EveryKind

SHOWN = 50  # results of a question that are written down
Ranked = Sequence[tuple[str, float]]  # ids with scores, best first


async def asked_of_service(
    database: Database, matching: Matching, judged: EveryKind, at: datetime
) -> dict[str, Ranked]:
    """The results of each question."""
    held = await matching.library.index.entries(list(judged.documents))
    found = {}
    for each, question in judged.questions.items():
        source = held.get(question.get("source") or "")
        viewer = Viewer(None if source is None else source.document.owner_id)
        asking = giving.asking(database, viewer, matching, at)
        found[each] = await results_of(asking, question)
    return found


async def results_of(asking: giving.Asking, question: Any) -> Ranked:
    wanted = Wanted(frozenset(MatchKind(kind) for kind in question["kinds"] or ()))
    source = question.get("source")
    if source is None:
        suggested = await suggestions.for_text(asking, question["text"], wanted)
    else:
        ask = subjects.for_profiles if "prof" in source else subjects.for_ideas
        (answer,) = await ask(asking, [source], wanted)
        if answer is None:
            raise ValueError(f"{source} is no idea or profile that can be asked for.")
        suggested = answer
    given = await giving.given_out(asking, suggested.candidates, giving.candidate_key, SHOWN)
    return [(each.document.entity_id, each.relevance) for each in given]
