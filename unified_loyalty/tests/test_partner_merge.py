# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import LoyaltyCase


@tagged("post_install", "-at_install")
class TestPartnerMerge(LoyaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.twin = cls.env["res.partner"].create({"name": "Camille M."})

    def _make_card(self, partner, points, program=None):
        return self.env["loyalty.card"].create(
            {
                "program_id": (program or self.points).id,
                "partner_id": partner.id,
                "points": points,
            }
        )

    def _merge(self, target=None):
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.customer | self.twin).ids, target or self.customer
        )
        self.env.invalidate_all()

    def _cards_of(self, partner):
        return self.env["loyalty.card"].search(
            [("partner_id", "=", partner.id), ("program_id", "=", self.points.id)]
        )

    def test_two_cards_become_one_account_with_all_points_and_movements(self):
        self._make_card(self.customer, 120)
        self._make_card(self.twin, 80)
        self._merge()
        account = self.customer._get_loyalty_account(self.env.company)
        self.assertEqual(account["points"], 200)
        self.assertEqual(len(account["cards"]), 1)
        self.assertEqual(
            sorted((one["points"], one["words"]) for one in account["movements"]),
            [(80, "Opening balance"), (120, "Opening balance")],
        )

    def test_points_of_the_merged_file_follow_when_the_other_has_no_card(self):
        card = self._make_card(self.twin, 80)
        self._merge()
        self.assertEqual(self._cards_of(self.customer), card)
        self.assertEqual(card.points, 80)

    def test_two_cards_of_the_kept_file_become_one_too(self):
        self._make_card(self.customer, 10)
        self._make_card(self.customer, 20)
        self._make_card(self.twin, 5)
        self._merge()
        [card] = self._cards_of(self.customer)
        self.assertEqual(card.points, 35)

    def test_points_kept_for_a_sale_under_way_stay_kept_for_it(self):
        kept = self._make_card(self.customer, 10)
        twin = self._make_card(self.twin, 50)
        holds = self.env["loyalty.hold"]
        holds._authorize("a till", {twin: 40}, minutes=5)
        holds._authorize("done", {twin: 10}, minutes=5)
        self.env["loyalty.movement"]._record(
            [{"card_id": twin.id, "kind": "burn", "points": -10, "token": "done"}]
        )
        self._merge()
        self.assertEqual(kept.points, 50)
        self.assertEqual(holds._read_held(kept), {kept.id: 40})
        self.assertEqual(holds._read_held(twin), {twin.id: 0})

    def test_cart_under_way_earns_on_the_card_that_is_kept(self):
        kept = self._make_card(self.customer, 10)
        self._make_card(self.twin, 5)
        cart = self._cart(self.lamp, partner=self.twin)
        cart._update_programs_and_rewards()
        self.assertEqual(cart.coupon_point_ids.coupon_id.partner_id, self.twin)
        self._merge()
        cart = self.env["sale.order"]._cart_find(self.customer, self.env.company)
        self.assertEqual(cart.coupon_point_ids.coupon_id, kept)
        self._take(cart, cart._cart_items())
        self.assertEqual(kept.points, 115)

    def test_gift_card_stays_a_card_of_the_person(self):
        gift = self.env["loyalty.program"].create(
            {"name": "Gift", "program_type": "gift_card", "applies_on": "future"}
        )
        mine = self._make_card(self.customer, 30, gift)
        theirs = self._make_card(self.twin, 50, gift)
        codes = (mine | theirs).mapped("code")
        self._merge()
        self.assertRecordValues(
            mine | theirs,
            [
                {"partner_id": self.customer.id, "points": 30, "active": True},
                {"partner_id": self.customer.id, "points": 50, "active": True},
            ],
        )
        self.assertEqual((mine | theirs).mapped("code"), codes)
