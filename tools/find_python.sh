#!/bin/sh
# Print the path of a Python of at least 3.12 that can make a virtual environment; or say plainly what is missing.
set -u

suits() {
    "$1" -c 'import sys; sys.exit(not (3, 12) <= sys.version_info[:2] < (3, 15))' >/dev/null 2>&1 || return 1
    "$1" -c 'import venv, ensurepip' >/dev/null 2>&1 && return 0
    without_venv=$1
    return 1
}

try() {
    path=$(command -v "$1" 2>/dev/null) || return 1
    suits "$path" || return 1
    "$path" -c 'import sys; print(sys.executable)'
    exit 0
}

without_venv=
[ -n "${PYTHON:-}" ] && try "$PYTHON"
for name in python3.13 python3.14 python3.12 python3 python; do try "$name"; done
root=${PYENV_ROOT:-$(pyenv root 2>/dev/null || echo "$HOME/.pyenv")}
for version in 3.13 3.14 3.12; do
    for path in "$root"/versions/"$version"*/bin/python3; do [ -x "$path" ] && try "$path"; done
done

if [ -n "$without_venv" ]; then
    echo "$without_venv is new enough, but cannot make a virtual environment (no venv or ensurepip)." >&2
    echo "On Debian or Ubuntu: apt-get install python3-venv  (or python3.X-venv for that version). Then run make again." >&2
else
    echo "Knooppunt needs Python 3.12, 3.13 or 3.14, and none was found on the PATH or under pyenv." >&2
    echo "Debian 13 and Ubuntu 24.04 have it: apt-get install python3 python3-venv" >&2
    echo "Elsewhere: pyenv install 3.13, or name one yourself: make PYTHON=/path/to/python3.13 demo" >&2
fi
exit 1
