"""How many there are at most, as a rule, in the lists without ``first``: what a gateway reckons with (``@listSize``).

A longer list is answered all the same. By ``Type.field``, or by the name of the field in any type.
"""

from __future__ import annotations

from collections.abc import Mapping

MOST: Mapping[str, int] = {
    "aiConsultations": 10,
    "datasets": 3,
    "demonstrators": 10,
    "experts": 3,
    "fields": 3,
    "hosts": 2,
    "licenses": 5,
    "materials": 4,
    "ministries": 3,
    "participants": 4,
    "pilotCalls": 5,
    "pilotProjects": 2,
    "projects": 6,
    "prototypes": 3,
    "topics": 3,
}
