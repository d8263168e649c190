# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Programs of the machine that tests and documents need: Chromium, PDF libraries."""

import shutil
import subprocess

from . import debian, venv
from .console import Fail, say

CHROMIUM = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser")
# What the patched wkhtmltopdf is linked to, by package of Debian.
PDF_PACKAGES = ["libfontconfig1", "libxrender1", "libxext6", "libfreetype6"]


def chromium():
    """Path of the browser, None when there is none."""
    return next((path for path in map(shutil.which, CHROMIUM) if path), None)


def ensure_chromium():
    if not chromium():
        debian.install(["chromium"], "the Chromium browser")
    return chromium()


def ensure_pdf():
    """The wheel brings the program; its libraries belong to the machine."""
    program = venv.home() / "bin/wkhtmltopdf"
    if not program.exists():
        warn("no patched wkhtmltopdf for this machine")
        return
    if subprocess.call(
        [program, "--version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ):
        try:
            debian.install(PDF_PACKAGES, "the PDF engine's libraries")
        except Fail as problem:
            warn(str(problem))


def warn(problem):
    say(f"  PDF: {problem} Documents are shown as web pages meanwhile.")
