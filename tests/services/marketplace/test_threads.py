"""A product of matrices takes one thread: the numbers are there before numpy reads them."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

NUMBERS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
SEEN = f"""
import os, sys

class Watch:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == "numpy":
            print(*(os.environ.get(each) for each in {NUMBERS}))
            sys.meta_path.remove(Watch)

sys.meta_path.insert(0, Watch)
import services.marketplace.__main__
"""


@pytest.mark.parametrize(("given", "seen"), [({}, "1 1 1"), ({"OPENBLAS_NUM_THREADS": "3"}, "3 1 1")])
def test_numpy_finds_one_thread_unless_the_operator_says_otherwise(given: dict[str, str], seen: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in NUMBERS} | given
    command = [sys.executable, "-c", SEEN]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == seen
