"""The one check command: format, lint, types, import contracts, tests. ``python -m tests``."""

import os
import subprocess
import sys
from pathlib import Path

BIN = Path(sys.executable).parent
CHECKS = (
    (BIN / "ruff", "format", "--check", "."),
    (BIN / "ruff", "check", "."),
    (BIN / "mypy",),
    (BIN / "lint-imports",),
    (sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup"),
)


def main() -> int:
    root = Path(__file__).parent.parent
    for check in CHECKS:
        print("==", Path(check[0]).name, *check[1:], flush=True)
        done = subprocess.run(
            [str(word) for word in check], check=False, cwd=root, env={**os.environ, "PYTHONPATH": str(root)}
        )
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
