# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import TillCommon


@tagged("post_install", "-at_install")
class TestApproval(TillCommon):
    """A manager's PIN is checked by the server, and what it allowed is kept."""

    def _request(self, **values):
        return {
            "uuid": "request-1",
            "action": "discount",
            "order_uuid": "ticket-1",
            "order_name": "2611-1-000001",
            "line_uuid": "line-1",
            "product_id": self.shirt.id,
            "operator_id": self.amelie.id,
            "before": 0,
            "after": 30,
            **values,
        }

    def _approve(self, pin, approver_id=None, **values):
        return self._till().unified_approve(self._request(**values), pin, approver_id)

    def _log(self):
        return self.env["commerce.approval"].search(
            [("config_id", "=", self.till_1.id)]
        )

    def test_pin_of_a_manager_is_accepted_and_kept(self):
        answer = self._approve("1234")
        self.assertEqual(answer["status"], "approved")
        self.assertEqual(answer["approver"]["name"], "Maud Lefort")
        self.assertRecordValues(
            self._log(),
            [
                {
                    "action": "discount",
                    "operator_id": self.amelie.id,
                    "approver_id": self.boss.id,
                    "session_id": self.session_1.id,
                    "company_id": self.company.id,
                    "channel_id": self.lyon.id,
                    "product_id": self.shirt.id,
                    "order_uuid": "ticket-1",
                    "after": 30.0,
                    "offline": False,
                }
            ],
        )

    def test_pin_of_a_cashier_approves_nothing(self):
        self.assertEqual(self._approve("1111")["status"], "wrong")
        self.assertFalse(self._log())

    def test_no_pin_approves_nothing(self):
        self.boss.pin = False
        for pin in ("", False, None, "0"):
            self.assertEqual(self._approve(pin)["status"], "wrong")

    def test_manager_who_left_approves_nothing(self):
        self.boss.active = False
        self.assertEqual(self._approve("1234")["status"], "wrong")

    def test_manager_of_another_company_approves_nothing(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self.boss.sudo().company_id = company
        self.assertEqual(self._approve("1234")["status"], "wrong")

    def test_two_managers_with_one_pin_say_who_they_are(self):
        twin = self.env["hr.employee"].create({"name": "Nora Twin", "pin": "1234"})
        self.till_1.advanced_employee_ids |= twin
        answer = self._approve("1234")
        self.assertEqual(answer["status"], "choose")
        self.assertEqual(
            {one["id"] for one in answer["approvers"]}, {twin.id, self.boss.id}
        )
        self.assertEqual(self._approve("1234", twin.id)["status"], "approved")
        self.assertEqual(self._log().approver_id, twin)

    def test_naming_a_manager_does_not_replace_the_pin(self):
        self.assertEqual(self._approve("9999", self.boss.id)["status"], "wrong")

    def test_tries_are_limited(self):
        for _try in range(10):
            self.assertEqual(self._approve("0000")["status"], "wrong")
        self.assertEqual(self._approve("1234")["status"], "blocked")
        self.assertFalse(self._log())

    def test_limiter_of_one_till_does_not_block_the_other(self):
        for _try in range(11):
            self._approve("0000")
        self._open_till(self.till_2, self.other_cashier)
        till = self._till(self.till_2, self.other_cashier)
        self.assertEqual(
            till.unified_approve(self._request(), "1234")["status"], "approved"
        )

    def test_request_sent_twice_is_kept_once(self):
        self._approve("1234")
        self._approve("1234")
        self.assertEqual(len(self._log()), 1)

    def test_unknown_action_is_refused(self):
        with self.assertRaises(UserError):
            self._approve("1234", action="free_goods")

    def test_log_cannot_be_changed_nor_deleted(self):
        self._approve("1234")
        log = self._log().sudo()
        with self.assertRaises(UserError):
            log.write({"after": 1.0})
        with self.assertRaises(UserError):
            log.unlink()

    def test_manager_reads_the_log_of_the_company_only(self):
        self._approve("1234")
        self.assertTrue(self._log().with_user(self.manager).has_access("read"))
        self.assertFalse(self._log().with_user(self.manager).has_access("write"))
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self.manager.write({"company_ids": [(4, company.id)], "company_id": company.id})
        log = self.env["commerce.approval"].with_user(self.manager)
        log = log.with_context(allowed_company_ids=company.ids)
        self.assertFalse(log.search([]))

    def test_ticket_of_an_approval_opens_from_the_log(self):
        order = self._send(self._ticket([self._line(self.pen)]))
        self._approve("1234", order_uuid=order.uuid)
        self.assertEqual(self._log().action_open_ticket()["res_id"], order.id)

    def test_abandoned_ticket_is_said_to_be_so(self):
        self._approve("1234")
        with self.assertRaisesRegex(UserError, "2611-1-000001"):
            self._log().action_open_ticket()

    def test_discount_limit_is_a_percentage(self):
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            self.till_1.max_discount_without_approval = 150
            self.env.flush_all()

    def test_limiter_is_asked_before_the_pin_is_looked_at(self):
        with patch.object(
            self.registry["commerce.rate.limit"], "_hit", return_value=False
        ):
            self.assertEqual(self._approve("1234")["status"], "blocked")
