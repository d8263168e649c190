# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .common import LoyaltyCase


@tagged("post_install", "-at_install")
class TestTier(LoyaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.classPatch(
            cls.registry["loyalty.movement"],
            "_follow_tiers_later",
            lambda self, cards: cards._follow_tiers(),
        )
        cls.points.write({"tier_months": 12, "tier_grace_days": 30})
        cls.silver, cls.gold = cls.env["loyalty.tier"].create(
            [
                {"name": name, "program_id": cls.points.id, "threshold": threshold}
                for name, threshold in (("Argent", 100), ("Or", 200))
            ]
        )
        cls.card = cls.env["loyalty.card"].create(
            {"program_id": cls.points.id, "partner_id": cls.customer.id}
        )

    def _buy(self, *products):
        order = self.env["sale.order"].create({"partner_id": self.customer.id})
        self._add(order, *products)
        order._update_programs_and_rewards()
        order.action_confirm()
        return order

    def _night(self, days=0):
        moment = fields.Datetime.now() + timedelta(days=days)
        with freeze_time(moment):
            self.env.ref(
                "unified_loyalty.ir_cron_loyalty_tiers"
            ).method_direct_trigger()
        self.env.invalidate_all()

    def test_a_sale_that_reaches_a_tier_gives_it_at_once(self):
        self._buy(self.chair)
        self.assertFalse(self.card.tier_id)
        self._buy(self.chair)
        self.assertEqual(self.card.tier_id, self.silver)
        self._buy(self.lamp)
        self.assertEqual(self.card.tier_id, self.gold)
        self.assertRecordValues(
            self.card.tier_change_ids,
            [
                {"old_tier_id": self.silver.id, "new_tier_id": self.gold.id},
                {"old_tier_id": False, "new_tier_id": self.silver.id},
            ],
        )

    def test_points_given_by_hand_reach_no_tier(self):
        self.card.points = 500
        self.assertFalse(self.card.tier_id)

    def test_after_the_period_the_tier_is_kept_for_the_grace(self):
        self._buy(self.lamp)
        self._night(days=360)
        self.assertFalse(self.card.tier_drops_on)
        self._night(days=370)
        self.assertEqual(self.card.tier_id, self.silver)
        self.assertTrue(self.card.tier_drops_on)
        self._night(days=399)
        self.assertEqual(self.card.tier_id, self.silver)
        self._night(days=401)
        self.assertFalse(self.card.tier_id)

    def test_a_purchase_in_the_grace_keeps_the_tier(self):
        self._buy(self.lamp)
        self._night(days=370)
        self._buy(self.lamp)
        self.assertEqual(self.card.tier_id, self.gold)
        self.assertFalse(self.card.tier_drops_on)

    def test_what_is_refunded_does_not_count(self):
        self.points.tier_grace_days = 0
        order = self._buy(self.lamp)
        self.assertEqual(self.card.tier_id, self.silver)
        order._action_cancel()
        self.assertFalse(self.card.tier_id)

    def test_purchases_from_before_a_merge_count(self):
        twin = self.env["res.partner"].create({"name": "Camille M."})
        kept = self.env["loyalty.card"].create(
            {"program_id": self.points.id, "partner_id": twin.id}
        )
        self._buy(self.lamp)
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.customer | twin).ids, twin
        )
        self.env.invalidate_all()
        kept._follow_tiers()
        self.assertEqual(kept.tier_id, self.silver)

    def test_money_spent_less_credit_notes_counts(self):
        self.points.write({"tier_basis": "money", "tier_grace_days": 0})
        order = self._buy(self.lamp, self.chair)
        self.assertEqual(self.points._get_tier_figures(self.card)[self.card], 160)
        self.card._follow_tiers()
        self.assertEqual(self.card.tier_id, self.silver)
        invoice = order._create_invoices()
        invoice.action_post()
        invoice._reverse_moves(cancel=True)
        self.assertEqual(self.points._get_tier_figures(self.card)[self.card], 0)

    def test_members_have_the_prices_of_the_tier(self):
        self.env["res.config.settings"].create(
            {"group_product_pricelist": True}
        ).set_values()
        pricelist = self.env["product.pricelist"].create({"name": "Membres"})
        self.silver.pricelist_id = pricelist
        own = self.env["product.pricelist"].create({"name": "Prix de Camille"})
        self._buy(self.lamp)
        self.customer.invalidate_recordset()
        self.assertEqual(self.customer.property_product_pricelist, pricelist)
        self.customer.property_product_pricelist = own
        self.customer.invalidate_recordset()
        self.assertEqual(self.customer.property_product_pricelist, own)

    def test_a_reserved_promotion_is_for_members(self):
        promotion = self._promotion("Ventes privées", discount=20)
        self.silver.reserved_program_id = promotion
        order = self._cart(self.chair)
        status = order._program_check_compute_points(promotion)[promotion]
        self.assertIn("Argent", status["error"])
        self._buy(self.lamp)
        status = order._program_check_compute_points(promotion)[promotion]
        self.assertNotIn("error", status)

    def test_account_shows_the_tier_and_the_way_to_the_next(self):
        self.silver.benefits = "Retouches offertes"
        self._buy(self.lamp)
        [shown] = self.customer._get_loyalty_account(self.company)["cards"]
        self.assertEqual(shown["tier"]["name"], "Argent")
        self.assertEqual(shown["tier"]["benefits"], "Retouches offertes")
        self.assertEqual(shown["next_tier"]["name"], "Or")
        self.assertEqual(shown["next_tier"]["missing"], 100)
        self.assertEqual(self.customer.loyalty_tier, "Argent")

    def test_many_cards_are_looked_at_together(self):
        partners = self.env["res.partner"].create(
            [{"name": f"Client {number}"} for number in range(50)]
        )
        cards = self.env["loyalty.card"].create(
            [{"program_id": self.points.id, "partner_id": one.id} for one in partners]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        asked = []
        figures = type(self.points)._get_points_won

        def count(program, some, since):
            asked.append(len(some))
            return figures(program, some, since)

        with patch.object(type(self.points), "_get_points_won", count):
            cards._follow_tiers()
        self.assertEqual(asked, [50])
