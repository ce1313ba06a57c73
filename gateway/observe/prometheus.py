"""What was counted, as Prometheus reads it (text format 0.0.4), under the names that OpenTelemetry gives it there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
Labels: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Instrument:
    """``name``: OpenTelemetry's, with its dots."""

    name: str
    help: str


OPERATIONS = Instrument("civic.gateway.operations", "Requests that were executed.")
REFUSED = Instrument("civic.gateway.refused", "Requests that were not executed.")
ABANDONED = Instrument("civic.gateway.requests.abandoned", "Requests whose client left before the answer.")
PLANS = Instrument("civic.gateway.plan.cache", "Plans that were needed: from memory (hit) or made (miss).")
FETCHES = Instrument("civic.gateway.fetches", "Calls to subgraphs; error_type: the code of one that failed.")
SWAPS = Instrument("civic.gateway.supergraph.swaps", "New supergraphs that were put in (done) or refused.")


def counted(shown: Mapping[str, Any]) -> Iterator[tuple[Instrument, Labels, int]]:
    """The counters of one worker, from ``Counts.shown()``."""
    for kind, number in shown["requests"]["answered"].items():
        yield OPERATIONS, (("graphql_operation_type", kind),), number
    for code, number in shown["requests"]["refused"].items():
        yield REFUSED, (("civic_code", code),), number
    yield ABANDONED, (), shown["requests"]["abandoned"]
    yield PLANS, (("civic_cache_result", "hit"),), shown["plans"]["known"]
    yield PLANS, (("civic_cache_result", "miss"),), shown["plans"]["made"]
    for subgraph, outcomes in shown["fetches"].items():
        for code, number in outcomes.items():
            labels = (("civic_subgraph_name", subgraph),)
            yield FETCHES, labels if code == "answered" else (*labels, ("error_type", code)), number


def exposition(workers: Iterable[Mapping[str, Any]], swaps: Mapping[str, int]) -> str:
    """The counters of all workers together; ``swaps``: of the steward, by result.

    >>> print(exposition([], {"done": 2}).splitlines()[-1])
    civic_gateway_supergraph_swaps_total{civic_swap_result="done"} 2
    """
    totals: dict[Instrument, Counter[Labels]] = {
        each: Counter() for each in (OPERATIONS, REFUSED, ABANDONED, PLANS, FETCHES, SWAPS)
    }
    for shown in workers:
        for instrument, labels, number in counted(shown):
            totals[instrument][labels] += number
    for result, number in swaps.items():
        totals[SWAPS][(("civic_swap_result", result),)] += number
    return "".join(line for instrument, numbers in totals.items() for line in _lines(instrument, numbers))


def _lines(instrument: Instrument, numbers: Mapping[Labels, int]) -> Iterator[str]:
    name = f"{instrument.name.replace('.', '_')}_total"
    yield f"# HELP {name} {instrument.help}\n# TYPE {name} counter\n"
    for labels, number in sorted(numbers.items()):
        inside = ",".join(f'{label}="{_escaped(value)}"' for label, value in labels)
        yield f"{name}{{{inside}}} {number}\n" if inside else f"{name} {number}\n"


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
