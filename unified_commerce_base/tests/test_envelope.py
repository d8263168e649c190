# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .test_hold import HoldCommon


@tagged("post_install", "-at_install")
class TestEnvelope(HoldCommon):
    """A device that loses the network spends what was set aside for it, and no more."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Envelope = cls.env["commerce.envelope"]
        cls._set_stock(cls.mug, cls.store, 2)

    def _grant(self, token="till-1-a", products=None, **terms):
        terms = {"threshold": 2, "minutes": 480, **terms}
        self.env.flush_all()
        return self.Envelope._grant(
            token, "Lyon – Caisse 1", products or self.mug, self.store, **terms
        )

    def _fall_silent(self, token="till-1-a"):
        self.env.cr.execute(
            """UPDATE commerce_envelope
                  SET counts_from = counts_from - interval '1 hour' WHERE token = %s""",
            [token],
        )

    def _mugs(self):
        return self._left(product=self.mug)

    def test_scarce_units_are_set_aside_and_the_others_are_free(self):
        self.assertEqual(self._grant(products=self.mug | self.shirt), {self.mug.id: 2})

    def test_nothing_is_kept_from_others_while_the_device_is_heard(self):
        self._grant()
        self.assertEqual(self._mugs(), 2)
        self.assertTrue(self._claim("web", 2, self.mug).complete)
        # asking again tells the device that they are gone
        self.assertEqual(self._grant(), {self.mug.id: 0})

    def test_the_units_of_a_silent_device_are_kept(self):
        self._grant()
        self._fall_silent()
        self.assertEqual(self._mugs(), 0)
        self.assertFalse(self._claim("web", 1, self.mug).complete)
        # it is heard again
        self._grant()
        self.assertEqual(self._mugs(), 2)

    def test_who_was_promised_a_unit_before_the_silence_was_noticed_keeps_it(self):
        self._grant()
        self.assertTrue(self._claim("web", 1, self.mug).complete)
        self._fall_silent()
        self.assertEqual(self._mugs(), 0)
        self.assertFalse(self.env["commerce.control"]._control_stock_ledger())

    def test_a_retailer_may_keep_them_all_the_time(self):
        self._grant(at_once=True)
        self.assertEqual(self._mugs(), 0)

    def test_two_devices_share_and_are_never_granted_the_same_unit(self):
        self.assertEqual(self._grant(), {self.mug.id: 2})
        self.assertEqual(self._grant("till-2-b"), {self.mug.id: 0})
        # the first one asks again and leaves the other its part
        self.assertEqual(self._grant(), {self.mug.id: 1})
        self.assertEqual(self._grant("till-2-b"), {self.mug.id: 1})
        self._fall_silent()
        self._fall_silent("till-2-b")
        self.assertEqual(self._mugs(), 0)

    def test_what_is_sold_leaves_the_envelope(self):
        self._grant()
        self._fall_silent()
        self.Envelope._spend("till-1-a", {(self.mug.id, self.store.id): 1})
        self.assertEqual(self._mugs(), 1)

    def test_a_closed_till_gives_everything_back(self):
        self._grant()
        self._fall_silent()
        self.Envelope._close("till-1-")
        self.assertEqual(self._mugs(), 2)
        self.assertFalse(self.Envelope.search_count([]))

    def test_a_device_that_never_comes_back_ends_by_itself(self):
        self._grant()
        self._fall_silent()
        self.env.cr.execute(
            "UPDATE commerce_hold SET expires_at = expires_at - interval '1 day'"
        )
        self.assertEqual(self._mugs(), 2)

    def test_an_article_that_is_plentiful_again_has_no_limit(self):
        self._grant()
        self._set_stock(self.mug, self.store, 10)
        self.assertEqual(self._grant(), {})
        self._fall_silent()
        self.assertEqual(self._mugs(), 12)

    def test_asking_again_writes_no_hold_when_nothing_changed(self):
        self._grant()
        holds = self.Hold.search([("product_ref", "=", self.mug.id)])
        self._grant()
        self.assertEqual(self.Hold.search([("product_ref", "=", self.mug.id)]), holds)

    def test_only_what_is_kept_shows_as_on_hold(self):
        self._grant()
        self.assertEqual(self.mug.product_tmpl_id.held_quantity, 0)
        self._fall_silent()
        self.mug.product_tmpl_id.invalidate_recordset()
        self.assertEqual(self.mug.product_tmpl_id.held_quantity, 2)
