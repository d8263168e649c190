# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..exceptions import CartHeldError
from .common import UnifiedCommerceCommon


class KeptCartCommon(UnifiedCommerceCommon):
    def _under_rule(self, rule):
        return patch.object(
            type(self.env["sale.order"]), "_get_cart_merge_rule", lambda order: rule
        )

    def _two_carts(self, newest="guest"):
        """Return (the customer's cart, the visitor's cart)."""
        cart = self._make_cart(lines=[(self.mug, 1)])
        guest = self._make_cart(
            self.other_customer, lines=[(self.shirt, 2)], state="guest"
        )
        now = fields.Datetime.now()
        cart.cart_touched_at = now - timedelta(hours=newest == "guest")
        guest.cart_touched_at = now - timedelta(hours=newest == "cart")
        return cart, guest

    def _kept(self, state):
        kept = self.env["sale.order"]._cart_find_kept(self.customer, self.company)
        return kept._cart_of_state(state)


@tagged("post_install", "-at_install")
class TestCartRules(KeptCartCommon):
    def test_newest_basket_is_kept_and_the_other_is_saved(self):
        cart, guest = self._two_carts()
        with self._under_rule("newest"):
            self.assertEqual(guest._cart_identify(self.customer), guest)
        self.assertEqual((guest.cart_state, cart.cart_state), ("open", "saved"))
        self.assertEqual(guest.partner_id, self.customer)
        self.assertEqual(self._content(cart), {self.mug: 1})
        self.assertEqual(self._content(guest), {self.shirt: 2})

    def test_newest_is_the_one_changed_last(self):
        cart, guest = self._two_carts(newest="cart")
        with self._under_rule("newest"):
            self.assertEqual(guest._cart_identify(self.customer), cart)
        self.assertEqual((guest.cart_state, cart.cart_state), ("saved", "open"))
        self.assertEqual(guest.partner_id, self.customer)

    def test_newest_never_takes_the_cart_from_a_till(self):
        cart, guest = self._two_carts()
        cart._cart_acquire(self.till)
        with self._under_rule("newest"):
            self.assertEqual(guest._cart_identify(self.customer), cart)
        self.assertEqual(cart._cart_current_holder(), self.till)
        self.assertEqual(guest.cart_state, "saved")

    def test_asked_customer_keeps_the_cart_while_the_other_waits(self):
        cart, guest = self._two_carts()
        cart._cart_acquire(self.till)
        with self._under_rule("ask"):
            self.assertEqual(guest._cart_identify(self.customer), cart)
        self.assertEqual((cart.cart_state, guest.cart_state), ("open", "waiting"))
        self.assertEqual(self._kept("waiting"), guest)
        self.assertEqual(self._content(cart), {self.mug: 1})

    def test_nothing_is_asked_when_one_basket_is_empty(self):
        cart, guest = self._two_carts()
        cart.order_line.unlink()
        with self._under_rule("ask"):
            guest._cart_identify(self.customer)
        self.assertEqual(self._content(cart), {self.shirt: 2})
        self.assertFalse(self._kept("waiting"))

    def test_contacts_that_staff_merges_are_not_asked(self):
        cart, guest = self._two_carts()
        guest.cart_state = "open"
        with self._under_rule("ask"):
            self.assertEqual(guest._cart_identify(self.customer), cart)
        self.assertEqual(self._content(cart), {self.mug: 1, self.shirt: 2})

    def _ask(self):
        cart, guest = self._two_carts()
        with self._under_rule("ask"):
            guest._cart_identify(self.customer)
        return cart, guest

    def test_customer_puts_both_together(self):
        cart, guest = self._ask()
        for _sent_twice in range(2):
            cart._cart_join(guest)
        self.assertEqual(self._content(cart), {self.mug: 1, self.shirt: 2})
        self.assertEqual(guest.cart_state, "merged")

    def test_customer_keeps_the_cart_and_the_other_is_saved(self):
        cart, guest = self._ask()
        for _sent_twice in range(2):
            cart._cart_keep(cart, guest)
        self.assertEqual((cart.cart_state, guest.cart_state), ("open", "saved"))

    def test_customer_keeps_the_other_and_the_cart_is_saved(self):
        cart, guest = self._ask()
        cart._cart_keep(guest, guest)
        self.assertEqual((cart.cart_state, guest.cart_state), ("saved", "open"))
        self.assertEqual(
            self.env["sale.order"]._cart_find(self.customer, self.company), guest
        )

    def test_choice_does_not_take_the_cart_from_a_till(self):
        cart, guest = self._ask()
        cart._cart_acquire(self.till)
        with self.assertRaises(CartHeldError):
            cart._cart_keep(guest, guest)
        self.assertEqual(cart.cart_state, "open")
        # both together: the till sees the lines arrive
        cart._cart_join(guest)
        self.assertEqual(self._content(cart), {self.mug: 1, self.shirt: 2})


@tagged("post_install", "-at_install")
class TestSavedCarts(KeptCartCommon):
    def _save(self, *lines):
        cart = self._make_cart(lines=lines)
        cart._cart_save()
        return cart

    def test_saved_cart_makes_room_and_is_kept(self):
        saved = self._save((self.mug, 3))
        self.assertFalse(self.env["sale.order"]._cart_find(self.customer, self.company))
        self.assertEqual(self._kept("saved"), saved)
        self.assertTrue(self._make_cart())

    def test_no_stock_is_held_for_a_saved_cart(self):
        self._set_stock(self.mug, self.warehouse, 5)
        self.web.hold_start = "cart"
        if "allow_out_of_stock_order" in self.mug._fields:
            # a web shop sells what is not there unless it is told otherwise
            self.mug.allow_out_of_stock_order = False
        cart = self._make_cart(lines=[(self.mug, 3)])
        cart._hold("cart")
        self.assertTrue(cart.hold_until)
        cart._cart_save()
        cart.invalidate_recordset()
        self.assertFalse(cart.hold_until)

    def test_held_cart_is_not_saved_away_from_a_till(self):
        cart = self._make_cart(lines=[(self.mug, 3)])
        cart._cart_acquire(self.till)
        with self.assertRaises(CartHeldError):
            cart._cart_save()
        with self.assertRaises(CartHeldError):
            cart._cart_save_lines(cart.order_line)

    def test_saved_cart_is_put_back_once(self):
        saved = self._save((self.mug, 3), (self.shirt, 1))
        cart = self._make_cart(lines=[(self.mug, 1)])
        for _sent_twice in range(2):
            saved._cart_put_back(cart)
        self.assertEqual(self._content(cart), {self.mug: 4, self.shirt: 1})
        self.assertEqual((saved.cart_state, saved.state), ("merged", "cancel"))

    def test_one_line_is_put_back_and_the_rest_stays(self):
        saved = self._save((self.mug, 3), (self.shirt, 1))
        cart = self._make_cart()
        saved._cart_put_back(cart, saved.order_line[1])
        self.assertEqual(self._content(cart), {self.shirt: 1})
        self.assertEqual(self._content(saved), {self.mug: 3})

    def test_line_put_back_has_the_price_of_the_day(self):
        saved = self._save((self.mug, 1))
        saved.order_line.price_held_until = "2020-01-01"
        self.mug.list_price = 12
        cart = self._make_cart()
        saved._cart_put_back(cart)
        self.assertEqual(cart.order_line.price_unit, 12)

    def test_line_put_back_in_time_has_the_price_that_was_seen(self):
        saved = self._save((self.mug, 1))
        self.mug.list_price = 12
        cart = self._make_cart()
        saved._cart_put_back(cart)
        self.assertEqual(cart.order_line.price_unit, 10)

    def test_nothing_is_put_back_in_a_cart_that_a_till_has(self):
        saved = self._save((self.mug, 1))
        cart = self._make_cart(lines=[(self.shirt, 1)])
        cart._cart_acquire(self.till)
        with self.assertRaises(CartHeldError):
            saved._cart_put_back(cart)
        self.assertEqual(self._content(saved), {self.mug: 1})

    def test_lines_saved_on_one_day_are_one_list(self):
        cart = self._make_cart(lines=[(self.mug, 2), (self.shirt, 1)])
        first, second = cart.order_line
        saved = cart._cart_save_lines(first)
        self.assertEqual(cart._cart_save_lines(second), saved)
        self.assertEqual(self._content(saved), {self.mug: 2, self.shirt: 1})
        self.assertFalse(cart.order_line)
        self.assertEqual(cart.cart_state, "open")

    def test_line_of_another_cart_is_not_saved(self):
        cart = self._make_cart(lines=[(self.mug, 1)])
        other = self._make_cart(self.other_customer, lines=[(self.shirt, 1)])
        saved = cart._cart_save_lines(other.order_line)
        self.assertFalse(saved.order_line)
        self.assertEqual(self._content(other), {self.shirt: 1})

    def test_combination_is_saved_and_put_back_whole(self):
        parts = self.mug | self.shirt
        combo = self.env["product.combo"].create(
            {
                "name": "Gift",
                "combo_item_ids": [
                    Command.create({"product_id": part.id}) for part in parts
                ],
            }
        )
        box = self.env["product.product"].create(
            {"name": "Box", "type": "combo", "combo_ids": [Command.set(combo.ids)]}
        )
        cart = self._make_cart(lines=[(box, 1), (self.mug, 1)])
        main = cart.order_line[0]
        self.env["sale.order.line"].create(
            {
                "order_id": cart.id,
                "product_id": self.mug.id,
                "combo_item_id": combo.combo_item_ids[0].id,
                "linked_line_id": main.id,
            }
        )
        saved = cart._cart_save_lines(main.linked_line_ids)
        self.assertEqual(self._content(saved), {box: 1, self.mug: 1})
        self.assertEqual(self._content(cart), {self.mug: 1})
        saved._cart_put_back(cart, main)
        self.assertEqual(len(cart.order_line), 3)
        self.assertEqual(main.linked_line_ids.order_id, cart)

    def test_deleted_list_is_gone(self):
        saved = self._save((self.mug, 1))
        saved._cart_delete_list()
        self.assertFalse(self._kept("saved"))
        self.assertEqual(saved.state, "cancel")

    def test_list_is_named_by_its_day_and_channel(self):
        saved = self._save((self.mug, 1))
        self.env.ref("base.lang_en").date_format = "%d/%m/%Y"
        saved.cart_saved_at = "2026-10-05 10:00:00"
        self.assertIn("05/10/2026", saved._get_cart_list_name())
        self.assertIn(self.web.name, saved._get_cart_list_name())

    def test_statements_do_not_grow_with_the_lines(self):
        def count(lines):
            articles = self.env["product.product"].create(
                [{"name": f"Vase {n}", "is_storable": True} for n in range(lines)]
            )
            partner = self.env["res.partner"].create({"name": "Grand panier"})
            content = [(one, 1) for one in articles]
            cart = self._make_cart(partner, lines=content)
            guest = self._make_cart(
                self.other_customer, lines=content + content, state="guest"
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            guest._cart_identify(partner)
            self.env.flush_all()
            self.assertEqual(len(cart.order_line), lines)
            self.assertEqual(set(self._content(cart).values()), {3})
            return self.cr.sql_log_count - before

        count(2)
        self.assertLessEqual(count(20), count(4) + 2)

    def test_back_office_counts_saved_carts_of_a_customer(self):
        self._save((self.mug, 1))
        seller = new_test_user(
            self.env, "seller", groups="sales_team.group_sale_salesman_all_leads"
        )
        customer = self.customer.with_user(seller)
        self.assertEqual(customer.saved_cart_count, 1)
        action = customer.action_view_saved_carts()
        self.assertEqual(
            self.env["sale.order"].search(action["domain"]), self._kept("saved")
        )


@tagged("post_install", "-at_install")
class TestCartsApart(KeptCartCommon):
    def test_channel_that_does_not_share_has_carts_of_its_own(self):
        Order = self.env["sale.order"]
        shared = self._make_cart(lines=[(self.mug, 1)])
        outlet = self.env["commerce.channel"].create(
            {
                "name": "Outlet",
                "code": "OUT",
                "channel_type": "web",
                "cart_shared": False,
            }
        )
        apart = Order._cart_get_or_create(self.customer, self.company, outlet)
        self.assertNotEqual(apart, shared)
        self.assertEqual(
            Order._cart_get_or_create(self.customer, self.company, outlet), apart
        )
        self.assertEqual(Order._cart_find(self.customer, self.company), shared)
        self.assertEqual(
            Order._cart_find(self.customer, self.company, self.web), shared
        )

    def test_channel_that_shares_again_loses_no_cart(self):
        Order = self.env["sale.order"]
        self.web.cart_shared = False
        self.env["commerce.channel"].flush_model()
        one = Order._cart_get_or_create(self.customer, self.company, self.web)
        other = Order._cart_get_or_create(self.other_customer, self.company, self.web)
        shared = self._make_cart(lines=[(self.mug, 1)])
        self.web.cart_shared = True
        self.assertEqual(self._kept("saved"), one)
        self.assertEqual(Order._cart_find(self.customer, self.company), shared)
        self.assertEqual(Order._cart_find(self.other_customer, self.company), other)


@tagged("post_install", "-at_install")
class TestExpiredCarts(KeptCartCommon):
    def _age(self, cart, days):
        cart.cart_touched_at = fields.Datetime.now() - timedelta(days=days)
        return cart

    def _expire(self, batch=100):
        cron = self.env["ir.cron"]
        with patch.object(type(cron), "_commit_progress", lambda *args, **kw: 60):
            self.env["sale.order"]._cron_expire_carts(batch)

    def test_old_cart_of_a_visitor_is_cancelled(self):
        self.web.cart_guest_days = 10
        old, new = (
            self._age(
                self._make_cart(
                    self.other_customer, lines=[(self.mug, 1)], state="guest"
                ),
                days,
            )
            for days in (11, 9)
        )
        self._expire()
        self.assertEqual((old.cart_state, old.state), ("cancelled", "cancel"))
        self.assertEqual(new.cart_state, "guest")

    def test_old_cart_of_a_customer_becomes_a_saved_list(self):
        cart = self._age(self._make_cart(lines=[(self.mug, 1)]), 91)
        self._expire()
        self.assertEqual((cart.cart_state, cart.state), ("saved", "draft"))
        self.assertEqual(self._content(cart), {self.mug: 1})

    def test_old_empty_cart_of_a_customer_leaves_no_list(self):
        cart = self._age(self._make_cart(), 91)
        self._expire()
        self.assertEqual(cart.cart_state, "cancelled")

    def test_zero_days_is_never(self):
        self.env["commerce.channel"].search([]).cart_open_days = 0
        cart = self._age(self._make_cart(lines=[(self.mug, 1)]), 9999)
        self._expire()
        self.assertEqual(cart.cart_state, "open")

    def test_cart_that_somebody_edits_does_not_end(self):
        cart = self._age(self._make_cart(lines=[(self.mug, 1)]), 91)
        cart._cart_acquire(self.till)
        self._expire()
        self.assertEqual(cart.cart_state, "open")

    def test_cart_that_may_not_end_hinders_no_other(self):
        kept = self._age(self._make_cart(lines=[(self.mug, 1)]), 91)
        kept._cart_acquire(self.till)
        cart = self._age(
            self._make_cart(self.other_customer, lines=[(self.mug, 1)]), 91
        )
        self._expire(batch=1)
        self.assertEqual((kept.cart_state, cart.cart_state), ("open", "saved"))

    def test_cart_whose_code_or_link_is_valid_does_not_end(self):
        coded = self._age(self._make_cart(lines=[(self.mug, 1)]), 91)
        self.assertTrue(coded._cart_get_code())
        sent = self._age(
            self._make_cart(self.other_customer, lines=[(self.mug, 1)]), 91
        )
        sent.sent_until = fields.Datetime.now()
        self._expire()
        self.assertEqual((coded.cart_state, sent.cart_state), ("open", "open"))
        coded.sudo().cart_code_until = sent.sent_until = "2020-01-01"
        self._expire()
        self.assertEqual((coded.cart_state, sent.cart_state), ("saved", "saved"))

    def test_code_of_a_saved_cart_says_so(self):
        cart = self._make_cart(lines=[(self.mug, 1)])
        code = cart._cart_get_code()
        cart._cart_save()
        found = cart._cart_resolve_code(self.company, code, "till")
        self.assertFalse(found.cart)
        self.assertIn("saved for later", found.refusal)

    def test_change_makes_a_cart_young_again(self):
        cart = self._age(self._make_cart(lines=[(self.mug, 1)]), 91)
        cart.order_line.product_uom_qty = 2
        self._expire()
        self.assertEqual(cart.cart_state, "open")
