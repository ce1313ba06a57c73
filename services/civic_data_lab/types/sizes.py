"""How many there are at most, as a rule, in the lists without ``first``: what a gateway reckons with (``@listSize``).

A longer list is answered all the same. By ``Type.field``, or by the name of the field in any type.
"""

from __future__ import annotations

from collections.abc import Mapping

MOST: Mapping[str, int] = {
    "coverage": 4,
    "dataConsultations": 10,
    "dataProjects": 2,
    "datasets": 3,
    "distributions": 2,
    "experts": 3,
    "hosts": 2,
    "ministries": 3,
    "participants": 4,
    "prerequisites": 3,
    "publishedDatasets": 2,
    "selectionPrinciples": 6,
    "stageHistory": 6,
    "topics": 3,
    "usedBy": 2,
    "usedDatasets": 2,
}
