#!/bin/sh
# Pins the three lists of requirements, and asks whether every pin has a wheel for each Python that we support.
# torch is pinned without its build tag: pip and uv then take the CPU build where one is offered.
set -eu
cd "$(dirname "$0")/.."
venv=${VENV:-.venv}
uv="$venv/bin/uv"
links=${PIP_FIND_LINKS:-$("$venv/bin/python" -m pip config get global.find-links 2>/dev/null || true)}
export UV_FIND_LINKS="${UV_FIND_LINKS:-$links}"

pin() { # LIST [OPTION]: what is pinned already stays as it is, where it still fits
  list=$1; shift
  "$uv" pip compile -q "$list.in" -o "$list.txt" --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-header "$@"
}

pin requirements
pin requirements-check
# An old pin of torch is without its tag, and would lead to the build with CUDA and its nineteen packages.
touch requirements-model.txt
sed -i '/^torch==/d' requirements-model.txt
pin requirements-model --torch-backend=cpu 2>/dev/null || pin requirements-model
sed -i 's/^\(torch==[0-9.]*\)+cpu/\1/' requirements-model.txt
! grep '^nvidia-' requirements-model.txt || { echo "No CPU build of torch can be had here: lock where there is one." >&2; exit 1; }

trap 'rm -rf "$nowhere"' EXIT
nowhere=$(mktemp -d)
for python in 3.11 3.12 3.13 3.14; do
  "$uv" pip install -q --dry-run --target "$nowhere" --only-binary :all: --python-version "$python" \
    --python-platform x86_64-manylinux_2_28 -r requirements.txt -r requirements-check.txt -r requirements-model.txt
  echo "Every pin has a wheel for Python $python."
done
