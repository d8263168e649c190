# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""`make test`: every module's tests and those of tests/, two at a time, one result."""

import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import threading
import time
from pathlib import Path

from . import browser, config, layout, modules, procs, reports, venv
from .console import Fail, duration, say

SHARDS = 2
READY_VARIABLE = "UNIFIED_TEMPLATES_READY"
JOB_LIMIT = 10 * 60
LONG_JOB_LIMIT = 90 * 60
ALONE = re.compile(r"^pytestmark\b.*\bmark\.alone\b", re.MULTILINE)
# Seconds of the longest groups, for a clone that has not measured any yet.
LONGEST = {
    "tests/test_modules.py": 300,
    "unified_pos": 220,
    "tests/concurrency/test_checkout_at_once.py": 115,
    "tests/faults/test_stock_faults.py": 105,
    "tests/journeys/test_shop_quality.py": 100,
    "tests/journeys/test_unhappy_paths.py": 100,
    "unified_ecommerce": 80,
    "unified_loyalty_pos": 70,
    "unified_commerce_base": 65,
    "tests/test_hoot.py": 60,
}
NO_BROWSER = re.compile(r"[Cc]hrom(e|ium)")


class Job:
    """One pytest process with its own copy of a database, and what came of it."""

    def __init__(self, name, arguments, must_run=True, alone=False, template=None):
        self.name = name
        self.arguments = arguments
        self.must_run = must_run
        self.alone = alone
        self.template = template
        self.count = reports.Count()
        self.problem = None
        self.seconds = 0

    @property
    def slug(self):
        return re.sub(r"\W+", "_", self.name).strip("_")

    @property
    def log(self):
        return layout.data_dir() / "reports" / f"{self.slug}.log"

    @property
    def junit(self):
        return layout.data_dir() / "reports" / f"{self.slug}.xml"


class Runner:
    def __init__(self, session, long=False):
        self.session = session
        self.long = long
        self.folder = layout.data_dir() / "reports"
        self.timings = self._read_timings()
        self.print_lock = threading.Lock()
        self.children = set()
        self.stopping = False

    # Which jobs there are ------------------------------------------------

    def jobs(self, module=None, file=None, pytest_arguments=()):
        if file:
            return [self.root_job(layout.ROOT / file, pytest_arguments)]
        jobs = []
        found = modules.all_modules()
        wanted = [module] if module else list(found)
        if module:
            modules.dependencies(module, found)
        if not self.long:
            jobs += [self.module_job(name, found[name]) for name in wanted]
        if module:
            jobs += self.hoot_jobs(found[module])
        else:
            jobs += self.root_jobs()
        for job in jobs:
            job.arguments += pytest_arguments
            # A choice of tests by name may leave a module without any.
            job.must_run = job.must_run and not pytest_arguments
        return sorted(jobs, key=lambda job: (job.alone, -self.expected(job)))

    def expected(self, job):
        """Seconds it may take: the longest go first, so that none is left alone."""
        return self.timings.get(job.name, LONGEST.get(job.name, 40))

    def module_job(self, name, path):
        arguments = ["-p", "devkit.pytest_modules", "--odoo-http"]
        arguments += ["--odoo-config", str(config.path()), "--odoo-log-level=warn"]
        arguments += [str(path / "tests")]
        return Job(name, arguments, template=modules.template_of(name))

    def hoot_jobs(self, path):
        """JavaScript unit tests of one module, run by tests/test_hoot.py."""
        file = layout.ROOT / "tests/test_hoot.py"
        if not file.exists() or not any(path.glob("static/tests/**/*.test.js")):
            return []
        arguments = ["-p", "no:odoo", "-k", path.name, str(file)]
        return [Job(f"{path.name} (JavaScript)", arguments)]

    def root_jobs(self):
        files = (layout.ROOT / "tests").rglob("test_*.py")
        return [self.root_job(file) for file in sorted(files)]

    def root_job(self, file, pytest_arguments=()):
        if not file.is_file():
            raise Fail(f"there is no file {file}", "give a path as in tests/test_x.py")
        marks = "long" if self.long else "not long"
        arguments = ["-p", "no:odoo", "-m", marks, str(file), *pytest_arguments]
        alone = bool(ALONE.search(file.read_text("utf-8")))
        # A file may have long tests only, or none.
        name = str(file.relative_to(layout.ROOT))
        return Job(name, arguments, must_run=False, alone=alone)

    # Running them --------------------------------------------------------

    def run(self, jobs):
        """Run all jobs; returns True when nothing failed. Prints the closing line."""
        if not jobs:
            raise Fail("there is nothing to test", "look at make help")
        shutil.rmtree(self.folder, ignore_errors=True)
        layout.folder(self.folder)
        browser.ensure_chromium()
        kinds = sorted({job.template or "suite" for job in jobs}, reverse=True)
        for kind in kinds:
            self.session.templates.ensure(kind)
        # The tests need not look again whether the code has changed meanwhile.
        os.environ[READY_VARIABLE] = ",".join(kinds)
        say(f"Tests: {len(jobs)} groups, {SHARDS} at a time")
        began = time.time()
        together = [job for job in jobs if not job.alone]
        with concurrent.futures.ThreadPoolExecutor(SHARDS) as pool:
            try:
                for _done in pool.map(self._run_one, together):
                    pass
                for job in jobs:
                    if job.alone:
                        self._run_one(job)
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                self._stop_children()
                raise
        self._write_timings(jobs)
        return self._conclude(jobs, time.time() - began)

    def _run_one(self, job):
        began = time.time()
        database = None
        try:
            if job.template:
                source = self.session.templates.ensure(job.template)
                database = f"t_{job.slug}"
                self.session.databases.drop(database)
                self.session.databases.copy(source, database)
            self._pytest(job, database)
        except Fail as problem:
            job.problem = str(problem)
        finally:
            if database:
                self.session.databases.drop(database)
            job.seconds = time.time() - began
        if self.stopping:
            return
        self._judge(job)
        with self.print_lock:
            self._tell(job)

    def _pytest(self, job, database):
        command = [venv.python(), "-m", "pytest", "-c", layout.ROOT / "pyproject.toml"]
        command += ["--rootdir", layout.ROOT, "-p", "no:cacheprovider", "-rs"]
        command += ["--junitxml", job.junit, *job.arguments]
        if database:
            command += ["--odoo-database", database]
        environment = {**venv.environment(), "ODOO_RC": str(config.path())}
        process = procs.start(command, job.log, env=environment, cwd=layout.ROOT)
        self.children.add(process)
        limit = LONG_JOB_LIMIT if self.long else JOB_LIMIT
        try:
            job.code = process.wait(limit)
        except subprocess.TimeoutExpired:
            job.code = None
            job.problem = f"stopped after {duration(limit)}"
        finally:
            procs.stop(process)
            self.children.discard(process)

    def _stop_children(self):
        self.stopping = True
        for process in list(self.children):
            procs.stop(process, patience=3)

    # What came of them ---------------------------------------------------

    def _judge(self, job):
        count, reasons = reports.read(job.junit)
        job.count = count or reports.Count()
        code = getattr(job, "code", None)
        without_browser = [reason for reason in reasons if NO_BROWSER.search(reason)]
        if job.problem:
            pass
        elif code == 5 or (code == 0 and not job.count.ran):
            if job.must_run:
                job.problem = "ran no test"
        elif code not in (0, 1):
            job.problem = f"pytest ended with {code}"
        elif without_browser:
            job.problem = f"tests left out for want of a browser ({without_browser[0]})"
        elif code == 1 and not job.count.failed:
            job.problem = "pytest says it failed, its report does not say where"
        if job.problem:
            job.count += reports.Count(failed=1)

    def _tell(self, job):
        state = "ok" if not job.count.failed else "FAILED"
        extra = f", {job.count.skipped} left out" if job.count.skipped else ""
        if job.count.ran or job.problem:
            say(
                f"  {state:6} {job.name}: {job.count.ran} tests{extra}, "
                f"{duration(job.seconds)}"
            )
        if job.count.failed:
            if job.problem:
                say(f"         {job.problem}")
            text = job.log.read_text(errors="replace") if job.log.exists() else ""
            say(indent(tail_of(text)))
            say(f"         whole output: {job.log}")

    def _conclude(self, jobs, seconds):
        total = reports.Count()
        for job in jobs:
            total += job.count
        left = procs.stop_leftovers()
        for pid, command in left:
            say(f"  FAILED left running: {pid} {command[:150]}")
        if left:
            total += reports.Count(failed=1)
        if not total.ran:
            say("  FAILED no test ran")
            total += reports.Count(failed=1)
        failed = [job.name for job in jobs if job.count.failed]
        if failed:
            say(f"Failed: {', '.join(failed)}")
        say(f"Tests took {duration(seconds)}")
        say(total.line())
        return not total.failed

    # Longest first next time ---------------------------------------------

    def _timings_file(self):
        return Path(layout.data_dir() / "timings.json")

    def _read_timings(self):
        try:
            return json.loads(self._timings_file().read_text())
        except (OSError, ValueError):
            return {}

    def _write_timings(self, jobs):
        self.timings.update({job.name: round(job.seconds, 1) for job in jobs})
        self._timings_file().write_text(json.dumps(self.timings, indent=1))


def tail_of(text, lines=120):
    """The part of pytest's output that tells the failures."""
    marks = ("= FAILURES =", "= ERRORS =")
    starts = [text.find(mark) for mark in marks if mark in text]
    if starts:
        text = text[min(starts) :]
    kept = text.splitlines()
    if len(kept) > lines:
        kept = [*kept[: lines // 2], "…", *kept[-lines // 2 :]]
    return "\n".join(kept)


def indent(text):
    return "\n".join(f"         {line}" for line in text.splitlines())
