#!/usr/bin/env python
"""Run a management command from a checkout; the same as the console command `knooppunt`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "src"))

from knooppunt.__main__ import main

main()
