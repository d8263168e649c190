# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Databases to copy from: bare French retail, the suite, the demo retailer.

Each is built once, then brought up to date with the code: what changed is upgraded
in a copy that replaces the template only when all went well.
"""

import re
import time

from . import config, layout, modules, odoo_source, procs, venv
from .console import Fail, duration, progress, step

BARE = "tpl_bare"
SUITE = "tpl_suite"
DEMO = "tpl_demo"
APART = "tpl_apart"
NAMES = {"bare": BARE, "suite": SUITE, "demo": DEMO, "apart": APART}
BARE_MODULES = [
    "sale_management",
    "purchase_stock",
    "website_sale_stock",
    "website_sale_loyalty",
    "pos_sale",
    "pos_hr",
    "pos_loyalty",
    "pos_sale_loyalty",
    "l10n_fr_account",
    "l10n_fr_pos_cert",
    "payment_demo",
]
RECIPE = 1
LOADING = re.compile(r"Loading module \S+ \((\d+)/(\d+)\)")
# Fills the asset bundles, so that no copy compiles them again: those of pages, those of
# each site, whose colours differ, and those that the browser asks for by name.
WARM_UP = """
env["ir.qweb"]._pregenerate_assets_bundles()
env["ir.qweb"]._get_asset_bundle("bus.websocket_worker_assets", css=False).js()
for site in env["website"].search([]):
    qweb = env["ir.qweb"].with_context(website_id=site.id)
    for name in (
        "web.assets_frontend_minimal",
        "web.assets_frontend",
        "web.assets_frontend_lazy",
        "portal.assets_chatter",
        "portal.assets_chatter_style",
    ):
        bundle = qweb._get_asset_bundle(name)
        bundle.css()
        bundle.js()
env.cr.commit()
"""


class Templates:
    def __init__(self, databases):
        self.databases = databases

    def ensure(self, kind):
        """Build the template or bring it up to date; returns its name."""
        with layout.lock("templates", message="waiting for another command's template"):
            return getattr(self, f"_ensure_{kind}")()

    def _ensure_bare(self):
        wanted = {
            "recipe": RECIPE,
            "odoo": str(odoo_source.find().path),
            "with": BARE_MODULES,
        }
        if self._facts(BARE) != wanted:
            with step(f"French retail database ({len(BARE_MODULES)} apps of Odoo)"):
                self._replace(BARE, None, self._build_bare, wanted)
        return BARE

    def _build_bare(self, name):
        odoo(
            ["db", "-c", config.path(), "init", name]
            + ["--country", "FR", "--language", "fr_FR"],
            "making the French database",
        )
        install(name, BARE_MODULES)

    def _ensure_suite(self):
        return self._ensure_with_ours(SUITE, "bare", modules.suite_modules())

    def _ensure_apart(self):
        ours = modules.all_modules()
        wanted = [name for name in ours if name != modules.DEMO_MODULE]
        # no browser runs there: its asset bundles are left to who asks for them
        return self._ensure_with_ours(APART, "suite", wanted, warm=False)

    def _ensure_demo(self):
        ours = modules.suite_modules()
        if modules.DEMO_MODULE not in modules.all_modules():
            return self._ensure_with_ours(DEMO, "suite", ours)
        # Demo data is made once by code: when that code changes, start again.
        return self._ensure_with_ours(
            DEMO, "suite", [*ours, modules.DEMO_MODULE], rebuild=modules.DEMO_MODULE
        )

    def _ensure_with_ours(self, name, parent, wanted_modules, rebuild=None, warm=True):
        prints = modules.fingerprints(wanted_modules)
        wanted = {"recipe": RECIPE, "modules": prints}
        facts = self._facts(name)
        if facts == wanted:
            return name
        known = facts.get("modules", {})
        new, changed, gone = difference(known, prints)
        if not known or gone or facts.get("recipe") != RECIPE or rebuild in changed:
            source, new, changed = None, list(prints), []
        else:
            source = name
        if source is None:
            source = getattr(self, f"_ensure_{parent}")()
            already = self._facts(source).get("modules", {})
            new = [module for module in new if module not in already]
        label = describe(new, changed)
        with step(f"database template {name[4:]}: {label}") as current:
            began = time.time()
            self._replace(
                name, source, lambda copy: update(copy, new, changed, warm), wanted
            )
            current.result = f"kept as a template after {duration(time.time() - began)}"
        return name

    def _facts(self, name):
        if not config.filestore(name).exists() or not self.databases.exists(name):
            return {}
        return self.databases.facts(name)

    def _replace(self, name, source, work, facts):
        """Do the work in a copy and put it in the template's place at the end."""
        building = f"{name}_building"
        self.databases.drop(building)
        if source:
            self.databases.copy(source, building)
        work(building)
        self.databases.remember(building, facts)
        self.databases.drop(name)
        self.databases.rename(building, name)


def difference(known, wanted):
    """(new, changed, gone) module names between two sets of fingerprints."""
    new = [name for name in wanted if name not in known]
    changed = [name for name in wanted if name in known and known[name] != wanted[name]]
    gone = [name for name in known if name not in wanted]
    return new, changed, gone


def describe(new, changed):
    parts = []
    if new:
        parts.append(f"installing {', '.join(new)}")
    if changed:
        parts.append(f"upgrading {', '.join(changed)}")
    return " and ".join(parts) or "copying"


def update(database, new, changed, warm=True):
    """Install and upgrade our modules, then make the asset bundles if `warm`."""
    if not new and not changed:
        return
    command = ["server", "-c", config.path(), "-d", database, "--stop-after-init"]
    command += ["--no-http", "--max-cron-threads=0"]
    if new:
        command += ["-i", ",".join(new)]
    if changed:
        command += ["-u", ",".join(changed)]
    odoo(command, describe(new, changed))
    if warm:
        shell(database, WARM_UP)


def install(database, names):
    odoo(
        ["module", "install", "-c", config.path(), "-d", database, *names],
        f"installing {', '.join(names)}",
    )


def odoo(arguments, what):
    """Run Odoo's command line to its end; an error in its log is a failure."""
    log = layout.logs_dir() / "odoo-setup.log"
    output = procs.run(
        [venv.home() / "bin/python", "-m", "odoo", *arguments],
        what,
        log=log,
        todo=f"see {log}",
        watch=tell_module,
        env=venv.environment(),
        cwd=layout.data_dir(),
    )
    errors = [line for line in output.splitlines() if " ERROR " in line[:60]]
    critical = [line for line in output.splitlines() if " CRITICAL " in line[:60]]
    if errors or critical:
        first = (critical or errors)[0].split(": ", 1)[-1]
        raise Fail(f"{what} failed ({first[:200]})", f"see {log}")
    return output


def tell_module(line):
    match = LOADING.search(line)
    if match:
        progress(f"{match[1]} of {match[2]} modules")


def shell(database, code):
    """Run code in an Odoo shell; returns what it printed."""
    import subprocess

    log = layout.logs_dir() / "odoo-shell.log"
    process = subprocess.run(
        [venv.home() / "bin/python", "-m", "odoo", "shell"]
        + ["-c", config.path(), "-d", database, "--no-http", "--log-level=warn"]
        + [f"--logfile={log}", "--max-cron-threads=0"],
        input=code,
        capture_output=True,
        text=True,
        env=venv.environment(),
        cwd=layout.data_dir(),
        check=False,
    )
    if process.returncode:
        last = procs.last_words(process.stderr or "no message")
        with open(log, "a") as handle:
            handle.write(process.stderr)
        raise Fail(f"a script in the database {database} failed ({last})", f"see {log}")
    return process.stdout
