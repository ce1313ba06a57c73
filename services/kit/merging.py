"""The rule that fields of one name can be merged (GraphQL 5.3.2), with a budget of comparisons.

It compares each two fields of a name: 2,500 repeats are three million comparisons, and nobody else is answered
meanwhile. A gateway sends each field once, so a service needs little.
"""

from __future__ import annotations

from graphql import OverlappingFieldsCanBeMergedRule, ValidationContext

# graphql-core's units: two for each comparison. Its own half a million took two seconds.
COMPARISONS = 50_000


class BoundedMerging(OverlappingFieldsCanBeMergedRule):
    """Aborts the validation (``ValidationAbortedError``) when the budget is spent."""

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        self.rule_context.remaining_complexity_budget = COMPARISONS
