"""The console command `knooppunt`: every management command, on the database that DATABASE_URL names."""

import os
import sys


def main() -> None:
    """Run a management command with the arguments of the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "knooppunt.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["knooppunt", *sys.argv[1:]])


if __name__ == "__main__":
    main()
