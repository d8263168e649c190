# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""pytest plugin of the module tests: an error in the server log fails the test."""

import logging

import pytest

from . import serverlog


class Collector(logging.Handler):
    """Keeps the defects logged in this process, by any of its threads.

    Records that a test expects (assertLogs, mute_logger) never get here.
    """

    def __init__(self):
        super().__init__(logging.WARNING)
        self.allowed = serverlog.allowed_rules()
        self.found = []

    def emit(self, record):
        text = record.getMessage()
        if serverlog.is_defect(record.name, record.levelno, text, self.allowed):
            if record.exc_info:
                text += "\n" + logging.Formatter().formatException(record.exc_info)
            self.found.append(f"{record.levelname} {record.name}: {text}")

    def take(self):
        found, self.found = self.found, []
        return found


COLLECTOR = Collector()


def pytest_configure(config):
    logging.getLogger().addHandler(COLLECTOR)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    COLLECTOR.take()
    result = yield
    fail_on(COLLECTOR.take())
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item):
    result = yield
    fail_on(COLLECTOR.take())
    return result


def fail_on(found):
    if found:
        lines = "\n".join(found)
        pytest.fail(
            f"the server logged what no test expects "
            f"(see tests/log_allowed.txt):\n{lines}",
            pytrace=False,
        )
