# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .common import TillCommon


@tagged("post_install", "-at_install")
class TestCartAtTill(TillCommon):
    """A cashier with till rights only works on a customer's cart."""

    def test_chip_tells_that_a_cart_is_waiting(self):
        summary = self._till().unified_customer_summary(self.customer.id)
        self.assertEqual(summary["first_name"], "Camille")
        self.assertEqual(summary["cart"]["count"], 3)
        self.assertEqual(summary["cart"]["total"], 50.0)
        self.assertFalse(summary["cart"]["held_by"])

    def test_customer_without_cart_has_nothing_waiting(self):
        summary = self._till().unified_customer_summary(self.other_customer.id)
        # an empty list would be true in the browser
        self.assertIs(summary["cart"], False)

    def test_empty_cart_is_not_announced(self):
        self.cart.order_line.unlink()
        summary = self._till().unified_customer_summary(self.customer.id)
        self.assertIs(summary["cart"], False)

    def test_company_is_called_by_its_whole_name(self):
        self.customer.write({"name": "Atelier du Lac", "is_company": True})
        summary = self._till().unified_customer_summary(self.customer.id)
        self.assertEqual(summary["first_name"], "Atelier du Lac")

    def test_panel_shows_stock_here_and_in_the_other_places(self):
        paris = self.env["stock.warehouse"].create({"name": "Paris", "code": "PRT"})
        self.env["commerce.channel"]._get_for_place(paris)
        self._set_stock(self.mug, paris, 4)
        self._set_stock(self.mug, self.store, -10)
        preview = self._till().unified_cart_preview(self.customer.id)
        stock = {
            line["product_id"]: line["available"] for line in preview["cart"]["lines"]
        }
        self.assertEqual(stock, {self.shirt.id: 10.0, self.mug.id: 0.0})
        self.assertEqual(
            preview["places"][self.mug.id], [{"name": "Paris", "available": 4.0}]
        )
        self.assertEqual(preview["place"], "Lyon")

    def test_cashier_reads_articles_without_our_reference(self):
        self.mug.default_code = "MUG-01"
        preview = self._till().unified_cart_preview(self.customer.id)
        names = [line["name"] for line in preview["cart"]["lines"]]
        self.assertIn(self.mug.name, names)

    def test_taking_names_the_store_the_till_and_the_cashier(self):
        self.assertEqual(self._take()["status"], "taken")
        self.assertEqual(self.cart.cart_holder_name, "Lyon – Lyon 1 (Amélie)")
        self.assertEqual(
            self.cart._cart_current_holder().key,
            f"till:{self.till_1.id}:{self.session_1.id}",
        )

    def test_taken_lines_keep_the_price_the_customer_saw(self):
        self.shirt_line.write({"price_unit": 15.0, "discount": 5.0})
        self.shirt.list_price = 99.0
        lines = {line["product_id"]: line for line in self._take()["lines"]}
        self.assertEqual(lines[self.shirt.id]["price_unit"], 15.0)
        self.assertEqual(lines[self.shirt.id]["discount"], 5.0)
        self.assertEqual(lines[self.shirt.id]["qty"], 2.0)
        self.assertEqual(lines[self.shirt.id]["tax_ids"], self.tax.ids)

    def test_line_sold_by_the_dozen_reaches_the_till_by_the_piece(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.shirt_line.write({"product_uom_id": dozen.id, "product_uom_qty": 1})
        self.shirt_line.price_unit = 120.0
        line = self._take()["lines"][0]
        self.assertAlmostEqual(line["qty"], 12.0)
        self.assertAlmostEqual(line["price_unit"], 10.0)

    def test_taking_returns_what_the_till_must_load(self):
        records = self._take()["records"]
        self.assertEqual([one["id"] for one in records["sale.order"]], self.cart.ids)
        self.assertTrue(records["sale.order"][0]["is_cart"])
        self.assertEqual(
            {one["id"] for one in records["sale.order.line"]},
            set(self.cart.order_line.ids),
        )
        products = {one["id"] for one in records["product.product"]}
        self.assertLessEqual({self.shirt.id, self.mug.id}, products)

    def test_second_till_is_told_who_has_the_cart(self):
        self._take()
        self._open_till(self.till_2, self.other_cashier)
        answer = self._take(self.till_2, self.other_cashier)
        self.assertEqual(answer["status"], "held")
        self.assertIn("Lyon – Lyon 1 (Amélie)", answer["message"])
        held_by = answer["preview"]["cart"]["held_by"]
        self.assertFalse(held_by["mine"])

    def test_second_till_takes_over_with_a_reason_that_is_kept(self):
        self._take()
        self._open_till(self.till_2, self.other_cashier)
        answer = self._take(
            self.till_2,
            self.other_cashier,
            take_over=True,
            reason="The customer is here",
        )
        self.assertEqual(answer["status"], "taken")
        self.assertIn("The customer is here", self.cart.message_ids[0].body)

    def test_till_that_lost_the_cart_is_told_at_the_next_sign_of_life(self):
        self._take()
        self._open_till(self.till_2, self.other_cashier)
        self._take(self.till_2, self.other_cashier, take_over=True, reason="x")
        answer = self._till().unified_cart_renew(self.cart.ids)
        self.assertEqual(answer[self.cart.id]["status"], "lost")
        self.assertIn("Lyon 2", answer[self.cart.id]["held_by"]["name"])

    def test_cart_that_changed_is_shown_again_before_it_is_taken(self):
        version = self.cart.cart_version
        self.shirt_line.product_uom_qty = 5
        answer = self._take(version=version)
        self.assertEqual(answer["status"], "changed")
        self.assertEqual(answer["preview"]["cart"]["lines"][0]["qty"], 5)
        self.assertFalse(self.cart._cart_current_holder())

    def test_cart_ordered_meanwhile_is_gone(self):
        self.cart.action_confirm()
        self.assertEqual(self._take()["status"], "gone")

    def test_cart_in_another_currency_is_not_taken(self):
        other = self.env["res.currency"].search(
            [("id", "!=", self.till_1.currency_id.id)], limit=1
        )
        self.cart.currency_id = other
        answer = self._take()
        self.assertEqual(answer["status"], "gone")
        self.assertIn(other.name, answer["message"])

    def test_signs_of_life_keep_the_cart(self):
        self._take()
        later = fields.Datetime.now() + timedelta(minutes=9)
        with freeze_time(later):
            self._till().unified_cart_renew(self.cart.ids)
        with freeze_time(later + timedelta(minutes=9)):
            self.assertTrue(self.cart._cart_current_holder())

    def test_sign_of_life_does_not_change_the_name_of_the_holder(self):
        self._take()
        self.session_1.employee_id = self.bilal
        self._till().unified_cart_renew(self.cart.ids)
        self.assertEqual(self.cart.cart_holder_name, "Lyon – Lyon 1 (Amélie)")

    def test_giving_the_cart_back_frees_it_at_once(self):
        self._take()
        self._till().unified_cart_release(self.cart.ids)
        self.assertFalse(self.cart._cart_current_holder())
        self.assertEqual(self._content(self.cart), {self.shirt: 2, self.mug: 1})

    def test_till_does_not_give_back_the_cart_of_another(self):
        self._take()
        self._open_till(self.till_2, self.other_cashier)
        self._till(self.till_2, self.other_cashier).unified_cart_release(self.cart.ids)
        self.assertTrue(self.cart._cart_current_holder())

    def test_closing_the_till_gives_its_carts_back(self):
        self._take()
        self.session_1.with_user(self.manager).action_pos_session_closing_control()
        self.assertEqual(self.session_1.state, "closed")
        self.assertFalse(self.cart._cart_current_holder())

    def test_change_of_a_cart_is_told_to_the_tills_that_show_it(self):
        channel = self._till().unified_customer_summary(self.customer.id)["channel"]
        self.env.cr.precommit.run()
        self.env["bus.bus"].search([]).unlink()
        self.shirt_line.product_uom_qty = 3
        self.env.cr.precommit.run()
        message = self.env["bus.bus"].search([("channel", "ilike", channel)])
        payload = json.loads(message.message)
        self.assertEqual(payload["type"], "unified_pos.cart")
        self.assertEqual(payload["payload"]["cart_id"], self.cart.id)
        self.assertEqual(payload["payload"]["quantity"], 4)
        self.assertEqual(payload["payload"]["partner_id"], self.customer.id)

    def test_channel_of_a_customer_cannot_be_guessed_from_another(self):
        channels = {
            self._till().unified_customer_summary(partner.id)["channel"]
            for partner in self.customer | self.other_customer
        }
        self.assertEqual(len(channels), 2)
        for channel in channels:
            self.assertGreater(len(channel), 70)

    def test_product_sheet_shows_what_may_still_be_promised(self):
        info = self.shirt.product_tmpl_id.with_user(self.cashier).get_product_info_pos(
            20.0, 1, self.till_1.id, self.shirt.id
        )
        here = next(one for one in info["warehouses"] if one["id"] == self.store.id)
        self.assertEqual(here["free_qty"], 10.0)
