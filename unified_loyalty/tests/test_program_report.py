# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import LoyaltyCase


@tagged("post_install", "-at_install")
class TestProgramReport(LoyaltyCase):
    """What a programme costs and brings."""

    def _order(self, *products, partner=None, reward=None):
        order = self.env["sale.order"].create(
            {
                "partner_id": (partner or self.customer).id,
                "channel_id": self.phone.id,
                "order_line": [
                    Command.create({"product_id": one.id, "product_uom_qty": 1})
                    for one in products
                ],
            }
        )
        order._update_programs_and_rewards()
        if reward:
            self._claim(order, reward)
        order.action_confirm()
        self.env.flush_all()
        return order

    def _sums(self, *names, program=None):
        report = self.env["loyalty.program.report"]
        [row] = report._read_group(
            [("program_id", "=", (program or self.points).id)],
            [],
            [f"{name}:{report._fields[name].aggregator}" for name in names],
        )
        return row

    def test_points_and_the_cost_of_rewards_are_told(self):
        self._card(200)
        self._order(self.lamp, reward=self.reward)
        # 100 of the lamp, 10 of them for 200 points
        self.assertEqual(
            self._sums("issued", "used", "expired", "corrected", "outstanding"),
            (100.0, 200.0, 0.0, 200.0, 100.0),
        )
        self.assertEqual(self._sums("reward_cost", "redemption_rate"), (10.0, 2.0))

    def test_cancelled_order_costs_nothing(self):
        self._card(200)
        self._order(self.lamp, reward=self.reward)._action_cancel()
        self.env.flush_all()
        self.assertEqual(
            self._sums("issued", "used", "outstanding", "reward_cost"),
            (0.0, 0.0, 200.0, 0.0),
        )

    def test_free_article_costs_its_price_without_vat(self):
        tax = self.env["account.tax"].create(
            {"name": "TVA 20", "amount": 20, "price_include_override": "tax_included"}
        )
        self.chair.taxes_id = tax
        gift = self.env["loyalty.reward"].create(
            {
                "program_id": self.points.id,
                "reward_type": "product",
                "reward_product_id": self.chair.id,
                "required_points": 50,
            }
        )
        self._card(50)
        order = self._order(self.lamp, reward=gift)
        line = order._get_reward_lines()
        free = line.price_unit * line.product_uom_qty / 1.2
        self.assertGreater(free, 0)
        self.assertAlmostEqual(self._sums("reward_cost")[0], free)

    def test_gift_card_is_no_cost(self):
        gift = self.env["loyalty.program"].create(
            {"name": "Carte cadeau", "program_type": "gift_card"}
        )
        card = self.env["loyalty.card"].create({"program_id": gift.id, "points": 30})
        self.assertEqual(self._sums("reward_cost", program=gift), (0.0,))
        self.assertEqual(self._sums("outstanding", program=gift), (card.points,))

    def test_channel_and_place_are_told(self):
        self._order(self.lamp)
        rows = self.env["loyalty.program.report"]._read_group(
            [("program_id", "=", self.points.id)],
            ["channel_id", "warehouse_id"],
            ["issued:sum"],
        )
        self.assertEqual(rows, [(self.phone, self.warehouse, 100.0)])

    def test_members_are_compared_with_others(self):
        stranger = self.env["res.partner"].create({"name": "Sans carte"})
        before = self._members()
        self._card(0)
        self._order(self.lamp)
        self._order(self.lamp, self.chair)
        self.points.active = False
        self._order(self.chair, partner=stranger)
        after = self._members()
        gained = {
            kind: tuple(
                new - old for new, old in zip(after[kind], before[kind], strict=True)
            )
            for kind in ("member", "other")
        }
        self.assertEqual(gained, {"member": (2, 260.0, 1), "other": (1, 60.0, 1)})

    def test_purchase_long_before_the_card_is_not_of_a_member(self):
        order = self._order(self.lamp)
        order.date_order = "2026-01-10 10:00:00"
        history = self._cards().history_ids
        self.env.flush_all()
        self.assertEqual(self._customer(), ["other"])
        # a history from elsewhere is older than the card
        self.env.cr.execute(
            "UPDATE loyalty_history SET create_date = '2025-12-01' WHERE id = %s",
            history[:1].ids,
        )
        self.assertEqual(self._customer(), ["member"])

    def _customer(self):
        report = self.env["loyalty.member.report"]
        report.invalidate_model()
        return report.search([("customers", "=", self.customer.id)]).mapped("customer")

    def test_basket_and_frequency_are_of_the_sums(self):
        self._card(0)
        self._order(self.lamp)
        self._order(self.lamp, self.chair)
        [row] = self.env["loyalty.member.report"]._read_group(
            [("customers", "=", self.customer.id)],
            [],
            ["basket:avg", "frequency:avg"],
        )
        self.assertEqual(row, (130.0, 2.0))

    def _members(self):
        rows = self.env["loyalty.member.report"]._read_group(
            [("company_id", "=", self.company.id)],
            ["customer"],
            ["baskets:count_distinct", "amount:sum", "customers:count_distinct"],
        )
        found = {kind: tuple(figures) for kind, *figures in rows}
        return {kind: found.get(kind, (0, 0.0, 0)) for kind in ("member", "other")}

    def test_screen_sums_up_and_says_when_there_is_nothing(self):
        action = self.points.action_results()
        result = self.env[action["res_model"]].browse(action["res_id"])
        self.assertTrue(result.is_empty)
        self.assertEqual((result.redemption_rate, result.cost_share), (0.0, 0.0))
        self._card(200)
        self._order(self.lamp, reward=self.reward)
        result.invalidate_recordset()
        self.assertFalse(result.is_empty)
        self.assertEqual(
            (result.issued, result.used, result.outstanding, result.reward_cost),
            (100.0, 200.0, 100.0, 10.0),
        )
        self.assertGreater(result.member_basket, 0)

    def test_owner_reads_it_and_a_seller_does_not(self):
        def user(login, group):
            return self.env["res.users"].create(
                {
                    "name": login,
                    "login": login,
                    "group_ids": [Command.set(self.env.ref(group).ids)],
                }
            )

        owner = user("owner-report", "sales_team.group_sale_manager")
        self._order(self.lamp)
        action = self.points.with_user(owner).action_results()
        result = self.env[action["res_model"]].with_user(owner)
        self.assertEqual(result.browse(action["res_id"]).issued, 100.0)
        seller = user("seller-report", "sales_team.group_sale_salesman")
        for model in ("loyalty.program.report", "loyalty.member.report"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(seller).search([])
        with self.assertRaises(AccessError):
            self.points.with_user(seller).action_results()
