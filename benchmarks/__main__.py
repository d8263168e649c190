# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Command line: builds both databases, measures, prints the table, writes the file."""

import argparse
import itertools
import json
import os
import platform
import re
import signal
import sys
import tempfile
import time
from pathlib import Path

from . import expiry, lines, report
from .lab import Lab, LabError
from .stats import Series

RESULTS = Path(__file__).with_name("results") / "latest.json"
BARE, SUITE = "bench_bare", "bench_suite"
DATA = "benchmarks.dataset"
GROWTH_DATA = "benchmarks.growth"
DATABASES = {"bare": BARE, "suite": SUITE}
# The same shop of the suite, and how many articles it has.
GROWN = {"small": ("bench_small", 2_000), "grown": ("bench_grown", 100_000)}
LOADED = re.compile(r"Module (unified_\w+) loaded in ([\d.]+)s")
# The time for the lines leaves some for the shop that has grown, which is made last.
SIZES = {
    "quick": {"data": {}, "factor": 1, "minutes": 8},
    "large": {
        "data": {"products": 100_000, "customers": 500_000, "stocked": 20_000},
        "factor": 4,
        "minutes": 90,
    },
}


def parse(arguments):
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--large", action="store_true", help="more data, more pairs")
    parser.add_argument("--check", action="store_true", help="fail on a line too slow")
    parser.add_argument("--lines", help="codes of the lines to run, by commas")
    parser.add_argument("--pairs", type=int, help="pairs of each line")
    parser.add_argument("--modules", help="modules of the suite to install, by commas")
    parser.add_argument(
        "--expiry", type=int, metavar="LOTS", help="only let so many lots expire"
    )
    parser.add_argument(
        "--same",
        action="store_true",
        help="bare against bare: what the noise of this machine looks like",
    )
    parser.add_argument("--keep", action="store_true", help="keep the databases")
    parser.add_argument("--reuse", action="store_true", help="use the databases kept")
    parser.add_argument("--output", default=str(RESULTS), help="results file")
    return parser.parse_args(arguments)


def say(text):
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def build(lab, options, size):
    """Make both databases; return the line of the installation, or None."""
    say(f"data: building {BARE}")
    lab.clone(lab.template("bare"), BARE)
    with lab.worker(BARE) as worker:
        worker.ask("build", DATA, **size["data"])
    lab.clone(BARE, SUITE)
    modules = options.modules.split(",") if options.modules else lab.modules_on_disk()
    log, seconds = "", 0
    if modules and not options.same:
        say(f"installing {', '.join(modules)}")
        seconds, log = lab.install(SUITE, modules)
    for name in DATABASES.values():
        with lab.worker(name) as worker:
            worker.ask("vacuum", DATA)
    if not log:
        return None
    parts = sorted(LOADED.findall(log), key=lambda part: -float(part[1]))
    note = ", ".join(f"{name} {spent} s" for name, spent in parts)
    series = Series()
    series.add(seconds, rows=len(parts))
    return report.Line(
        code="install",
        label="installing the modules on that data",
        candidate=series,
        absolute=True,
        note=note,
    )


def build_grown(lab):
    """Make the shop that is small and, from its places, the one that has grown."""
    say("data: building a small shop and one that has grown")
    small, grown = (name for name, _products in GROWN.values())
    lab.clone(lab.template("suite"), small)
    with lab.worker(small) as worker:
        sold = worker.ask("prepare", GROWTH_DATA)
    lab.clone(small, grown)
    for name, products in GROWN.values():
        with lab.worker(name) as worker:
            worker.ask("fill", GROWTH_DATA, products=products, **sold)
            worker.ask("vacuum", DATA)


def databases(grown, lab, options):
    """Return {side: database} of a group of lines; the grown shop is made for it."""
    if not grown:
        return DATABASES
    if not options.reuse:
        build_grown(lab)
    return {side: name for side, (name, _products) in GROWN.items()}


def chosen(options):
    """Return the lines asked for; bare against bare has no service of the suite."""
    wanted = options.lines.split(",") if options.lines else None
    unknown = set(wanted or ()) - {work.code for work in lines.WORKS}
    if unknown:
        raise LabError(f"no line {', '.join(sorted(unknown))}")
    return [
        work
        for work in lines.WORKS
        if (not wanted or work.code in wanted)
        and not (options.same and (work.reference or work.sides != lines.COMPARED))
    ]


def measure_one(work, sides, options, size, clock):
    pairs = options.pairs or work.pairs * size["factor"]
    try:
        return lines.measure(work, sides, pairs, clock, say)
    except Exception as error:  # noqa: BLE001 - one line must not hide the others
        say(f"{work.label}: {error}")
        return report.Line(work.code, work.label, error=str(error))


def measure_all(lab, options, size, log_dir):
    started = time.monotonic()
    end = started + size["minutes"] * 60
    measured = []
    compared = any(work.sides != lines.GROWTH for work in chosen(options))
    if compared and not options.reuse:
        install = build(lab, options, size)
        measured += [install] if install else []
    facts = {}
    # A lone line needs one warm worker, or it measures cold caches of eight.
    left = len(chosen(options))
    groups = itertools.groupby(
        chosen(options), key=lambda work: (work.workers, work.sides == lines.GROWTH)
    )
    for (workers, grown), works in groups:
        with lines.open_sides(
            lab, databases(grown, lab, options), workers, log_dir
        ) as sides:
            facts = facts or list(sides.values())[-1].facts
            for work in works:
                now = time.monotonic()
                clock = lines.Clock(now + max(end - now, 0) / left, end)
                measured.append(measure_one(work, sides, options, size, clock))
                left -= 1
    return measured, {
        "modules": facts["modules"],
        "counts": facts["counts"],
        "minutes": round((time.monotonic() - started) / 60, 1),
    }


def context(options, found):
    return {
        "date": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "size": "large" if options.large else "quick",
        "same": options.same,
        "machine": {"cpus": os.cpu_count(), "python": platform.python_version()},
        **found,
    }


def main(arguments=None):
    options = parse(arguments)
    # Ended from outside, the servers started here end as well.
    signal.signal(signal.SIGTERM, lambda *_args: sys.exit(143))
    size = SIZES["large" if options.large else "quick"]
    reasons = report.load_reasons()
    try:
        lab = Lab.from_environment()
        if options.expiry:
            return expiry.run(lab, options.expiry)
        with tempfile.TemporaryDirectory(prefix="unified-bench-") as log_dir:
            measured, found = measure_all(lab, options, size, log_dir)
        if not options.keep and not options.reuse:
            for name in (BARE, SUITE, *(name for name, _products in GROWN.values())):
                lab.drop(name)
    except LabError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    report.write_json(options.output, measured, reasons, context(options, found))
    print(report.table(measured, reasons))
    print(json.dumps(found["counts"]), f"in {found['minutes']} min")
    failed = report.failures(measured, reasons)
    if failed:
        print(f"{len(failed)} line(s) need a look: {', '.join(x.code for x in failed)}")
    return 1 if failed and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
