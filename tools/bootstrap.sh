#!/bin/sh
# Makes the Python environment of the project; does nothing when it is already there for these requirements.
set -eu
cd "$(dirname "$0")/.."
venv=${VENV:-.venv}
python=${PYTHON:-python3}
stamp="$venv/.requirements"
wanted=$(cksum requirements.txt)
[ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && exit 0

say() { printf '%s\n' "$*" >&2; }
command -v "$python" >/dev/null 2>&1 || { say "Python 3.11 or newer is needed, and '$python' is not there."; exit 1; }
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  say "Python 3.11 or newer is needed; '$python' is $("$python" -V 2>&1). Name another one: PYTHON=python3.12 make setup"; exit 1; }
if [ ! -x "$venv/bin/python" ]; then
  say "Making the environment in $venv ..."
  "$python" -m venv "$venv" || { say "Could not make it. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
fi
# uv takes no settings from pip: hand it pip's find-links, where a CPU build of torch may lie.
links=${PIP_FIND_LINKS:-$("$venv/bin/python" -m pip config get global.find-links 2>/dev/null || true)}
say "Installing the pinned requirements (the first time takes about a minute) ..."
if "$venv/bin/python" -m pip install --quiet --disable-pip-version-check uv 2>/dev/null \
   && VIRTUAL_ENV="$venv" UV_FIND_LINKS="${UV_FIND_LINKS:-$links}" UV_LINK_MODE=copy "$venv/bin/uv" pip install --quiet -r requirements.txt; then
  :
else
  say "uv did not work here; installing with pip."
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r requirements.txt
fi
printf '%s' "$wanted" >"$stamp"
say "The environment is ready."
