"""Sentences made of parts: what another library says of an error ends with a full stop, or does not."""

from __future__ import annotations


def ended(said: object) -> str:
    """The text with one full stop at its end.

    >>> ended(ValueError("no such file.")), ended("no such file"), ended("Did you mean this?")
    ('no such file.', 'no such file.', 'Did you mean this?')
    """
    text = str(said).rstrip()
    return text if text.endswith(("?", "!")) else f"{text.rstrip('. ')}."
