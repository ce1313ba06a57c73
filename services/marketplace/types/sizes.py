"""How many there are at most, as a rule, in the lists without ``first``: what a gateway reckons with (``@listSize``).

A longer list is answered all the same. By ``Type.field``, or by the name of the field in any type.
"""

from __future__ import annotations

from collections.abc import Mapping

MOST: Mapping[str, int] = {
    "MatchGroup.nodes": 5,
    "awardedTeams": 5,
    "bookmarks": 20,
    "challenges": 6,
    "children": 20,
    "consents": 8,
    "consentsDue": 4,
    "developedInto": 3,
    "errors": 5,
    "facets": 5,
    "ideas": 10,
    "members": 8,
    "ministries": 5,
    "nameHistory": 4,
    "openRoles": 3,
    "organisations": 4,
    "participants": 3,
    "programmes": 6,
    "sdgs": 3,
    "sharedTopics": 3,
    "skills": 6,
    "team": 5,
    "teams": 10,
    "topics": 3,
    "understood": 4,
    "values": 20,
}
