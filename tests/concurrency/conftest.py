# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import ExitStack

import pytest

from benchmarks.lab import Lab
from benchmarks.processes import Processes
from benchmarks.shop import Shop


@pytest.fixture(scope="module")
def shop():
    """A small shop on a database of its own, with a server of two processes."""
    running = Shop(Lab.from_environment())
    try:
        running.server = running.start(workers=2)
        yield running
        assert running.server.our_trouble() == []
    finally:
        running.close()


@pytest.fixture(scope="module")
def processes():
    with ExitStack() as stack:
        yield Processes(stack)
