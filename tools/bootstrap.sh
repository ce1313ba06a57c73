#!/bin/sh
# Makes the Python environment of the project: `sh tools/bootstrap.sh [run|check|model]`, each with what the one before it
# has. Does nothing when it is already there for these requirements; makes anew what was left half made.
set -eu
cd "$(dirname "$0")/.."
level=${1:-run}
venv=${VENV:-.venv}
python=${PYTHON:-python3}
making="$venv/.making" # is there while somebody installs, and stays when that was interrupted
lock="$venv.lock"      # a folder: making one asks and takes in one step

say() { printf '%s\n' "$@" >&2; }
fail() { say "$@"; exit 1; }

lists_of() {
  case $1 in
    run) echo requirements.txt ;;
    check) echo requirements.txt requirements-check.txt ;;
    model) echo requirements.txt requirements-check.txt requirements-model.txt ;;
    *) fail "tools/bootstrap.sh makes an environment for run, check or model, and none for '$1'." ;;
  esac
}

size_of() {
  case $1 in
    run) echo "some 90 MB to fetch" ;;
    check) echo "some 120 MB to fetch" ;;
    model) echo "some 450 MB to fetch; more where there is no CPU build of torch" ;;
  esac
}

# A stamp says where the environment stands (its scripts name that place), on which Python, with which requirements.
place() { (cd "$venv" 2>/dev/null && pwd -P) || true; }
version() { "${1:-$venv/bin/python}" -I -c 'import sys; print("Python %d.%d" % sys.version_info[:2])' 2>/dev/null || true; }
stamp_of() { place; version; cat $(lists_of "$1") | cksum; }
is_ready() {
  [ ! -e "$making" ] && [ -f "$venv/.ready-$level" ] && [ "$(cat "$venv/.ready-$level")" = "$(stamp_of "$level")" ]
}

why_not_whole() { # why what is there cannot be built upon; nothing where it can
  [ ! -e "$making" ] || { echo "an installation was interrupted"; return; }
  [ -x "$venv/bin/python" ] || { echo "its Python is gone"; return; }
  [ -n "$(version)" ] || { echo "its Python does not start"; return; }
  "$venv/bin/python" -I -c 'import pip' 2>/dev/null || { echo "it has no pip"; return; }
  [ -z "${PYTHON:-}" ] || [ "$(version)" = "$(version "$python")" ] || { echo "it has $(version), not $(version "$python")"; return; }
  for stamp in "$venv"/.ready-*; do
    [ -f "$stamp" ] || continue
    [ "$(sed -n 1p "$stamp")" = "$(place)" ] || { echo "it was made in another place"; return; }
    [ "$(sed -n 2p "$stamp")" = "$(version)" ] || { echo "it was made for another Python"; return; }
  done
}

take_lock() {
  tries=0
  until mkdir "$lock" 2>/dev/null; do
    [ -d "$lock" ] || fail "The environment cannot be made: $(dirname "$lock") cannot be written."
    owner=$(cat "$lock/owner" 2>/dev/null || true)
    tries=$((tries + 1))
    if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null || [ -z "$owner" ] && [ "$tries" -gt 5 ]; then
      rm -rf "$lock" # whoever took it is dead
      continue
    fi
    [ "$tries" -ne 1 ] || say "Somebody else (process ${owner:-unknown}) makes the environment in $venv; waiting ..."
    sleep 1
  done
  trap 'rm -rf "$lock"' EXIT
  trap 'exit 130' INT TERM HUP
  echo $$ >"$lock/owner"
}

check_python() {
  command -v "$python" >/dev/null 2>&1 || fail "Python 3.11 or newer is needed, and '$python' is not there."
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
    || fail "Python 3.11 or newer is needed; '$python' is $("$python" -V 2>&1). Name another one, such as PYTHON=python3.13"
}

make_venv() {
  say "Step 1 of 3: making the environment in $venv with $("$python" -V 2>&1) ..."
  mkdir -p "$venv" 2>/dev/null && : >"$making" || fail "The environment cannot be made: $venv cannot be written."
  said=$("$python" -m venv "$venv" 2>&1) && return
  rm -rf "$venv"
  fail "$said" "" "The environment could not be made. On Debian and Ubuntu: apt-get install python3-venv"
}

with_uv() { # uv takes no settings from pip: hand it pip's find-links, where a CPU build of torch may lie
  VIRTUAL_ENV="$venv" UV_FIND_LINKS="${UV_FIND_LINKS:-$links}" UV_LINK_MODE=copy "$venv/bin/uv" pip install "$@"
}

install_with_uv() {
  if [ "$level" = model ]; then
    UV_HTTP_RETRIES=0 with_uv --torch-backend=cpu "$@" 2>/dev/null && return
  fi
  with_uv "$@"
}

install() {
  options=$(for list in $(lists_of "$level"); do printf ' -r %s' "$list"; done)
  what="$(cat $(lists_of "$level") | grep -c '^[a-z].*==') pinned packages ($(size_of "$level"))"
  links=${PIP_FIND_LINKS:-$("$venv/bin/python" -m pip config get global.find-links 2>/dev/null || true)}
  say "Step 2 of 3: fetching the installer, uv (some 25 MB) ..."
  if "$venv/bin/python" -m pip install --quiet --disable-pip-version-check uv 2>/dev/null; then
    say "Step 3 of 3: installing $what ..."
    install_with_uv $options && return
  fi
  say "uv did not work here. Step 3 of 3: installing $what with pip, which takes longer ..."
  "$venv/bin/python" -m pip install --disable-pip-version-check $options && return
  rm "$making" # both fetch everything before they change anything: what was there is as it was
  fail "" "The packages could not be installed; the lines above say why."
}

lists_of "$level" >/dev/null
is_ready && exit 0
check_python
take_lock
is_ready && exit 0 # somebody else has just made it
began=$(date +%s)
if [ -n "$(ls -A "$venv" 2>/dev/null)" ]; then
  [ -f "$venv/pyvenv.cfg" ] || [ -e "$making" ] || fail "$venv is there and is no Python environment: name another folder (VENV=...)."
  reason=$(why_not_whole)
  [ -z "$reason" ] || { say "The environment in $venv cannot be used ($reason); making it anew."; rm -rf "$venv"; }
fi
[ -x "$venv/bin/python" ] || make_venv
: >"$making"
install
for each in run check model; do
  stamp_of "$each" >"$venv/.ready-$each"
  [ "$each" != "$level" ] || break
done
rm "$making"
say "Installed: $(($(date +%s) - began)) s, $(du -sm "$venv" | cut -f1) MB in $venv."
