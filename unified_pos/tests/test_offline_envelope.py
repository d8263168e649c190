# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import TillCommon

DEVICE = "device-a"


@tagged("post_install", "-at_install")
class TestOfflineEnvelope(TillCommon):
    """A till without network sells scarce units only as far as they are set aside."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.place = cls.till_1._get_place()
        if "allow_out_of_stock_order" in cls.pen._fields:
            cls.pen.allow_out_of_stock_order = False
        cls._set_stock(cls.pen, cls.place, 2 - cls._left(cls.pen))

    @classmethod
    def _left(cls, product):
        read = cls.env["commerce.availability"]._read(product, cls.place)
        return read[product.id, cls.place.id]

    def _offline(self, product, device=DEVICE, till=None):
        self.env.flush_all()
        answer = self._till(till).unified_stock([product.id], device)
        return answer["stock"][product.id]["offline"]

    def _fall_silent(self):
        self.env.cr.execute(
            "UPDATE commerce_envelope SET counts_from = counts_from - interval '1 hour'"
        )

    def test_the_till_learns_what_it_may_sell_without_network(self):
        self.assertEqual(self._offline(self.pen), 2)
        self.assertIsNone(self._offline(self.shirt))
        self.assertEqual(
            self._till().unified_stock([self.pen.id], DEVICE)["offline_seconds"],
            8 * 3600,
        )

    def test_a_till_that_does_not_name_itself_has_nothing_set_aside(self):
        for device in (None, 7, "", "a b", "x" * 65, {"a": 1}):
            with self.subTest(device):
                self.assertIsNone(self._offline(self.pen, device))

    def test_no_cashier_takes_all_the_stock_by_naming_many_devices(self):
        for number in range(12):
            last = self._offline(self.pen, f"d{number}")
        self.assertEqual(last, 0)
        self.assertEqual(self.env["commerce.envelope"].search_count([]), 10)

    def test_a_retailer_may_do_without(self):
        self.till_1.offline_threshold = -1
        self.assertIsNone(self._offline(self.pen))

    def test_two_tills_share_the_last_units(self):
        self._open_till(self.till_2, self.other_cashier)
        self._offline(self.pen)
        self._offline(self.pen, "device-b", self.till_2)
        self.assertEqual(self._offline(self.pen), 1)
        self.assertEqual(self._offline(self.pen, "device-b", self.till_2), 1)

    def test_what_was_sold_without_network_is_settled_on_return(self):
        self._offline(self.pen)
        self._fall_silent()
        self.assertEqual(self._left(self.pen), 0)
        ticket = self._ticket([self._line(self.pen)], unified_device=DEVICE)
        self._send(ticket)
        self.env.cr.postcommit.run()
        # one was sold, one is still set aside
        self.assertEqual(self._left(self.pen), 0)
        hold = self.env["commerce.hold"].search([("product_ref", "=", self.pen.id)])
        self.assertEqual(hold.quantity, 1)
        # the till is back
        self.assertEqual(self._offline(self.pen), 1)
        self.assertEqual(self._left(self.pen), 1)

    def test_a_ticket_that_is_sent_twice_is_settled_once(self):
        self._offline(self.pen)
        ticket = self._ticket([self._line(self.pen)], unified_device=DEVICE)
        for _time in range(2):
            self._send(ticket)
            self.env.cr.postcommit.run()
        hold = self.env["commerce.hold"].search([("product_ref", "=", self.pen.id)])
        self.assertEqual(hold.quantity, 1)

    def test_nonsense_for_a_device_does_not_stop_a_ticket(self):
        for device in ({"a": 1}, 5, "unknown"):
            ticket = self._ticket([self._line(self.pen)], unified_device=device)
            self.assertEqual(self._send(ticket).state, "paid")

    def test_a_closed_till_keeps_nothing(self):
        self._offline(self.pen)
        self._fall_silent()
        self.session_1.sudo().write({"state": "closed"})
        self.assertEqual(self._left(self.pen), 2)

    def test_the_till_learns_which_articles_are_scarce(self):
        scarce = self._till().unified_scarce()
        self.assertIn(self.pen.id, scarce)
        self.assertNotIn(self.shirt.id, scarce)

    def test_only_the_staff_of_tills_learns_it(self):
        stranger = new_test_user(self.env, "stranger", "base.group_user")
        with self.assertRaises(AccessError):
            self.till_1.with_user(stranger).unified_scarce()

    def test_a_manager_s_approval_without_network_is_kept(self):
        line = self._line(self.pen)
        approval = {
            "uuid": "offline-1",
            "action": "offline_sale",
            "approver_id": self.boss.id,
            "line_uuid": line["uuid"],
            "product_id": self.pen.id,
            "operator_id": self.amelie.id,
            "before": 0,
            "after": 1,
            "offline": True,
            "date": "2026-01-01 10:00:00",
        }
        self._send(self._ticket([line], unified_approvals=[approval]))
        kept = self.env["commerce.approval"].search([("uuid", "=", "offline-1")])
        self.assertEqual(kept.approver_id, self.boss)
        self.assertTrue(kept.offline)
