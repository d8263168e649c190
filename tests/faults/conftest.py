# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import pytest

from benchmarks.lab import Lab
from benchmarks.shop import Shop


@pytest.fixture(scope="module")
def shop():
    """A small shop on a database of its own; the tests start and kill its servers."""
    running = Shop(Lab.from_environment(), "faults")
    try:
        yield running
    finally:
        running.close()


@pytest.fixture
def server(shop):
    """A server that is alive: a new one when the last test killed it."""
    if not shop.servers or shop.servers[-1].process.poll() is not None:
        shop.start()
    return shop.servers[-1]
