"""How many there are at most, as a rule, in the lists without ``first``: what a gateway reckons with (``@listSize``).

A longer list is answered all the same. By ``Type.field``, or by the name of the field in any type.
"""

from __future__ import annotations

from collections.abc import Mapping

MOST: Mapping[str, int] = {
    "Idea.awards": 1,
    "Idea.fundedProjects": 1,
    "CompetitionRound.awards": 30,
    "awards": 3,
    "competitionEntries": 3,
    "competitionRounds": 10,
    "criteria": 8,
    "errors": 5,
    "fundedProjects": 3,
    "fundingCalls": 10,
    "history": 8,
    "milestones": 5,
    "ministries": 3,
    "participants": 4,
    "partners": 3,
    "publicPages": 6,
    "team": 5,
    "timeline": 6,
    "topics": 3,
    "tranches": 3,
}
