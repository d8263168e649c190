# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which lines of a server's log are a defect, and which few are not."""

import logging
import re
from pathlib import Path

from . import layout

OURS = "odoo.addons.unified_"
# A traceback there is a request or a job that failed, whosever module it was in.
SERVER_LOGGERS = (
    "odoo.http",
    "odoo.addons.base.models.ir_cron",
    "odoo.addons.base.models.assetsbundle",
)
LINE = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ (?P<level>[A-Z]+) \S+ "
    r"(?P<logger>[\w.]+): (?P<text>.*)$"
)
ALLOWED = Path("tests/log_allowed.txt")


def is_defect(logger, level, text, allowed=()):
    """True for our own warnings and errors, and for failed requests and jobs."""
    if logger.startswith(OURS):
        bad = level >= logging.WARNING
    else:
        bad = level >= logging.ERROR and logger.startswith(SERVER_LOGGERS)
    return bad and not any(rule.search(f"{logger}: {text}") for rule in allowed)


def allowed_rules():
    """Expressions of tests/log_allowed.txt; each line ends with its reason after #."""
    file = layout.ROOT / ALLOWED
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    rules = [line.split(" # ")[0].strip() for line in lines]
    return [re.compile(rule) for rule in rules if rule and not rule.startswith("#")]


def defects(text, only_ours=False):
    """The lines of a whole log that are defects."""
    rules = allowed_rules()
    found = []
    for line in text.splitlines():
        match = LINE.match(line)
        if not match:
            continue
        if only_ours and not match["logger"].startswith(OURS):
            continue
        level = getattr(logging, match["level"], logging.INFO)
        if is_defect(match["logger"], level, match["text"], rules):
            found.append(line)
    return found
