"""The console command `knooppunt`: every management command, on the database that DATABASE_URL names."""

import os
import sys
from pathlib import Path


def main() -> None:
    """Run a management command with the arguments of the command line.

    In a checkout that says nothing about its mode the command works as the demo does, which serves this machine
    alone. An installed package has no Makefile beside it and stays with `production`.
    """
    if (Path(__file__).resolve().parents[2] / "Makefile").exists() and "SITE_ADDRESS" not in os.environ:
        os.environ.setdefault("KNOOPPUNT_MODE", "demo")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "knooppunt.settings")
    from django.core.management import execute_from_command_line

    given = sys.argv[1:]
    if given and not given[0].startswith("-"):
        given[0] = given[0].replace("-", "_")  # a command is a module, so its own name has no hyphen
    execute_from_command_line(["knooppunt", *given])


if __name__ == "__main__":
    main()
