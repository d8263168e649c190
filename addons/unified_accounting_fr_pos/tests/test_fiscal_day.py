# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .fiscal_common import FiscalTillCase


@tagged("post_install", "-at_install")
class TestFiscalDay(FiscalTillCase):
    """The Z of real tickets, made when the till closes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.closings = cls.env["fiscal.closing"]
        cls.fiscal_till = cls.till_1._get_fiscal_till()

    def _sell_day(self):
        self._sell_golden_tickets()

    def _find(self):
        self.env.cr.postcommit.run()
        self.env.invalidate_all()
        return self.closings.search([("till_id", "=", self.fiscal_till.id)])

    def test_closing_the_till_makes_its_z_of_the_tickets_sold(self):
        self._sell_day()
        self._close(counted=50.0)
        self.assertFalse(self.closings.search([("till_id", "=", self.fiscal_till.id)]))
        z = self._find()
        self.assertEqual(z.period, "day")
        content = z._get_content()
        # R1 74.90, R2 23.24, R6 30.00
        self.assertEqual(content["total"], 12814)
        self.assertEqual(content["gt_alg"], 12814)
        self.assertTrue(content["sound"])
        self.assertEqual(
            self._vat(content),
            {"20": (7407, 1482), "5.5": (3057, 168), "2.1": (686, 14)},
        )
        self.assertEqual(content["cash"]["sales"], 5324)
        self.assertEqual(content["cash"]["expected"], 5324)
        self.assertEqual(content["cash"]["counted"], 5000)
        self.assertEqual(content["cash"]["difference"], -324)
        self.assertEqual(content["discounts"], 100)
        self.assertEqual(content["types"]["SALE"], 3)

    def test_a_session_is_told_to_the_log_when_it_opens_and_closes(self):
        self._sell_day()
        self._close(counted=53.24)
        last = self._events("40").filtered(
            lambda event: event.till_id == self.fiscal_till
        )
        self.assertIn(self.session_1.name, last.description)
        content = last.document_id._get_content()
        self.assertRegex(content["cashier"], "^[EU][0-9]+$")

    def test_a_till_with_several_sessions_a_day_is_closed_in_the_night(self):
        self.till_1.fiscal_close_day = False
        self._sell_day()
        self._close(counted=53.24)
        self.assertFalse(self._find())
        day = self.env["fiscal.document"].search(
            [("till_id", "=", self.fiscal_till.id), ("kind", "=", "ticket")], limit=1
        )
        with freeze_time(f"{day.business_date.replace(day=28)} 12:00:00") as clock:
            clock.move_to(date(day.business_date.year + 1, 1, 3))
            self.closings._cron_close()
        made = self._find()
        self.assertEqual(sorted(made.mapped("period")), ["day", "month", "year"])

    def test_a_ticket_sold_after_the_z_is_in_the_next_one(self):
        self._sell_day()
        self._close(counted=53.24)
        self.assertTrue(self._find())
        self.till_1.open_ui()
        session = self.till_1.current_session_id
        session.set_opening_control(0, "")
        self.assertFalse(
            self.closings._may_close_today(
                self.fiscal_till,
                self.company._get_business_date(session.start_at),
            )
        )

    def test_the_session_opens_its_z_or_says_when_it_comes(self):
        self._sell_day()
        with self.assertRaisesRegex(UserError, "not closed yet"):
            self.session_1.action_fiscal_closings()
        self.assertIn("reading.pdf", self.session_1.action_fiscal_reading()["url"])
        self._close(counted=53.24)
        z = self._find()
        self.assertEqual(self.session_1.action_fiscal_closings()["res_id"], z.id)

    def test_who_takes_over_at_the_till_is_logged_by_pseudonym(self):
        self.till_1.with_user(self.cashier).log_fiscal_operator()
        event = self._events("80").filtered(lambda one: "Prise" in one.description)
        self.assertIn(f"U{self.cashier.id}", event.description)
        self.assertNotIn(self.cashier.name, event.document_id.content)

    def test_a_number_of_tickets_moved_by_hand_is_logged(self):
        self.till_1.order_seq_id.write({"number_next": 4000})
        self.assertIn("4000", self._events("15").description)
