# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""PostgreSQL dies and starts again while many buy, on a cluster of its own."""

import configparser
import os
import shutil
import subprocess
import tempfile
import time
from functools import partial
from pathlib import Path

import pytest
from devkit.postgres import Cluster, server_user

from benchmarks.buyers import Buyer, Refused
from benchmarks.lab import Lab
from benchmarks.shop import Shop, at_once

pytestmark = pytest.mark.long
STEPS = Path(__file__).with_name("steps.py")
UNITS = 6
RESTARTS = 3


class OwnCluster(Cluster):
    """A second private cluster, that may be stopped while others use the first."""

    def __init__(self, folder):
        self.user = server_user()
        self.base = folder
        self.data = folder / "data"
        self.facts_file = folder / "postgres.json"
        self.facts = {}

    def crash(self):
        """Stop as a power cut would: no checkpoint, nobody is told."""
        self._call(
            "pg_ctl",
            *("-D", self.data, "-m", "immediate", "-w", "stop"),
            what="stopping PostgreSQL at once",
        )

    def copy(self, lab, database):
        """Copy a database of the first cluster into this one."""
        programs = Path(self.facts["bindir"])
        if not (programs / "pg_dump").exists():
            pytest.skip("these PostgreSQL programs are without pg_dump")
        ours, theirs = self.connection(), connection(lab.options)
        subprocess.run([programs / "createdb", database], env=ours, check=True)
        with subprocess.Popen(
            [programs / "pg_dump", "--no-owner", database],
            stdout=subprocess.PIPE,
            env=theirs,
        ) as dump:
            subprocess.run(
                [programs / "psql", "--quiet", database],
                stdin=dump.stdout,
                stdout=subprocess.DEVNULL,
                env=ours,
                check=True,
            )
        assert dump.returncode == 0

    def options(self):
        return {
            "db_host": "127.0.0.1",
            "db_port": str(self.facts["port"]),
            "db_user": "unified",
            "db_password": self.facts["password"],
        }

    def connection(self):
        return connection(self.options())


def connection(options):
    """Return the environment of a PostgreSQL program for these options."""
    names = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password"}
    given = {f"PG{key}": options.get(f"db_{name}") for key, name in names.items()}
    return {**os.environ, **{key: value for key, value in given.items() if value}}


@pytest.fixture(scope="module")
def cluster():
    folder = Path(tempfile.mkdtemp(prefix="unified-restart-"))
    folder.chmod(0o755)
    own = OwnCluster(folder)
    try:
        yield own.ensure()
    finally:
        own.remove()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def shop(cluster):
    first = Lab.from_environment()
    template = first.template("suite")
    cluster.copy(first, template)
    configuration = configparser.ConfigParser(interpolation=None)
    configuration["options"] = {**first.options, **cluster.options()}
    rc = cluster.base / "odoo.conf"
    rc.touch(mode=0o600)
    with rc.open("w") as handle:
        configuration.write(handle)
    own = Lab(rc)
    own.template = lambda kind: template
    running = Shop(own, "restart", shoppers=UNITS)
    try:
        yield running
    finally:
        running.close()


def test_a_database_that_dies_in_the_middle_sells_nothing_twice_and_loses_no_money(
    shop, cluster
):
    server = shop.start(workers=4)
    interrupted = 0
    for article in shop.last_units(*[UNITS] * RESTARTS):
        people = [Buyer(shop, server, shop.shopper()) for _one in range(UNITS)]
        people += [Buyer(shop, server) for _one in range(UNITS)]

        def cut():
            time.sleep(4)
            cluster.crash()
            cluster.ensure()

        cut_off = at_once(cut, *(partial(one.buy, article) for one in people))
        assert cut_off[0] is None, cut_off[0]
        interrupted += sum(
            isinstance(one, Exception) and not isinstance(one, Refused)
            for one in cut_off[1:]
        )
        check_after_the_crash(shop, article)
    assert interrupted, "nobody was in the middle of anything"


def check_after_the_crash(shop, article):
    with shop.lab.worker(shop.database) as scheduler:
        scheduler.ask("post_process_payments", STEPS)
    seen = shop.outcome(article)
    assert seen["confirmed"] == seen["reserved"] == seen["paid"] <= UNITS
    assert seen["told"] == 0
    shop.execute("UPDATE commerce_hold SET expires_at = now() - interval '1 day'")
    for _one in range(UNITS - seen["confirmed"]):
        Buyer(shop, shop.servers[-1]).buy(article)
    with pytest.raises(Refused):
        Buyer(shop, shop.servers[-1]).buy(article)
    assert shop.outcome(article) == {
        "confirmed": UNITS,
        "reserved": UNITS,
        "paid": UNITS,
        "told": 0,
    }
