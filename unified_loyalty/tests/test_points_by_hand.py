# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ..tools import WRITER_KEY, as_points_writer
from .common import LoyaltyCase


@tagged("post_install", "-at_install")
class TestPointsByHand(LoyaltyCase):
    """What the guard does to staff that may sell only (see the bridge of the till)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = new_test_user(
            cls.env, "vendeur", groups="sales_team.group_sale_salesman"
        )

    def setUp(self):
        super().setUp()
        self.card = self._card(50)
        self.mine = self.card.with_user(self.seller)
        self.history = self.env["loyalty.history"].create(
            {"card_id": self.card.id, "description": "Achat", "issued": 50}
        )

    def _restrict(self):
        model = self.registry["loyalty.card"]
        patcher = patch.object(model, "_may_change_points", lambda self: False)
        self.startPatcher(patcher)

    def test_rights_of_odoo_are_unchanged_without_a_till(self):
        self.mine.points = 60
        self.assertEqual(self.card.points, 60)

    def test_staff_without_the_right_cannot_write_points(self):
        self._restrict()
        with self.assertRaisesRegex(AccessError, "manager"):
            self.mine.points = 99999
        self.assertEqual(self.card.points, 50)
        for values in ({"partner_id": self.seller.partner_id.id}, {"active": False}):
            with self.assertRaises(AccessError):
                self.mine.write(values)
        self.mine.message_subscribe(self.seller.partner_id.ids)

    def test_staff_without_the_right_cannot_touch_the_history(self):
        self._restrict()
        history = self.history.with_user(self.seller)
        with self.assertRaises(AccessError):
            history.issued = 1
        with self.assertRaises(AccessError):
            history.unlink()
        with self.assertRaises(AccessError):
            history.create({"card_id": self.card.id, "description": "X", "issued": 9})

    def test_correction_screen_is_refused_too(self):
        self._restrict()
        wizard = self.env["loyalty.card.update.balance"].with_user(self.seller)
        with self.assertRaises(AccessError):
            wizard.create(
                {"card_id": self.card.id, "new_balance": 99999, "description": "X"}
            ).action_update_card_point()

    def test_mark_of_a_sale_cannot_be_forged_from_outside(self):
        self._restrict()
        for forged in (True, 1, "WRITER", object(), {}, [1]):
            with self.assertRaises(AccessError):
                self.mine.with_context(**{WRITER_KEY: forged}).points = 99999

    def test_a_sale_moves_points(self):
        self._restrict()
        as_points_writer(self.mine).points = 70
        self.mine.sudo().points = 80
        self.assertEqual(self.card.points, 80)
