"""Sparing the garbage collector what lasts: it holds the interpreter, and so all answers, while it looks at everything.

Full collections over a schema and ten thousand documents took a quarter of a second each, several times a minute
under load.
"""

from __future__ import annotations

import gc

# Objects made until the youngest are looked at; how often these, until the next older; and so on. A request makes tens
# of thousands, of which hardly any lives on, so the old ones are worth a look far more rarely than by default.
THRESHOLDS = (5_000, 5, 100)


def spare_what_is_here() -> None:
    """Once, when a process has everything that it needs before it answers."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)


def spare_what_lasts() -> None:
    """After each some thousand objects that were made to stay. Takes a few milliseconds at most.

    What is on its way at this moment, such as a request, is spared too: should it end in a circle, it is never found.
    So not for every few.
    """
    gc.collect(1)
    gc.freeze()
