# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import LoyaltyTillCommon


@tagged("post_install", "-at_install")
class TestCardPrint(LoyaltyTillCommon):
    def test_manager_of_the_till_prints_cards_and_a_cashier_does_not(self):
        card = self._card(10)
        manager = new_test_user(
            self.env, "card_manager", groups="point_of_sale.group_pos_manager"
        )
        action = card.with_user(manager).action_print_cards()
        self.assertIn(str(card.id), action["url"])
        with self.assertRaises(AccessError):
            card.with_user(self.cashier).action_print_cards()

    def test_cashier_reads_no_ledger(self):
        card = self._card(10)
        movement = card.movement_ids
        with self.assertRaises(AccessError):
            movement.with_user(self.cashier).read(["points"])
        seen = card.with_user(self.cashier)
        self.assertFalse({"movement_ids", "points_held"} & set(seen.fields_get()))
        self.assertEqual(seen.points, 10)

    def test_till_knows_a_scanned_card_by_its_code(self):
        card = self._card(10)
        nomenclature = self.env.ref("barcodes.default_barcode_nomenclature")
        parsed = nomenclature.parse_barcode(card.code)
        self.assertEqual(parsed["type"], "coupon")
        found = self.env["loyalty.card"].get_loyalty_card_partner_by_code(card.code)
        self.assertEqual(found, self.customer)
