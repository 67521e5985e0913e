"""`python -m tests.fuzz`: runs the targets in processes of their own and prints what came of it."""

from __future__ import annotations

import sys

from .command import main

sys.exit(main())
