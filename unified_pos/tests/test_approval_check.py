# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.tests import tagged

from .common import TillCommon


@tagged("post_install", "-at_install")
class TestApprovalCheck(TillCommon):
    """The server looks at each ticket for what a manager should have approved."""

    def _log(self, order):
        return self.env["commerce.approval"].search([("order_uuid", "=", order.uuid)])

    def _problems(self, order):
        return self._exceptions(order, "approval")

    def _approve(self, ticket, action, line=None, after=0):
        request = {
            "uuid": f"{ticket['uuid']}/{action}",
            "action": action,
            "order_uuid": ticket["uuid"],
            "line_uuid": line and line["uuid"],
            "operator_id": self.amelie.id,
            "after": after,
        }
        self.assertEqual(
            self._till().unified_approve(request, "1234")["status"], "approved"
        )

    def _discounted(self, discount, **values):
        line = self._line(self.shirt, discount=discount)
        return line, self._ticket([line], **values)

    def test_discount_within_the_limit_asks_nobody(self):
        order = self._send(self._discounted(10)[1])
        self.assertFalse(self._problems(order))
        self.assertFalse(self._log(order))

    def test_discount_above_the_limit_without_manager_is_reported(self):
        order = self._send(self._discounted(30)[1])
        self.assertEqual(order.state, "paid")
        self.assertEqual(len(self._problems(order)), 1)
        self.assertIn("T-shirt", self._problems(order).name)
        self.assertIn("Amélie", self._problems(order).name)

    def test_discount_approved_by_a_manager_is_not_reported(self):
        line, ticket = self._discounted(30)
        self._approve(ticket, "discount", line, after=30)
        self.assertFalse(self._problems(self._send(ticket)))

    def test_approval_of_a_smaller_discount_does_not_cover_a_larger_one(self):
        line, ticket = self._discounted(50)
        self._approve(ticket, "discount", line, after=20)
        self.assertTrue(self._problems(self._send(ticket)))

    def test_approval_of_one_line_does_not_cover_another(self):
        _line, ticket = self._discounted(30)
        self._approve(ticket, "discount", self._line(self.pen), after=30)
        self.assertTrue(self._problems(self._send(ticket)))

    def test_discount_the_customer_had_on_the_web_asks_nobody(self):
        self.shirt_line.discount = 40
        self._take()
        order = self._send(self._cart_ticket())
        self.assertFalse(self._problems(order))

    def test_more_discount_than_on_the_web_is_reported(self):
        self.shirt_line.discount = 40
        self._take()
        line = self._line(self.shirt, 2, self.shirt_line, discount=60)
        self.assertTrue(self._problems(self._send(self._ticket([line]))))

    def test_price_typed_by_hand_is_reported(self):
        line = self._line(self.shirt, price_unit=5.0, price_type="manual")
        order = self._send(self._ticket([line]))
        self.assertEqual(len(self._problems(order)), 1)

    def test_price_approved_by_a_manager_is_not_reported(self):
        line = self._line(self.shirt, price_unit=5.0, price_type="manual")
        ticket = self._ticket([line])
        self._approve(ticket, "price", line, after=5.0)
        self.assertFalse(self._problems(self._send(ticket)))

    def test_tip_is_no_price_change(self):
        tip = self.env.ref("point_of_sale.product_product_tip")
        line = self._line(tip, price_unit=2.0, price_type="manual")
        self.assertFalse(self._problems(self._send(self._ticket([line]))))

    def test_refund_without_manager_is_reported(self):
        order = self._send(self._ticket([self._line(self.pen)]))
        back = self._line(self.pen, -1, refunded_orderline_id=order.lines.id)
        refund = self._send(self._ticket([back], is_refund=True))
        self.assertEqual(len(self._problems(refund)), 1)

    def test_refund_approved_by_a_manager_is_not_reported(self):
        order = self._send(self._ticket([self._line(self.pen)]))
        back = self._line(self.pen, -1, refunded_orderline_id=order.lines.id)
        ticket = self._ticket([back], is_refund=True)
        self._approve(ticket, "refund")
        self.assertFalse(self._problems(self._send(ticket)))

    def _reduced(self, amount, **values):
        rebate = self.env["product.product"].create(
            {"name": "Rebate", "type": "service", "taxes_id": [], "list_price": 0}
        )
        lines = [self._line(self.shirt), self._line(rebate, price_unit=-amount)]
        return self._ticket(lines, **values)

    def test_discount_on_the_ticket_within_the_limit_asks_nobody(self):
        shirt = self._line(self.shirt)
        tenth = round(shirt["price_subtotal_incl"] / 10, 2)
        self.assertFalse(self._problems(self._send(self._reduced(tenth))))

    def test_discount_on_the_ticket_above_the_limit_is_reported(self):
        order = self._send(self._reduced(self._line(self.shirt)["price_unit"] / 2))
        self.assertEqual(len(self._problems(order)), 1)

    def test_discount_on_the_ticket_approved_is_not_reported(self):
        ticket = self._reduced(self._line(self.shirt)["price_unit"] / 2)
        self._approve(ticket, "discount", after=50)
        self.assertFalse(self._problems(self._send(ticket)))

    def test_approval_of_a_line_does_not_cover_the_ticket(self):
        ticket = self._reduced(self._line(self.shirt)["price_unit"] / 2)
        self._approve(ticket, "discount", self._line(self.shirt), after=50)
        self.assertTrue(self._problems(self._send(ticket)))

    def test_discount_product_of_the_till_is_no_way_round(self):
        special = self.env["product.product"].create(
            {"name": "Discount", "type": "service", "taxes_id": [], "list_price": 0}
        )
        with patch.object(
            type(self.till_1), "_get_special_products", lambda config: special
        ):
            lines = [self._line(self.shirt), self._line(special, price_unit=-10)]
            self.assertTrue(self._problems(self._send(self._ticket(lines))))

    def test_manager_at_the_till_asks_nobody_and_is_recorded(self):
        _line, ticket = self._discounted(30, employee_id=self.boss.id)
        order = self._send(ticket)
        self.assertFalse(self._problems(order))
        self.assertRecordValues(
            self._log(order),
            [
                {
                    "action": "discount",
                    "operator_id": self.boss.id,
                    "approver_id": self.boss.id,
                    "own_action": True,
                    "after": 30.0,
                }
            ],
        )

    def test_manager_ticket_sent_twice_is_recorded_once(self):
        _line, ticket = self._discounted(30, employee_id=self.boss.id)
        self._send(ticket)
        self.assertEqual(len(self._log(self._send(ticket))), 1)

    def test_setting_turned_off_asks_nobody(self):
        self.till_1.approval_discount = False
        self.assertFalse(self._problems(self._send(self._discounted(30)[1])))

    def test_limit_of_the_till_is_the_one_that_counts(self):
        self.till_1.max_discount_without_approval = 35
        self.assertFalse(self._problems(self._send(self._discounted(30)[1])))

    def test_till_without_employees_asks_nobody(self):
        self.till_1.module_pos_hr = False
        self.assertFalse(self._problems(self._send(self._discounted(30)[1])))

    def test_unpaid_ticket_is_not_judged(self):
        _line, ticket = self._discounted(30, state="draft")
        self.assertFalse(self._problems(self._send(ticket)))

    # Without network ------------------------------------------------------------

    def _offline_approval(self, line, **values):
        return {
            "uuid": "offline-1",
            "action": "discount",
            "line_uuid": line["uuid"],
            "product_id": self.shirt.id,
            "operator_id": self.amelie.id,
            "approver_id": self.boss.id,
            "after": 30,
            "offline": True,
            "date": "2026-01-01 09:59:00",
            **values,
        }

    def test_approval_given_without_network_is_kept_and_marked(self):
        line, ticket = self._discounted(30)
        ticket["unified_approvals"] = [self._offline_approval(line)]
        order = self._send(ticket)
        self.assertFalse(self._problems(order))
        self.assertRecordValues(
            self._log(order),
            [{"offline": True, "approver_id": self.boss.id, "after": 30.0}],
        )
        self.assertEqual(str(self._log(order).date), "2026-01-01 09:59:00")

    def test_approval_without_network_by_a_cashier_counts_for_nothing(self):
        line, ticket = self._discounted(30)
        ticket["unified_approvals"] = [
            self._offline_approval(line, approver_id=self.bilal.id)
        ]
        order = self._send(ticket)
        self.assertTrue(self._problems(order))
        self.assertFalse(self._log(order))

    def test_removal_by_a_manager_is_told_by_the_till(self):
        line = self._line(self.pen)
        ticket = self._ticket([line], employee_id=self.boss.id)
        ticket["unified_approvals"] = [
            self._offline_approval(
                line, action="line_removal", offline=False, own_action=True
            )
        ]
        self.assertRecordValues(
            self._log(self._send(ticket)),
            [{"action": "line_removal", "own_action": True, "offline": False}],
        )

    def test_nonsense_from_the_till_never_refuses_a_ticket(self):
        line, ticket = self._discounted(5)
        ticket["unified_approvals"] = [
            {},
            "x",
            self._offline_approval(line, approver_id="1; --"),
            self._offline_approval(line, date="yesterday", after="much"),
        ]
        self.assertEqual(self._send(ticket).state, "paid")
