# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import new_test_user, tagged

from .common import LoyaltyCase


@tagged("post_install", "-at_install")
class TestAccount(LoyaltyCase):
    def _account(self, **kwargs):
        return self.customer._get_loyalty_account(self.company, **kwargs)

    def test_customer_without_card_has_an_empty_account(self):
        account = self._account()
        self.assertEqual(account["points"], 0)
        self.assertFalse(account["cards"] or account["movements"])
        self.assertFalse(account["points_display"] or account["value_display"])

    def test_account_shows_points_value_and_what_comes_next(self):
        self._card(150)
        card = self._account()["cards"][0]
        self.assertEqual(card["points"], 150)
        self.assertEqual(card["value"], 0)
        self.assertEqual(card["next_reward"]["missing"], 50)
        self.assertEqual(card["next_reward"]["missing_display"], "50 Points")

    def test_card_below_zero_is_shown_as_it_is(self):
        self._card(-100)
        card = self._account()["cards"][0]
        self.assertEqual(card["points"], -100)
        self.assertEqual(card["value"], 0)
        self.assertEqual(card["next_reward"]["missing"], 300)

    def test_value_is_the_best_reward_in_money(self):
        card = self._card(200)
        self.assertEqual(self._account()["value"], 10)
        self.assertIn("10.00", self._account()["value_display"].replace(",", "."))
        self.reward.write(
            {"discount_mode": "per_point", "required_points": 50, "discount": 0.1}
        )
        card.points = 230
        self.assertEqual(card._get_value(), 20)
        self.assertFalse(card._get_next_reward())

    def test_points_are_written_as_people_write_numbers(self):
        card = self._card(1234.5)
        plain = card.points_display.replace("\N{NARROW NO-BREAK SPACE}", "")
        plain = plain.replace("\N{NO-BREAK SPACE}", "").replace(",", ".")
        self.assertEqual(plain.replace("1.234", "1234"), "1234.50 Points")
        self.points.portal_point_name = self.points.currency_id.symbol
        self.assertIn(self.points.currency_id.symbol, card._format_points(10))

    def test_percentage_and_articles_have_no_value_in_money(self):
        card = self._card(500)
        self.reward.write({"discount_mode": "percent", "discount": 10})
        self.assertEqual(card._get_value(), 0)

    def test_movements_are_the_latest_and_have_named_fields_only(self):
        card = self._card(0)
        for number in range(12):
            self.env["loyalty.movement"]._record(
                [
                    {
                        "card_id": card.id,
                        "kind": "adjust",
                        "points": 1,
                        "reason": f"Geste {number}",
                    }
                ]
            )
        movements = self._account()["movements"]
        self.assertEqual(len(movements), 10)
        self.assertEqual(movements[0]["document"], "Geste 11")
        self.assertEqual(
            set(movements[0]) - {"url"},  # the shop adds the page of the document
            {
                "id",
                "date",
                "points",
                "points_display",
                "words",
                "valid_from",
                "program",
                "channel",
                "channel_type",
                "document",
            },
        )
        self.assertFalse(self._account(limit=0)["movements"])

    def test_other_programmes_and_companies_are_not_shown(self):
        self._card(10)
        promotion = self._promotion("Remise", discount=5)
        self.env["loyalty.card"].create(
            {"program_id": promotion.id, "partner_id": self.customer.id, "points": 3}
        )
        other = self.env["res.company"].create({"name": "Autre"})
        self.assertEqual(len(self._account()["cards"]), 1)
        self.assertFalse(self.customer._get_loyalty_account(other)["cards"])
        self.points.active = False
        self.assertFalse(self._account()["cards"])

    def test_account_costs_few_queries(self):
        card = self._card(0)
        orders = self.env["sale.order"]
        for _number in range(10):
            order = orders.create(
                {"partner_id": self.customer.id, "channel_id": self.store.id}
            )
            self._add(order, self.lamp)
            order.action_confirm()
        self.assertEqual(card.points, 1000)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(25):
            self._account()

    def test_seller_and_store_manager_see_points_by_channel(self):
        self._card(0)
        order = self.env["sale.order"].create(
            {"partner_id": self.customer.id, "channel_id": self.store.id}
        )
        self._add(order, self.lamp)
        order.action_confirm()
        for group in (
            "sales_team.group_sale_salesman",
            "unified_commerce_base.group_commerce_user",
        ):
            user = new_test_user(self.env, group.split("_")[-1], groups=group)
            customer = self.customer.with_user(user)
            self.assertEqual(customer.loyalty_points, 100)
            self.assertIn(self.store.name, customer.loyalty_by_channel)
            action = customer.action_view_loyalty_points()
            lines = self.env["loyalty.movement"].search(action["domain"])
            self.assertEqual(lines.channel_id, self.store)

    def test_customer_without_points_shows_no_table(self):
        self.assertFalse(self.customer.loyalty_by_channel)
        self.assertEqual(self.customer.loyalty_points, 0)
