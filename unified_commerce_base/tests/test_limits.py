# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import time

from odoo.tests import tagged

from .common import UnifiedCommerceCommon

HOUR = 3600


@tagged("post_install", "-at_install")
class TestLimits(UnifiedCommerceCommon):
    """One process here; many processes are tried in the tests of the project."""

    def setUp(self):
        super().setUp()
        # a window may end between two tries: use one that has just begun
        left = HOUR - time.time() % HOUR
        self.seconds = HOUR if left > 30 else 2 * HOUR

    def _hit(self, identity="till-1", limit=3):
        return self.env["commerce.rate.limit"]._hit(
            "pin", identity, limit, self.seconds
        )

    def test_tries_beyond_the_limit_are_refused(self):
        self.assertEqual(
            [self._hit() for _try in range(5)], [True, True, True, False, False]
        )

    def test_each_identity_has_its_own_count(self):
        for _try in range(4):
            self._hit()
        self.assertTrue(self._hit("till-2"))

    def test_work_is_done_once(self):
        keys = self.env["commerce.idempotency"]
        self.assertTrue(keys._claim("ticket", "uuid-1"))
        self.assertFalse(keys._claim("ticket", "uuid-1"))
        self.assertTrue(keys._claim("refund", "uuid-1"))

    def test_key_of_work_that_failed_is_free_again(self):
        keys = self.env["commerce.idempotency"]
        try:
            with self.env.cr.savepoint():
                keys._claim("ticket", "uuid-2")
                raise ValueError
        except ValueError:
            self.assertTrue(keys._claim("ticket", "uuid-2"))
