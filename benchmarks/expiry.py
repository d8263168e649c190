# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Points that expire, many lots in one night: the suite against plain SQL."""

import json

DATABASE = "bench_expiry"
SCRIPT = "benchmarks.expiry_inside"
LIMIT = 3.0


def run(lab, lots):
    """Measure in a database of its own and print the ratio; return an exit code."""
    lab.drop(DATABASE)
    lab.clone(lab.template("suite"), DATABASE)
    try:
        with lab.worker(DATABASE) as worker:
            worker.ask("fill", SCRIPT, lots=lots)
            plain = worker.ask("expire_by_sql", SCRIPT)
            suite = worker.ask("expire_by_service", SCRIPT)
    finally:
        lab.drop(DATABASE)
    ratio = suite["seconds"] / plain["seconds"]
    print(json.dumps({"plain": plain, "suite": suite, "ratio": round(ratio, 2)}))
    return int(ratio > LIMIT or plain["written"] != suite["written"])
