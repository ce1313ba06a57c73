"""The gateway's settings: one frozen object, read once from an optional YAML file and the environment.

Every setting has one name; in the file it is that name, in the environment ``GATEWAY_`` and the name in capitals. The
environment wins over the file, the command line over both. The table in ``gateway/README.md`` is compared with this
room by a test.
"""

from gateway.settings.checking import checked, unknown_subgraphs
from gateway.settings.every import PUBLIC_CODES, Settings
from gateway.settings.reading import PREFIX, read_settings, unknown_variables
from gateway.settings.showing import table

__all__ = [
    "PREFIX",
    "PUBLIC_CODES",
    "Settings",
    "checked",
    "read_settings",
    "table",
    "unknown_subgraphs",
    "unknown_variables",
]
