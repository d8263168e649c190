# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Fixtures of the tests that span modules: real databases, servers and browsers.

Run them with `make test`, or one file with `make test T=tests/test_x.py`. They use
devkit.testing, which may also be called directly:

    def test_something(make_database, make_server):
        name = make_database("something", template="demo")
        server = make_server(name, workers=2)
        requests.get(server.url + "/shop")
"""

from contextlib import ExitStack

import pytest
from devkit import browser as machine
from devkit import testing


@pytest.fixture
def make_database():
    """make_database(name, template="suite") -> name of a copy, dropped at the end."""
    with ExitStack() as stack:
        yield lambda *args, **kw: stack.enter_context(testing.database(*args, **kw))


@pytest.fixture
def make_server():
    """make_server(database, workers=0, …) -> server with .url and .log, then stopped.

    Define databases first: servers stop before their databases are dropped.
    """
    with ExitStack() as stack:
        yield lambda *args, **kw: stack.enter_context(testing.server(*args, **kw))


@pytest.fixture(scope="module")
def suite_database(request):
    """One copy of the suite for all tests of a file."""
    with testing.database(request.module.__name__, "suite") as name:
        yield name


@pytest.fixture(scope="module")
def demo_database(request):
    """One copy of the demo retailer for all tests of a file."""
    with testing.database(request.module.__name__, "demo") as name:
        yield name


@pytest.fixture(scope="module")
def demo_server(demo_database):
    with testing.server(demo_database) as running:
        yield running


@pytest.fixture(scope="session")
def chromium():
    """Playwright's handle on the machine's own Chromium."""
    from playwright.sync_api import sync_playwright

    executable = machine.chromium()
    assert executable, "Chromium is missing: apt-get install chromium"
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
    arguments += ["--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=executable, args=arguments
        )
        yield launched
        launched.close()
