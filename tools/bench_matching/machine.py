"""The machine and the memory of processes, as Linux tells them."""

from __future__ import annotations

import os
import platform
from pathlib import Path


def memory(kind: str = "RssAnon", process: int | str = "self") -> float:
    """MiB of a process: ``RssAnon`` is its own without files that it has mapped, ``VmRSS`` all, ``VmHWM`` the most."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith(f"{kind}:"):
            return int(line.split()[1]) / 1024
    return 0.0


def machine() -> str:
    """In general words. How busy it is counts as much as what it is."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    busy = os.getloadavg()[1]
    return (
        f"{os.cpu_count()} cores ({model}), Python {platform.python_version()}; "
        f"others wanted them too: {busy:.1f} processes ran or wanted to in the mean of the last five minutes."
    )
