"""The rules for one subgraph, in the order in which their errors are reported."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gateway.composition.facts import facts_of
from gateway.composition.report import Report
from gateway.composition.state import SubgraphState
from gateway.composition.validation.access import check_access_control, check_requirements
from gateway.composition.validation.contexts import check_contexts
from gateway.composition.validation.costs import check_costs, check_list_sizes
from gateway.composition.validation.externals import check_external_on_interfaces, check_external_use
from gateway.composition.validation.field_sets import check_keys, check_provides, check_requires
from gateway.composition.validation.interfaces import check_interface_keys, check_interface_objects
from gateway.composition.validation.scope import Scope
from gateway.composition.validation.sharing import check_shareable

RULES: tuple[Callable[[Scope], None], ...] = (
    check_keys,
    check_requires,
    check_provides,
    check_contexts,
    check_external_on_interfaces,
    check_external_use,
    check_interface_keys,
    check_interface_objects,
    check_shareable,
    check_costs,
    check_list_sizes,
    check_access_control,
    check_requirements,
)


def validate_subgraph(state: SubgraphState, report: Report, possible: Mapping[str, frozenset[str]]) -> None:
    """Applies every rule to a Federation 2 subgraph (or an upgraded one). ``possible``: as in Scope."""
    scope = Scope(state, facts_of(state), report, possible)
    for rule in RULES:
        rule(scope)
