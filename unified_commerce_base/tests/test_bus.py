# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
import select
import time
import uuid

from odoo import sql_db
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestBus(TransactionCase):
    def setUp(self):
        super().setUp()
        self.listener = sql_db.db_connect("postgres").cursor()
        self.addCleanup(self.listener.close)
        self.listener.execute("LISTEN imbus")
        self.listener.commit()
        self.channel = f"test-{uuid.uuid4()}"

    def _tell(self):
        """Send a message as a request does when it commits; return who woke us."""
        self.env["bus.bus"]._sendone(self.channel, "told", {})
        self.env.cr.precommit.run()
        self.env.cr.postcommit.run()
        connection, heard = self.listener._cnx, []
        while not heard:
            ready, _w, _e = select.select([connection], [], [], 10)
            self.assertTrue(ready, "the listener was not woken")
            connection.poll()
            heard = [one for one in connection.notifies if self.channel in one.payload]
            connection.notifies.clear()
        for one in heard:
            self.assertIn([self.env.cr.dbname, self.channel], json.loads(one.payload))
        return [one.pid for one in heard]

    def test_each_message_wakes_the_screens_once(self):
        self.assertEqual(len(self._tell()), 1)

    def test_the_next_message_goes_over_the_same_connection(self):
        self.assertEqual(self._tell(), self._tell())

    def test_a_connection_that_was_cut_is_made_again(self):
        (first,) = self._tell()
        self.listener.execute("SELECT pg_terminate_backend(%s)", [first])
        running = "SELECT 1 FROM pg_stat_activity WHERE pid = %s"
        for _turn in range(100):
            self.listener.execute(running, [first])
            if not self.listener.fetchone():
                break
            time.sleep(0.05)
        self.listener.commit()
        (second,) = self._tell()
        self.assertNotEqual(second, first)
