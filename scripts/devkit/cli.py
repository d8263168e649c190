# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The commands of the Makefile. Every failure ends here, in one line."""

import argparse
import errno
import os
import shutil
import signal
import subprocess
import sys
import time
import traceback

from . import config, console, layout, procs, session, venv
from .console import CLOCK, Fail, duration, say, step


def main(argv):
    arguments = parser().parse_args(argv)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _frame: sys.exit(128 + number))
    # a script that starts us with "&" has its shell ignore Ctrl-C for us
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        if arguments.command in ("shell",):
            console.to_stderr()
        if arguments.command not in ("clean",):
            if arguments.command == "run":
                check_run(arguments)
            session.prepare(argv)
        return COMMANDS[arguments.command](arguments) or 0
    except Fail as problem:
        console.fail_line(problem)
        return 1
    except KeyboardInterrupt:
        print(file=sys.stderr)
        console.fail_line(Fail("stopped", "run the same command again to go on"))
        return 130
    except OSError as problem:
        keep_traceback()
        console.fail_line(explain(problem))
        return 1
    except Exception as problem:
        where = keep_traceback()
        console.fail_line(
            Fail(
                f"unexpected: {type(problem).__name__}: {problem}",
                f"details in {where}",
            )
        )
        return 1


def explain(problem):
    """A failure of the operating system, in words."""
    place = f" ({problem.filename})" if problem.filename else ""
    if problem.errno == errno.ENOSPC:
        return Fail(f"no disk space left{place}", "free some and run it again")
    if problem.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Fail(
            f"no right to write{place}",
            "run as the owner of these files, or choose folders with UNIFIED_DATA= "
            "and UNIFIED_CACHE=",
        )
    return Fail(f"{problem.strerror or problem}{place}", "mend it and run it again")


def keep_traceback():
    """Put the details where they do not hide the one line; None when nowhere."""
    path = layout.data_dir() / "logs/devkit.log"
    try:
        layout.folder(path.parent)
        with open(path, "a") as handle:
            traceback.print_exc(file=handle)
    except (OSError, Fail):
        return None
    return path


def parser():
    top = argparse.ArgumentParser(prog="make", description="Commands of the suite.")
    sub = top.add_subparsers(dest="command", required=True)
    command = sub.add_parser("run")
    command.add_argument("--db")
    command = sub.add_parser("test")
    command.add_argument("--module")
    command.add_argument("--file")
    command.add_argument("--long", action="store_true")
    command.add_argument("rest", nargs="*")
    command = sub.add_parser("shell")
    command.add_argument("--db")
    command = sub.add_parser("db")
    command.add_argument("--name")
    command.add_argument("--modules", default="")
    command.add_argument("--demo", action="store_true")
    command.add_argument("--bare", action="store_true")
    command = sub.add_parser("db-drop")
    command.add_argument("--name")
    command = sub.add_parser("bench")
    command.add_argument("--large", action="store_true")
    command.add_argument("rest", nargs="*")
    command = sub.add_parser("lint")
    command.add_argument("--fix", action="store_true")
    sub.add_parser("i18n").add_argument("--module")
    for name in ("setup", "reset", "clean"):
        sub.add_parser(name)
    return top


def check_run(arguments):
    """What would fail at the end of a long set-up fails before it."""
    from . import demo

    demo.check_port(demo.port_from_environment(), host())


def host():
    return os.environ.get("HOST") or "127.0.0.1"


def run(arguments):
    from . import browser, demo

    with session.opened() as opened:
        browser.ensure_pdf()
        demo.run(opened, arguments.db, demo.port_from_environment(), host())


def test(arguments):
    from . import browser, runner

    with session.opened() as opened:
        browser.ensure_pdf()
        tests = runner.Runner(opened, long=arguments.long)
        jobs = tests.jobs(arguments.module, arguments.file, arguments.rest)
        try:
            return 0 if tests.run(jobs) else 1
        finally:
            # Servers of tests are in groups of their own, so that they outlive a
            # killed test: an interrupted run must look for them.
            procs.stop_leftovers()


def shell(arguments):
    from . import demo

    with session.opened() as opened:
        name = arguments.db or demo.ensure_database(opened)
        if not opened.databases.exists(name):
            raise Fail(f"there is no database {name}", f"make db NAME={name}")
        command = [venv.python(), "-m", "odoo", "shell", "-c", config.path()]
        command += ["-d", name, "--no-http", "--log-level=warn"]
        # The shell has the terminal: Ctrl-C is for it alone.
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            return subprocess.call(
                command,
                env=venv.environment(),
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
            )
        finally:
            signal.signal(signal.SIGINT, before)


def db(arguments):
    from . import templates
    from .databases import check_name

    check_name(arguments.name)
    began = time.time()
    names = arguments.modules.replace(",", " ").split()
    kind = "demo" if arguments.demo else "bare" if arguments.bare or names else "suite"
    with session.opened() as opened:
        if opened.databases.exists(arguments.name):
            raise Fail(
                f"there is already a database {arguments.name}",
                f"choose another name, or make db-drop NAME={arguments.name}",
            )
        source = opened.templates.ensure(kind)
        with step(f"database {arguments.name}, {kind}") as current:
            opened.databases.copy(source, arguments.name)
            current.result = "copied"
        if names:
            with step(f"installing {', '.join(names)}"):
                templates.update(arguments.name, names, [])
        say(f"Ready in {duration(time.time() - began)}; login admin, password admin")
        say(f"  make run DB={arguments.name}     make shell DB={arguments.name}")


def db_drop(arguments):
    from .databases import check_name

    check_name(arguments.name)
    with session.opened() as opened:
        if not opened.databases.exists(arguments.name):
            raise Fail(f"there is no database {arguments.name}", "nothing to do")
        opened.databases.drop(arguments.name)
        say(f"Database {arguments.name} is gone")


def bench(arguments):
    from . import browser

    if not (layout.ROOT / "benchmarks/__main__.py").exists():
        raise Fail("there are no benchmarks here", "look for the folder benchmarks/")
    with session.opened() as opened:
        browser.ensure_chromium()
        opened.templates.ensure("bare")
        command = [venv.python(), "-m", "benchmarks", *arguments.rest]
        command += ["--large"] if arguments.large else []
        environment = {**venv.environment(), "ODOO_RC": str(config.path())}
        process = subprocess.Popen(command, cwd=layout.ROOT, env=environment)
        try:
            return process.wait()
        finally:
            process.terminate()
            process.wait()
            procs.stop_leftovers()


def lint(arguments):
    from . import lint as checks

    return 0 if checks.run(fix=arguments.fix) else 1


def i18n(arguments):
    from . import translations

    with session.opened() as opened:
        translations.refresh(opened, arguments.module)


def setup(arguments):
    """Everything that can be done before the first run or test."""
    from . import browser

    with session.opened() as opened:
        browser.ensure_chromium()
        browser.ensure_pdf()
        opened.templates.ensure("suite")
        say(CLOCK.summary())


def reset(arguments):
    """Drop the demo database and the templates made of our modules."""
    from . import demo, postgres, templates

    refuse_while_running()
    names = [demo.DATABASE, templates.DEMO, templates.APART, templates.SUITE]
    try:
        with session.opened() as opened:
            for name in names + [f"{name}_building" for name in names]:
                opened.databases.drop(name)
    except Fail as problem:
        if os.environ.get("DATABASE_URL"):
            raise
        say(f"  {problem}")
        postgres.Cluster().remove()
        shutil.rmtree(config.odoo_data(), ignore_errors=True)
    say("The demonstration data is gone; make run makes it anew")


def clean(arguments):
    """Remove all that the set-up made in this clone; the downloads stay."""
    from . import postgres

    refuse_while_running()
    data = layout.data_dir()
    if data.exists():
        postgres.Cluster().remove()
        shutil.rmtree(data)
    for name in ("node_modules", ".ruff_cache", ".pytest_cache"):
        shutil.rmtree(layout.ROOT / name, ignore_errors=True)
    say("All that make had set up in this clone is gone")
    if layout.cache_dir().exists():
        say(f"Downloads are kept for the next time in {layout.cache_dir()}")


def refuse_while_running():
    import json

    from . import demo

    try:
        facts = json.loads(demo.run_file().read_text())
    except (OSError, ValueError):
        return
    if procs.group_alive(facts["group"]) and not procs.port_is_free(facts["port"]):
        raise Fail(
            "make run is running in another terminal",
            f"stop it there (Ctrl-C), or with: kill -- -{facts['group']}",
        )


COMMANDS = {
    "run": run,
    "test": test,
    "shell": shell,
    "db": db,
    "db-drop": db_drop,
    "bench": bench,
    "lint": lint,
    "i18n": i18n,
    "setup": setup,
    "reset": reset,
    "clean": clean,
}
