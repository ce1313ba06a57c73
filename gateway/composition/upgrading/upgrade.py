"""Upgrades the Federation 1 subgraphs among those to compose. Needs all of them: sharing is decided by the others."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.composition.elements import applications
from gateway.composition.facts import facts_of
from gateway.composition.report import Report
from gateway.composition.specs import UPGRADED_FEDERATION
from gateway.composition.state import SubgraphState
from gateway.composition.upgrading.originals import originals_of
from gateway.composition.upgrading.steps import STEPS, Upgrade
from gateway.composition.words import subgraphs_named


def upgrade_subgraphs(states: Sequence[SubgraphState], report: Report) -> list[SubgraphState]:
    """Upgrades in place; returns the subgraphs that went well, to be validated as Federation 2 ones."""
    old = [state for state in states if state.federation is None]
    if not old:
        return []
    originals = originals_of(states)
    upgrades = [Upgrade(state, facts_of(state), originals, report) for state in old]
    done = []
    for upgrade in upgrades:
        before = len(report.errors)
        for step in STEPS:
            step(upgrade)
        upgrade.state.federation = UPGRADED_FEDERATION
        if len(report.errors) == before:
            done.append(upgrade.state)
    _check_interface_objects([state for state in states if state not in old], upgrades, report)
    return done


def _check_interface_objects(modern: list[SubgraphState], upgrades: list[Upgrade], report: Report) -> None:
    """An @interfaceObject needs someone who resolves the interface's `__typename`; a Federation 1 key does not."""
    for name in dict.fromkeys(name for upgrade in upgrades for name in upgrade.interface_keys):
        objects = [
            state.name
            for state in modern
            if name in state.schema.types and applications(state.schema.types[name], "interfaceObject")
        ]
        if not objects:
            continue
        keyed = [upgrade.state.name for upgrade in upgrades if name in upgrade.interface_keys]
        report.error(
            "INTERFACE_OBJECT_USAGE_ERROR",
            f'The @interfaceObject directive is used on type "{name}" in {subgraphs_named(objects)}, which requires '
            "other subgraphs to resolve its type name via an interface @key. However, @key on an interface in a "
            "federation 1 subgraph does not mean it can fulfill the __typename-resolution requirement that "
            f"@interfaceObject depends on. For {subgraphs_named(keyed)}, either upgrade them to federation 2 subgraphs "
            "or remove @key from the type.",
        )
