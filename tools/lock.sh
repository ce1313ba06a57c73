#!/bin/sh
# Pins everything. torch is pinned without its build tag: pip and uv then take the CPU build where one is offered.
set -eu
cd "$(dirname "$0")/.."
venv=${VENV:-.venv}
links=${PIP_FIND_LINKS:-$("$venv/bin/python" -m pip config get global.find-links 2>/dev/null || true)}
UV_FIND_LINKS="${UV_FIND_LINKS:-$links}" "$venv/bin/uv" pip compile -q requirements.in -o requirements.txt \
  --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-header
sed -i 's/^\(torch==[0-9.]*\)+cpu/\1/' requirements.txt
