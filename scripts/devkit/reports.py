# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Counting tests from pytest's own reports."""

import xml.etree.ElementTree as etree
from typing import NamedTuple


class Count(NamedTuple):
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    @property
    def ran(self):
        return self.passed + self.failed

    def __add__(self, other):
        return Count(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    def line(self):
        """The closing line that says how many tests ran."""
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def read(path):
    """(Count, skip reasons) of a junit file; None when pytest wrote none."""
    try:
        suites = etree.parse(path).getroot()
    except (OSError, etree.ParseError):
        return None, []
    passed = failed = skipped = 0
    reasons = []
    for case in suites.iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        elif case.find("skipped") is not None:
            skipped += 1
            reasons.append(case.find("skipped").get("message", ""))
        else:
            passed += 1
    return Count(passed, failed, skipped), reasons
