"""A reader of events that counts them, for one process."""

from __future__ import annotations

from collections import Counter
from typing import Any

from gateway.observe.events import Abandoned, Answered, Costed, Event, Fetched, Planned, Refused


class Counts:
    """How often each event happened since the start. All events come from the thread of the event loop.

    >>> counts = Counts()
    >>> counts(Planned(is_known=False)); counts(Fetched("cip")); counts(Fetched("cip"))
    >>> counts.shown()["plans"], counts.shown()["fetches"]
    ({'made': 1, 'known': 0}, {'cip': {'answered': 2}})
    """

    def __init__(self) -> None:
        self._counts: dict[Event, list[int]] = {}
        """Each number alone in a list, so that counting looks an event up only once."""

    def __call__(self, event: Event) -> None:
        """Count it. Costs are sums: each number is another event."""
        if event.__class__ is Costed:
            return
        counted = self._counts.get(event)
        if counted is None:
            self._counts[event] = [1]
        else:
            counted[0] += 1

    def shown(self) -> dict[str, Any]:
        """All counts as JSON data."""
        counts = Counter({event: number for event, (number,) in self._counts.items()})
        answered = {each.kind.value: number for each, number in counts.items() if isinstance(each, Answered)}
        refused = {each.code.value: number for each, number in counts.items() if isinstance(each, Refused)}
        fetches: dict[str, dict[str, int]] = {}
        for each, number in counts.items():
            if isinstance(each, Fetched):
                fetches.setdefault(each.subgraph, {})[each.code.value if each.code else "answered"] = number
        return {
            "requests": {"answered": answered, "refused": refused, "abandoned": counts[Abandoned()]},
            "plans": {"made": counts[Planned(is_known=False)], "known": counts[Planned(is_known=True)]},
            "fetches": fetches,
        }
