"""One thread for each product of matrices, set before numpy is imported: importing this module is what does it.

OpenBLAS wakes a thread on every core for the smallest product, and these spin on after it: a product of 100 vectors
took 0.1 ms on the clock and thirty times that in CPU on two cores. What runs at once are requests, and pages that are
encoded. An operator's own number holds. Source: OpenBLAS's documentation of its run-time variables.
"""

from __future__ import annotations

import os

NUMBERS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")

for name in NUMBERS:
    os.environ.setdefault(name, "1")
