#!/bin/sh
# Write the lock files again: every package with its hashes, for every Python and machine, without a registry address.
# Use: tools/lock.sh <python> [uv options, for example --upgrade]
set -eu
python=$1
shift
[ -x .tools/bin/uv ] || { "$python" -m venv .tools && .tools/bin/python -m pip install --quiet "uv==0.13.9"; }

compile() { # <file> <options...>
    target=$1
    shift
    .tools/bin/uv pip compile --quiet --universal --generate-hashes --python-version 3.12 \
        --no-emit-index-url --no-emit-find-links --no-annotate --no-header "$@" --output-file "$target" pyproject.toml
    if grep -nE '://|--(extra-)?index-url|--find-links' "$target"; then
        echo "$target names a registry or a folder of this machine." >&2
        exit 1
    fi
    { echo "# Written by 'make lock' from pyproject.toml. Do not edit."; cat "$target"; } >"$target.new"
    mv "$target.new" "$target"
}

compile requirements/base.txt "$@"
compile requirements/dev.txt --constraints requirements/base.txt --group test --group e2e --group lint "$@"
