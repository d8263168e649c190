# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""`make lint`: every check that needs no database."""

import json
import re
import shutil
import subprocess

from . import debian, layout, manifests, modules, procs, venv
from .console import Fail, say, step

# Checks of pylint-odoo that are wrong here, with the reason.
PYLINT_LEFT_OUT = [
    # One file holds one concern, so a model may be extended in several of them.
    "consider-merging-classes-inherited",
    # A private step of an override calls super() of the public method.
    "super-method-mismatch",
    # Right on models that hold a handful of records.
    "no-search-all",
    # An append-only model refuses the call instead of passing it on.
    "method-required-super",
    # Does not see `_ = self.env._`.
    "prefer-env-translation",
    # Asks for a return of methods whose super() returns nothing.
    "missing-return",
]
LEAKS = re.compile(
    r"(^|[^A-Za-z0-9._])/(work|root|farm)/[a-z]"
    r"|://[^ /]*(debian|pypi|pythonhosted|npmjs)"
)


class Problems(Exception):
    """What a check found, as text for the person."""


def run(fix=False):
    """All checks; returns True when none found anything."""
    ensure_node()
    found = []
    for title, check in CHECKS:
        with step(title) as current:
            current.result = "ok"
            try:
                check(fix)
                problems = None
            except Problems as raised:
                current.result = "PROBLEMS"
                problems = str(raised)
        if problems:
            say(problems)
            found.append(title)
    if found:
        say(f"Lint found something in: {', '.join(found)}")
    return not found


def tool(command, environment=None):
    """Run a checker on the project; its output is the problem when it fails."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=layout.ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        env=environment or venv.environment(),
        check=False,
    )
    if done.returncode:
        raise Problems("\n".join(done.stdout.splitlines()[-200:]))
    return done.stdout


def tracked(*suffixes):
    """Files of the repository, new ones included, without the ignored ones."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=layout.ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    files = [name for name in dict.fromkeys(listed) if (layout.ROOT / name).is_file()]
    return [name for name in files if name.endswith(suffixes)] if suffixes else files


# Checks ---------------------------------------------------------------------


def ruff_rules(fix):
    tool([program("ruff"), "check", *(["--fix"] if fix else []), "."])


def ruff_format(fix):
    tool([program("ruff"), "format", *([] if fix else ["--check", "-q"]), "."])


def pylint_odoo(_fix):
    paths = list(modules.all_modules().values())
    if paths:
        tool(
            [program("pylint"), "--rcfile", ".pylintrc", "--output-format=text"]
            + [f"--disable={','.join(PYLINT_LEFT_OUT)}", *paths]
        )


def eslint(fix):
    files = [name for name in tracked(".js", ".mjs") if "/static/lib/" not in name]
    if files:
        extra = ["--fix"] if fix else []
        tool([node_program("eslint"), "--max-warnings", "0", *extra, *files])


def prettier(fix):
    files = tracked(".js", ".mjs", ".scss", ".css", "package.json")
    files = [name for name in files if "/static/lib/" not in name]
    if files:
        tool([node_program("prettier"), "--write" if fix else "--check", *files])


def manifests_and_translations(_fix):
    found = [line for path in modules.all_modules().values() for line in checks(path)]
    if found:
        raise Problems("\n".join(found))


def checks(path):
    return manifests.problems(path) + manifests.translation_problems(path)


def licences(_fix):
    if not (layout.ROOT / "LICENSE").exists():
        raise Problems("the file LICENSE is missing")
    names = list(modules.all_modules())
    if names:
        tool(
            [program("manifestoo"), "--addons-path", addons_path()]
            + ["--select-include", ",".join(names), "check-licenses"]
        )


def addons_path():
    return ",".join(str(path) for path in modules.addons_paths())


def headers(_fix):
    """Each Python file says whose it is and under which licence."""
    missing = []
    for name in tracked(".py"):
        text = (layout.ROOT / name).read_text("utf-8")
        if text.strip() and "License LGPL-3.0" not in text[:400]:
            missing.append(f"{name}: no licence in its first lines")
    if missing:
        raise Problems("\n".join(missing))


def xml_files(_fix):
    """Every XML file is well formed."""
    from lxml import etree

    found = []
    for name in tracked(".xml"):
        try:
            etree.parse(layout.ROOT / name)
        except etree.XMLSyntaxError as error:
            found.append(f"{name}: {error}")
    if found:
        raise Problems("\n".join(found))


def shell_scripts(_fix):
    for name in [".ci/run", *tracked(".sh")]:
        if (layout.ROOT / name).exists():
            tool(["bash", "-n", name])


def no_machine_of_ours(_fix):
    """No path of a machine and no package registry in what we publish."""
    found = []
    for name in tracked():
        if name.endswith((".lock", "package-lock.json", ".po", ".png", ".svg")):
            continue
        try:
            lines = (layout.ROOT / name).read_text("utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        found += [
            f"{name}:{number}: {line.strip()[:120]}"
            for number, line in enumerate(lines, 1)
            if LEAKS.search(line) and "LEAKS" not in line and not is_rule(name, line)
        ]
    lock = json.loads((layout.ROOT / "package-lock.json").read_text("utf-8"))
    if any("resolved" in package for package in lock["packages"].values()):
        found.append("package-lock.json names a registry: npm install with our .npmrc")
    if found:
        raise Problems("\n".join(found))


def is_rule(name, line):
    """The expression above matches itself."""
    return name.endswith("devkit/lint.py") and 'r"' in line


CHECKS = [
    ("ruff", ruff_rules),
    ("ruff format", ruff_format),
    ("pylint-odoo", pylint_odoo),
    ("eslint", eslint),
    ("prettier", prettier),
    ("manifests and French translations", manifests_and_translations),
    ("licences", licences),
    ("licence headers", headers),
    ("XML", xml_files),
    ("shell scripts", shell_scripts),
    ("no machine or registry named", no_machine_of_ours),
]


# Programs -------------------------------------------------------------------


def program(name):
    return venv.home() / "bin" / name


def node_program(name):
    return layout.ROOT / "node_modules/.bin" / name


def ensure_node():
    """Node's packages, once per state of the lock file."""
    lock = layout.ROOT / "package-lock.json"
    marker = layout.ROOT / "node_modules/.ready"
    key = debian.sha256(lock)
    if marker.exists() and marker.read_text() == key:
        return
    if not (shutil.which("npm") and shutil.which("node")):
        debian.install(["nodejs", "npm"], "Node.js")
    if node_major() < 18:
        raise Fail("Node.js is too old for eslint", "install Node.js 18.18 or newer")
    with step("JavaScript checkers", download=True):
        procs.run(
            ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
            "installing the JavaScript checkers",
            todo="run the same command again",
            cwd=layout.ROOT,
        )
        marker.write_text(key)


def node_major():
    text = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout
    match = re.match(r"v(\d+)", text)
    return int(match[1]) if match else 0
