# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Process that loads one registry and does what it is asked, a JSON line at a time."""

import functools
import importlib.util
import json
import os
import sys
import traceback
from pathlib import Path


def main():
    rc, database = sys.argv[1:3]
    # Odoo and its modules may print: the answers get the real output for themselves.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    import odoo
    from odoo.modules.registry import Registry
    from odoo.tools import config

    config.parse_config(["-c", rc, "-d", database, "--max-cron-threads=0"])
    odoo.evented = False
    registry = Registry(database)

    for line in sys.stdin:
        order = json.loads(line)
        try:
            work = getattr(load(order["script"]), order["work"])
            answer = {"result": work(registry, **order["params"])}
        except Exception:  # noqa: BLE001 - the asker raises it again
            answer = {"error": traceback.format_exc()}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


@functools.cache
def load(script):
    """Return the module of a name (benchmarks.inside) or of a file of tests."""
    if not script.endswith(".py"):
        return importlib.import_module(script)
    spec = importlib.util.spec_from_file_location(Path(script).stem, script)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
