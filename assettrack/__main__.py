"""``python -m assettrack``."""

import sys

from assettrack.cli.main import main

sys.exit(main())
