# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import UnifiedCommerceCommon


@tagged("post_install", "-at_install")
class TestException(UnifiedCommerceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(
            cls.env, "store", groups="unified_commerce_base.group_commerce_user"
        )
        cls.employee = new_test_user(cls.env, "staff", groups="base.group_user")

    def _report(self, **values):
        return self.env["commerce.exception"]._report(
            "cart", self.customer, "Something happened", "Do this", **values
        )

    def test_same_event_makes_one_line(self):
        first = self._report(key="event:1")
        self.assertEqual(self._report(key="event:1"), first)
        self.assertNotEqual(self._report(key="event:2"), first)
        self.assertNotEqual(self._report(), self._report())

    def test_anybody_may_cause_a_line_and_staff_alone_reads_it(self):
        line = (
            self.env["commerce.exception"]
            .with_user(self.employee)
            ._report("cart", self.customer, "Seen at the till", "Look")
        )
        with self.assertRaises(AccessError):
            line.with_user(self.employee).read(["name"])
        self.assertEqual(line.with_user(self.manager).name, "Seen at the till")

    def test_manager_settles_and_the_line_remembers_who(self):
        line = self._report().with_user(self.manager)
        line.action_done()
        self.assertEqual((line.state, line.closed_by_id), ("done", self.manager))
        line.action_reopen()
        self.assertEqual((line.state, line.closed_by_id.id), ("open", False))

    def test_employee_cannot_settle(self):
        with self.assertRaises(AccessError):
            self._report().with_user(self.employee).action_done()

    def test_line_of_another_company_is_not_seen(self):
        other = self.env["res.company"].create({"name": "Other"})
        partner = self.env["res.partner"].create(
            {"name": "Theirs", "company_id": other.id}
        )
        line = self.env["commerce.exception"]._report("cart", partner, "x", "y")
        self.assertEqual(line.company_id, other)
        visible = self.env["commerce.exception"].with_user(self.manager).search([])
        self.assertNotIn(line, visible)
