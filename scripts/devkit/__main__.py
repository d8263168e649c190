# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Entry point. Kept to old syntax so that an old Python can say it is too old."""

import os
import shutil
import sys

OLDEST, NEWEST = (3, 10), (3, 13)


def supported(version):
    return OLDEST <= tuple(version[:2]) <= NEWEST


def another_python(which=shutil.which):
    """A supported interpreter of this machine, newest first, or None."""
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        found = which("python3." + str(minor))
        if found:
            return found
    return None


def start(argv):
    if not supported(sys.version_info):
        other = another_python()
        if other and not os.environ.get("UNIFIED_PYTHON_SEARCHED"):
            os.environ["UNIFIED_PYTHON_SEARCHED"] = "1"
            os.execv(other, [other, "-m", "devkit"] + argv)
        sys.stderr.write(
            "error: Python {}.{} cannot run Odoo 19: install Python 3.10 to 3.13, "
            "or name one with PYTHON=/path/to/python3.\n".format(*sys.version_info[:2])
        )
        return 1
    from devkit.cli import main

    return main(argv)


if __name__ == "__main__":
    sys.exit(start(sys.argv[1:]))
