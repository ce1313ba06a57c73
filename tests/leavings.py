"""What only a collection of garbage finds of the gateway's: other tests' connections are in the process, too."""

from __future__ import annotations

import gc
from collections import Counter
from types import FunctionType


def module_of(each: object) -> str:
    """Whose it is. What belongs to nobody, such as a dict, comes with something that does."""
    named = each if isinstance(each, FunctionType | type) else type(each)
    return (named.__module__ or "").partition(".")[0]


def collected() -> Counter[str]:
    """What of the gateway and graphql-core a collection finds now, by types."""
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        gc.collect()
        return Counter(type(each).__name__ for each in gc.garbage if module_of(each) in ("gateway", "graphql"))
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
