"""Sizes of lists that are known."""

from __future__ import annotations

from strawberry import UNSET
from strawberry.federation.schema_directives import ListSize


def about(size: int) -> ListSize:
    """@listSize of a list whose length is known."""
    return ListSize(assumed_size=size, slicing_arguments=UNSET, sized_fields=UNSET, require_one_slicing_argument=UNSET)
