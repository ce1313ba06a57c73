"""What a foreign key guarantees."""

from __future__ import annotations

from typing import TypeVar

Value = TypeVar("Value")


def there(value: Value | None) -> Value:
    """The value of a link that the database's foreign keys keep; ``LookupError`` (masked) if they did not."""
    if value is None:
        raise LookupError("a row that a foreign key points at is missing")
    return value
