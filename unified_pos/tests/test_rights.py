# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import TillCommon

CART_METHODS = (
    "unified_customer_summary",
    "unified_cart_preview",
    "unified_cart_take",
)


@tagged("post_install", "-at_install")
class TestRights(TillCommon):
    """A cashier does all of the job and nothing more, over RPC too."""

    def _assert_no_access(self, record, user):
        for operation in ("read", "write", "create", "unlink"):
            self.assertFalse(
                record.with_user(user).has_access(operation),
                f"{operation} on {record._name}",
            )

    def test_cashier_has_no_right_on_orders(self):
        self._take()
        self._assert_no_access(self.cart, self.cashier)
        self._assert_no_access(self.cart.order_line, self.cashier)

    def test_cashier_has_no_right_on_the_log_of_approvals(self):
        self._assert_no_access(self.env["commerce.approval"], self.cashier)

    def test_cashier_has_no_right_on_exceptions(self):
        self._assert_no_access(self.env["commerce.exception"], self.cashier)

    def test_cashier_cannot_use_what_settles_orders(self):
        self.assertRaises(
            AccessError,
            self.cart.with_user(self.cashier).load_sale_order_from_pos,
            self.till_1.id,
        )
        self.assertRaises(AccessError, self.cart.with_user(self.cashier).action_confirm)

    def test_cashier_of_the_store_does_the_whole_job(self):
        self.assertEqual(self._take()["status"], "taken")
        self._till().unified_cart_renew(self.cart.ids)
        order = self._send(self._cart_ticket())
        self.assertEqual(order.lines.sale_order_origin_id.invoice_status, "invoiced")

    def test_people_without_a_till_reach_no_cart(self):
        clerk = new_test_user(self.env, "clerk", groups="base.group_user")
        for method in CART_METHODS:
            with self.assertRaises(AccessError):
                getattr(self.till_1.with_user(clerk), method)(self.customer.id)
        for method in ("unified_cart_renew", "unified_cart_release"):
            with self.assertRaises(AccessError):
                getattr(self.till_1.with_user(clerk), method)(self.cart.ids)
        with self.assertRaises(AccessError):
            self.till_1.with_user(clerk).unified_approve({"action": "discount"}, "1234")

    def test_shopper_reaches_no_cart_through_a_till(self):
        shopper = new_test_user(self.env, "shopper_x", groups="base.group_portal")
        for method in CART_METHODS:
            with self.assertRaises(AccessError):
                getattr(self.till_1.with_user(shopper), method)(self.customer.id)

    def test_session_that_recovers_tickets_is_not_the_one_of_the_till(self):
        running = self.session_1
        rescue = running.copy({"rescue": True, "state": "opened"})
        self.assertGreater(rescue.id, running.id)
        self.assertEqual(self.till_1.running_session_id, running)
        running.state = "closed"
        self.assertFalse(self.till_1.running_session_id)

    def test_closed_till_reaches_no_cart(self):
        for method in CART_METHODS:
            with self.assertRaisesRegex(UserError, "Lyon 2"):
                getattr(self._till(self.till_2), method)(self.customer.id)

    def test_till_of_another_company_is_refused(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env,
            "stranger",
            groups="base.group_user,point_of_sale.group_pos_user",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        for method in CART_METHODS:
            with self.assertRaises(AccessError):
                getattr(self.till_1.with_user(stranger), method)(self.customer.id)

    def test_cart_of_another_company_is_not_seen_nor_held(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self.cart.order_line.unlink()
        elsewhere = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "company_id": company.id,
                "is_cart": True,
                "cart_state": "open",
            }
        )
        summary = self._till().unified_customer_summary(self.customer.id)
        self.assertFalse(summary["cart"])
        self.assertEqual(self._till().unified_cart_renew(elsewhere.ids), {})
        self._till().unified_cart_release(elsewhere.ids)
        self.assertFalse(elsewhere.cart_holder_until)

    def test_quotation_cannot_be_held_as_a_cart(self):
        quotation = self.env["sale.order"].create({"partner_id": self.customer.id})
        self.assertEqual(self._till().unified_cart_renew(quotation.ids), {})
        self.assertFalse(quotation.cart_holder_until)

    def test_customer_of_another_company_is_refused(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        hidden = self.env["res.partner"].create(
            {"name": "Hidden", "company_id": company.id}
        )
        with self.assertRaises(AccessError):
            self._till().unified_customer_summary(hidden.id)

    def test_customer_that_was_merged_is_said_to_be_gone(self):
        partner = self.env["res.partner"].create({"name": "Twin"})
        partner_id = partner.id
        partner.unlink()
        with self.assertRaisesRegex(UserError, "does not exist"):
            self._till().unified_customer_summary(partner_id)

    def test_employee_of_another_company_is_not_named(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = self.env["hr.employee"].create(
            {"name": "Stranger", "company_id": company.id}
        )
        self._till().unified_cart_take(self.customer.id, operator_id=stranger.id)
        self.assertNotIn("Stranger", self.cart.cart_holder_name)

    def test_snapshot_gives_named_fields_only(self):
        self.cart.note = "secret"
        preview = self._till().unified_cart_preview(self.customer.id)
        answer = self._take()
        for values in (preview["cart"], answer["records"]["sale.order"][0]):
            self.assertNotIn("note", values)
            self.assertNotIn("access_token", values)

    def test_settled_orders_of_others_are_not_read_through_a_ticket(self):
        self._take()
        order = self._send(self._cart_ticket())
        company = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env,
            "stranger",
            groups="base.group_user,point_of_sale.group_pos_user",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        self.assertFalse(
            order.with_user(stranger)
            ._read_settled_orders(self.till_1)
            .get("sale.order")
        )

    def test_button_for_quotations_is_only_for_those_who_may_read_them(self):
        for user, expected in ((self.cashier, False), (self.seller, True)):
            config = self._till(user=user)
            values = config._load_pos_data_read(config, config)[0]
            self.assertEqual(values["_can_load_sale_orders"], expected)
