#!/bin/sh
# Install what the tests need beside Python, when it is missing: a browser, a PostgreSQL server, GNU gettext,
# poppler, which reads our papers as another program would, and LibreOffice, which writes and reads workbooks so.
set -u

missing=
has() { command -v "$1" >/dev/null 2>&1; }
if ! has chromium-headless-shell && ! has chromium && ! has chromium-browser && ! has google-chrome; then
    browser=chromium # the headless shell, where Debian has it, does the same with a fifth less work
    apt-cache show chromium-headless-shell >/dev/null 2>&1 && browser=chromium-headless-shell
    missing="$missing $browser fonts-liberation"
fi
has pdfinfo || missing="$missing poppler-utils"
has soffice || has libreoffice || missing="$missing libreoffice-calc-nogui"
has msgfmt && has xgettext || missing="$missing gettext"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || has initdb || missing="$missing postgresql"
[ -z "$missing" ] && exit 0

as_root=
[ "$(id -u)" = 0 ] || as_root="sudo -n"
if has apt-get && { [ -z "$as_root" ] || $as_root true 2>/dev/null; }; then
    echo "Installing for the tests:$missing"
    # shellcheck disable=SC2086 # the list is a list
    { $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends $missing >/dev/null; } && exit 0
fi
echo "The tests need these system packages, and they could not be installed from here:$missing" >&2
echo "On Debian or Ubuntu, as an administrator: apt-get install$missing" >&2
exit 1
