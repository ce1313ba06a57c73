"""YAML at the borders: plain values, and a clear word for all that is none."""

from __future__ import annotations

from typing import Any

import yaml


def read_yaml(text: str) -> Any:
    """The value of a YAML text. Raises ValueError: no YAML, nested too deeply, no such date, a name that stands twice.

    >>> read_yaml("a: 1\\na: 2")
    Traceback (most recent call last):
    ValueError: the name 'a' stands twice, again in line 2
    """
    try:
        return yaml.load(text, _Loader)  # noqa: S506  # a SafeLoader
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error
    except (LookupError, AttributeError, ArithmeticError, TypeError) as error:
        # What PyYAML raises for a value that is none of the type it is tagged with (`!!int ""`, `!!bool x`).
        raise ValueError(f"a value is not of the type that it is said to be ({error})") from error


class _Loader(yaml.SafeLoader):
    def compose_mapping_node(self, anchor: Any) -> yaml.MappingNode:
        """YAML 1.2, 3.2.1.1: the keys of a mapping are unique. PyYAML would take the last one in silence.

        Here merges (`<<`) are not resolved yet: names that they bring may be said again.
        """
        node: yaml.MappingNode = super().compose_mapping_node(anchor)
        seen: set[tuple[str, str]] = set()
        for name, _ in node.value:
            if isinstance(name, yaml.ScalarNode):
                if (name.tag, name.value) in seen:
                    raise ValueError(f"the name {name.value!r} stands twice, again in line {name.start_mark.line + 1}")
                seen.add((name.tag, name.value))
        return node
