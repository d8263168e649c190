# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from psycopg2.errors import UniqueViolation

from odoo.exceptions import ConcurrencyError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..exceptions import CartVersionError
from .common import UnifiedCommerceCommon


@tagged("post_install", "-at_install")
class TestCart(UnifiedCommerceCommon):
    def test_customer_has_one_open_cart_per_company(self):
        self._make_cart()
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            self._make_cart()

    def test_customer_has_a_cart_in_each_company(self):
        self._make_cart()
        other = self.env["res.company"].create({"name": "Other"})
        cart = (
            self.env["sale.order"]
            .with_company(other)
            .create(
                {
                    "partner_id": self.customer.id,
                    "company_id": other.id,
                    "is_cart": True,
                    "cart_state": "open",
                }
            )
        )
        self.assertEqual(self.env["sale.order"]._cart_find(self.customer, other), cart)

    def test_visitors_share_a_partner_and_keep_their_own_carts(self):
        first = self._make_cart(state="guest", lines=[(self.mug, 1)])
        second = self._make_cart(state="guest", lines=[(self.shirt, 1)])
        self.assertNotEqual(first, second)

    def test_quotation_of_a_salesperson_is_not_a_cart(self):
        quotation = self.env["sale.order"].create({"partner_id": self.customer.id})
        self.assertFalse(quotation.is_cart)
        self.assertFalse(self.env["sale.order"]._cart_find(self.customer, self.company))

    def test_cart_is_made_once_then_found(self):
        Order = self.env["sale.order"]
        cart = Order._cart_get_or_create(self.customer, self.company, self.web)
        again = Order._cart_get_or_create(self.customer, self.company, self.web)
        self.assertEqual(cart, again)
        self.assertEqual((cart.cart_state, cart.channel_id), ("open", self.web))

    def test_cart_made_on_two_devices_at_once_is_retried(self):
        Order = type(self.env["sale.order"])
        self._make_cart()
        # the other device's cart is not in this snapshot: the search finds nothing
        self.patch(Order, "_cart_find", lambda order, *args: order.browse())
        with self.assertRaises(ConcurrencyError), mute_logger("odoo.sql_db"):
            self.env["sale.order"]._cart_get_or_create(
                self.customer, self.company, self.web
            )

    def test_every_change_of_a_line_counts(self):
        cart = self._make_cart(lines=[(self.mug, 1)])
        line, versions = cart.order_line, [cart.cart_version]
        line.product_uom_qty = 2
        versions.append(cart.cart_version)
        line.copy({"order_id": cart.id})
        versions.append(cart.cart_version)
        line.unlink()
        versions.append(cart.cart_version)
        self.assertEqual(versions, sorted(set(versions)))

    def test_reading_changes_nothing(self):
        cart = self._make_cart(lines=[(self.mug, 1)])
        before = cart.cart_version
        cart._cart_snapshot(self.store)
        cart.order_line.sequence = 3
        self.assertEqual(cart.cart_version, before)

    def test_write_with_an_old_version_is_refused(self):
        cart = self._make_cart(lines=[(self.mug, 1)])
        seen = cart.cart_version
        cart.order_line.product_uom_qty = 4
        with self.assertRaises(CartVersionError):
            cart._cart_check_version(seen)
        cart._cart_check_version(cart.cart_version)

    def test_cart_of_a_visitor_becomes_the_customers(self):
        guest = self._make_cart(
            self.other_customer, lines=[(self.mug, 2)], state="guest"
        )
        cart = guest._cart_identify(self.customer)
        self.assertEqual(cart, guest)
        self.assertEqual((cart.partner_id, cart.cart_state), (self.customer, "open"))
        self.assertEqual(self._content(cart), {self.mug: 2})

    def test_signing_in_adds_up_both_carts(self):
        cart = self._make_cart(lines=[(self.mug, 1), (self.shirt, 1)])
        guest = self._make_cart(
            self.other_customer, lines=[(self.mug, 2)], state="guest"
        )
        result = guest._cart_identify(self.customer)
        self.assertEqual(result, cart)
        self.assertEqual(self._content(cart), {self.mug: 3, self.shirt: 1})
        self.assertEqual((guest.cart_state, guest.state), ("merged", "cancel"))
        self.assertEqual(guest.cart_origin_id, cart)

    def test_units_are_converted_when_carts_add_up(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        cart = self._make_cart(lines=[(self.mug, 1)])
        guest = self._make_cart(
            self.other_customer, lines=[(self.mug, 1)], state="guest"
        )
        guest.order_line.product_uom_id = dozen
        guest._cart_identify(self.customer)
        pieces = sum(
            line.product_uom_id._compute_quantity(line.product_uom_qty, self.mug.uom_id)
            for line in cart.order_line
        )
        self.assertEqual(pieces, 13)

    def test_line_with_a_free_text_is_never_joined(self):
        cart = self._make_cart(lines=[(self.mug, 1)])
        guest = self._make_cart(
            self.other_customer, lines=[(self.mug, 1)], state="guest"
        )
        attribute = self.env["product.attribute"].create(
            {
                "name": "Engraving",
                "value_ids": [(0, 0, {"name": "Text", "is_custom": True})],
            }
        )
        template_line = self.env["product.template.attribute.line"].create(
            {
                "product_tmpl_id": self.shirt.product_tmpl_id.id,
                "attribute_id": attribute.id,
                "value_ids": [(6, 0, attribute.value_ids.ids)],
            }
        )
        self.env["product.attribute.custom.value"].create(
            {
                "sale_order_line_id": guest.order_line.id,
                "custom_product_template_attribute_value_id": (
                    template_line.product_template_value_ids.id
                ),
                "custom_value": "For Alix",
            }
        )
        guest._cart_identify(self.customer)
        self.assertEqual(len(cart.order_line), 2)

    def test_confirmed_cart_makes_room_for_the_next(self):
        cart = self._make_cart(lines=[(self.mug, 1)])
        cart.action_confirm()
        self.assertEqual(cart.cart_state, "ordered")
        self.assertTrue(self._make_cart())

    def test_cancelled_cart_makes_room_for_the_next(self):
        cart = self._make_cart(lines=[(self.mug, 1)])
        cart._action_cancel()
        self.assertEqual(cart.cart_state, "cancelled")

    def _sign_up(self, partner):
        new_test_user(
            self.env, "camille", groups="base.group_portal", partner_id=partner.id
        )

    def test_refused_payment_gives_the_cart_back(self):
        self._sign_up(self.customer)
        cart = self._make_cart(lines=[(self.mug, 1)])
        cart._cart_order()
        self.assertEqual(cart.cart_state, "ordered")
        cart._cart_reopen()
        self.assertEqual(cart.cart_state, "open")

    def test_refused_payment_joins_the_cart_begun_meanwhile(self):
        self._sign_up(self.customer)
        cart = self._make_cart(lines=[(self.mug, 1)])
        cart._cart_order()
        newer = self._make_cart(lines=[(self.shirt, 1)])
        cart._cart_reopen()
        self.assertEqual(cart.cart_state, "merged")
        self.assertEqual(self._content(newer), {self.mug: 1, self.shirt: 1})

    def test_copy_of_a_cart_is_a_quotation(self):
        cart = self._make_cart(lines=[(self.mug, 1)])
        copy = cart.copy()
        self.assertFalse(copy.is_cart)
        self.assertFalse(copy.cart_state)

    def test_customer_is_told_of_changes_once_per_transaction(self):
        sent = []
        Partner = type(self.env["res.partner"])
        self.patch(
            Partner,
            "_bus_send",
            lambda partner, kind, payload: sent.append((partner, kind, payload)),
        )
        cart = self._make_cart(lines=[(self.mug, 1)])
        cart.order_line.product_uom_qty = 3
        cart.order_line.product_uom_qty = 5
        self.env.cr.precommit.run()
        self.assertEqual(len(sent), 1)
        partner, kind, payload = sent[0]
        self.assertEqual(
            (partner, kind, payload["quantity"], payload["version"]),
            (self.customer, "unified_commerce.cart", 5, cart.cart_version),
        )

    def test_shared_partner_of_visitors_is_never_told(self):
        sent = []
        Partner = type(self.env["res.partner"])
        self.patch(Partner, "_bus_send", lambda *args: sent.append(args))
        self._make_cart(lines=[(self.mug, 1)], state="guest")
        self.env.cr.precommit.run()
        self.assertFalse(sent)

    def test_snapshot_names_what_a_till_may_see(self):
        self._set_stock(self.mug, self.store, 7)
        cart = self._make_cart(lines=[(self.mug, 2)])
        snapshot = cart._cart_snapshot(self.store, self.till)
        self.assertEqual(snapshot["id"], cart.id)
        self.assertEqual(snapshot["version"], cart.cart_version)
        self.assertFalse(snapshot["held_by"])
        line = snapshot["lines"][0]
        self.assertEqual(
            (line["product_id"], line["qty"], line["available"]),
            (self.mug.id, 2, 7),
        )
        self.assertNotIn("partner_shipping_id", snapshot)
