# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..verifier import fiscal_verify
from .closing_common import DAY, ClosingCase


def rates(content):
    return {row["rate"]: (row["base"], row["tax"]) for row in content["vat"]}


def payments(content):
    return {row["mode"]: row["amount"] for row in content["payments"]}


@tagged("post_install", "-at_install")
class TestFiscalClosing(ClosingCase):
    # The golden day -------------------------------------------------------------

    def test_af_02_day_of_the_first_till(self):
        self._sell_golden_day()
        content = self._close(self.till)
        self.assertEqual(
            rates(content), {"20": (3666, 733), "5.5": (3057, 168), "2.1": (686, 14)}
        )
        self.assertEqual(content["total"], 8324)
        self.assertEqual((content["base"], content["tax"]), (7409, 915))
        self.assertEqual((content["gt_alg"], content["gt_abs"]), (8324, 18304))
        self.assertEqual(content["documents"], 4)
        self.assertEqual(content["types"], {"SALE": 3, "REFUND": 1})
        self.assertEqual(content["refunds"], {"count": 1, "total": -4990})
        self.assertEqual(content["discounts"], 100)
        self.assertEqual(content["vouchers"], {"issued": 0, "redeemed": 3500})
        (device,) = content["devices"]
        self.assertEqual(
            (device["first"], device["last"]), ("S1C1-00000001", "S1C1-00000004")
        )
        self.assertTrue(content["sound"])

    def test_af_03_day_of_the_second_till(self):
        self._sell_golden_day()
        content = self._close(self.till_2)
        self.assertEqual(rates(content), {"20": (4166, 833), "NS": (5000, 0)})
        self.assertEqual(content["total"], 4999)
        self.assertEqual(content["vouchers"], {"issued": 5000, "redeemed": 0})
        self.assertEqual((content["gt_alg"], content["gt_abs"]), (4999, 4999))
        self.assertEqual(content["cash"]["expected"], 3000)

    def test_af_04_day_of_the_company(self):
        self._sell_golden_day()
        for till in self.till | self.till_2:
            self._close(till)
        content = self._close(None)
        self.assertEqual(content["total"], 13323)
        self.assertEqual((content["gt_alg"], content["gt_abs"]), (13323, 23303))
        self.assertEqual(
            payments(content), {"CB": 2500, "ESP": 5324, "CHQ": 6999, "CADEAU": 3500}
        )
        self.assertEqual(sum(payments(content).values()), 13323 + 5000)
        self.assertEqual([one["till"] for one in content["tills"]], ["S1C1", "S1C2"])
        self.assertTrue(content["sound"])

    def test_a_closing_is_sealed_in_the_chain_of_its_till(self):
        self._sell_golden_day()
        with freeze_time("2026-10-02 03:00:00"):
            closing = self._closing(self.till)
        document = closing.document_id
        self.assertEqual(closing.number, "S1C1-Z00000001")
        self.assertEqual(document.kind, "closing")
        self.assertTrue(
            document.sign_input.startswith("0210:700|0550:3225|2000:4399,8324,8324,")
        )
        key = self.env["fiscal.key"]._get_current(self.company)
        self.assertTrue(
            fiscal_verify.is_signed_by(
                document.sign_input,
                document.signature,
                fiscal_verify.load_public_key(key.public_key),
            )
        )
        self.assertRecordValues(
            closing,
            [{"total": 83.24, "base": 74.09, "gt_alg": 83.24, "gt_abs": 183.04}],
        )
        with self.assertRaises(UserError):
            closing.write({"total": 1})

    def test_af_18_vat_is_the_sum_of_the_tickets_never_reckoned_again(self):
        for _ in range(3):
            self._sell("2026-10-01 08:00:00", [("20", 2, 0)])
        self.assertEqual(rates(self._close(self.till)), {"20": (6, 0)})

    def test_each_closing_is_logged_when_it_begins_and_when_it_is_done(self):
        self._sell("2026-10-01 08:00:00", [("20", 1000, 200)])
        self._close(self.till)
        codes = self.env["fiscal.event"].search([("till_id", "=", self.till.id)])
        self.assertEqual(codes.sorted("id").mapped("code")[-2:], ["330", "50"])

    # Days -----------------------------------------------------------------------

    def test_a_session_open_past_the_cut_off_belongs_to_two_days(self):
        # 01:30 then 04:30 in Paris, one session
        self._sell("2026-10-01 23:30:00", [("20", 1000, 200)], session="S/1")
        self._sell("2026-10-02 02:30:00", [("20", 2000, 400)], session="S/1")
        first = self._close(self.till, at="2026-10-02 03:00:00")
        second = self._close(self.till, day=date(2026, 10, 2), at="2026-10-03 03:00:00")
        self.assertEqual((first["total"], second["total"]), (1200, 2400))
        self.assertTrue(first["sound"])
        self.assertEqual(second["gt_alg"], 3600)
        self.assertEqual(second["previous"], "S1C1-Z00000001")

    def test_af_10_what_arrives_after_the_z_is_in_the_next_one_flagged(self):
        self._sell("2026-10-01 08:00:00", [("20", 1000, 200)])
        self._close(self.till)
        late = self._sell("2026-10-01 21:50:00", [("20", 500, 100)])
        self.assertTrue(late.late)
        self.assertIn(late.number, self._events("50")[0].description)
        self._sell("2026-10-02 08:00:00", [("20", 2000, 400)])
        second = self._close(self.till, day=date(2026, 10, 2), at="2026-10-03 03:00:00")
        self.assertEqual(second["total"], 3000)
        self.assertEqual(
            second["late"], {"count": 1, "total": 600, "numbers": [late.number]}
        )
        self.assertTrue(second["sound"])
        self._sell("2026-10-03 08:00:00", [("20", 100, 20)])
        third = self._close(self.till, day=date(2026, 10, 3), at="2026-10-04 03:00:00")
        self.assertEqual((third["total"], third["late"]["count"]), (120, 0))

    def test_a_late_ticket_of_a_device_that_no_closing_has_met_is_flagged_too(self):
        self._sell("2026-10-01 08:00:00", [("20", 1000, 200)])
        self._close(self.till)
        device = self.env["fiscal.device"]._find_or_enrol(self.till, "browser-9")
        chain = self.till._get_chain("ticket", device)
        late = self._sell("2026-10-01 21:50:00", [("20", 500, 100)], chain=chain)
        self.assertTrue(late.late)

    def test_a_day_that_the_company_has_closed_is_closed_for_idle_tills(self):
        self._sell("2026-10-01 08:00:00", [("20", 1000, 200)])
        self._close(self.till)
        self._close(None)
        late = self._sell("2026-10-01 21:50:00", [("20", 500, 100)], chain=self.chain_2)
        self.assertTrue(late.late)

    def test_days_without_activity_are_stated(self):
        self._sell("2026-10-01 08:00:00", [("20", 1000, 200)])
        self._sell("2026-10-05 08:00:00", [("20", 1000, 200)])
        self._close(self.till)
        content = self._close(
            self.till, day=date(2026, 10, 5), at="2026-10-06 03:00:00"
        )
        self.assertEqual(content["idle"], {"after": "2026-10-01", "days": 3})

    def test_a_till_that_a_closing_cannot_explain_is_told_and_closed(self):
        self._sell("2026-10-01 08:00:00", [("20", 1000, 200)])
        self.env.cr.execute(
            "UPDATE fiscal_chain SET gt_alg = 5 WHERE id = %s", [self.chain.id]
        )
        content = self._close(self.till)
        self.assertFalse(content["sound"])
        self.assertEqual(content["gt_alg"], 1200)
        self.assertEqual(content["counters"]["gt_alg"], 5)
        self.assertTrue(self._events("90"))

    # Order ----------------------------------------------------------------------

    def _refuses(self, till, period, day, at, text):
        with self.assertRaisesRegex(UserError, text):
            self._close(till, period, day, at)

    def test_af_11_month_after_its_days(self):
        self._sell_golden_day()
        self._sell("2026-10-20 08:00:00", [("20", 500000, 100000), ("10", 10000, 1000)])
        at, end = "2026-11-01 04:00:00", date(2026, 10, 31)
        self._refuses(self.till, "month", end, at, "01/10/2026")
        self._close(self.till, at=at)
        self._refuses(self.till, "month", end, at, "20/10/2026")
        self._close(self.till, day=date(2026, 10, 20), at=at)
        content = self._close(self.till, "month", end, at)
        self.assertEqual(content["total"], 619324)
        self.assertEqual(content["gt_alg"], 619324)
        self.assertEqual(content["documents"], 5)
        self.assertEqual(rates(content)["20"], (503666, 100733))
        self.assertEqual(payments(content)["CB"], 2500 + 611000)
        self.assertEqual(
            (content["devices"][0]["first"], content["devices"][0]["last"]),
            ("S1C1-00000001", "S1C1-00000005"),
        )
        self.assertTrue(content["sound"])

    def test_a_period_that_is_not_over_is_not_closed(self):
        # a till of a store may, once its sessions are closed (bridge)
        office = self.company._get_fiscal_office()
        chain = office._get_chain("ticket")
        self._sell("2026-10-01 08:00:00", [("20", 1000, 200)], chain=chain)
        self._refuses(office, "day", DAY, "2026-10-01 20:00:00", "not over")
        self._close(office)
        self._refuses(office, "month", DAY, "2026-10-20 20:00:00", "not over")

    def test_days_are_closed_in_order(self):
        self._sell("2026-10-01 08:00:00", [("20", 1000, 200)])
        self._sell("2026-10-02 08:00:00", [("20", 1000, 200)])
        at = "2026-10-04 04:00:00"
        self._refuses(self.till, "day", date(2026, 10, 2), at, "01/10/2026")
        self._close(self.till, at=at)
        self._close(self.till, day=date(2026, 10, 2), at=at)
        self._refuses(self.till, "day", date(2026, 9, 30), at, "never opened")

    def test_the_company_is_closed_after_its_tills(self):
        self._sell_golden_day()
        self._close(self.till)
        self._refuses(None, "day", DAY, "2026-10-02 03:00:00", "S1C2")

    def test_a_year_comes_after_its_months(self):
        self._sell("2026-10-01 08:00:00", [("20", 1000, 200)])
        at, end = "2027-01-02 04:00:00", date(2026, 12, 31)
        self._close(self.till, at=at)
        self._refuses(self.till, "year", end, at, "01/10/2026")
        self._close(self.till, "month", DAY, at)
        content = self._close(self.till, "year", end, at)
        self.assertEqual((content["from"], content["to"]), ("2026-01-01", "2026-12-31"))
        self.assertEqual((content["total"], content["gt_alg"]), (1200, 1200))
        self.assertTrue(self._events("60"))

    def test_the_night_closes_all_that_is_over_in_order(self):
        self._sell_golden_day()
        self._sell("2026-10-20 08:00:00", [("20", 500000, 100000)])
        with freeze_time("2027-01-02 03:30:00"):
            self.closings._cron_close()
        self.env.invalidate_all()
        made = self.closings.search([("company_id", "=", self.company.id)])
        self.assertEqual(
            sorted((one.till_id.code or "", one.period) for one in made),
            sorted(
                [("", "day")] * 2
                + [("S1C1", "day")] * 2
                + [("S1C2", "day")]
                + [
                    (code, p)
                    for code in ("", "S1C1", "S1C2")
                    for p in ("month", "year")
                ]
            ),
        )
        self.assertTrue(all(made.mapped("is_sound")))
        with freeze_time("2027-01-02 04:30:00"):
            self.closings._cron_close()
        self.assertEqual(
            self.closings.search_count([("company_id", "=", self.company.id)]),
            len(made),
        )

    def test_late_tickets_of_a_till_no_longer_used_are_closed_by_the_night(self):
        self._sell("2026-10-01 08:00:00", [("20", 1000, 200)])
        self._close(self.till)
        self._sell("2026-10-01 21:50:00", [("20", 500, 100)])
        with freeze_time("2026-10-05 04:00:00"):
            self.closings._cron_close()
        self.env.invalidate_all()
        last = self.closings._get_last(self.company, self.till, "day")
        self.assertEqual((str(last.date_to), last.total), ("2026-10-04", 6.0))

    # Two at once, off, copies -----------------------------------------------------

    def test_two_who_close_at_once_make_one_closing(self):
        self._sell("2026-10-01 08:00:00", [("20", 1000, 200)])
        with freeze_time("2026-10-02 03:00:00"):
            first = self._closing(self.till)
            second = self._closing(self.till)
        self.assertEqual(first, second)
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            first.copy()

    def test_a_company_that_does_not_seal_closes_nothing(self):
        self.company.fiscal_started_on = False
        self.assertFalse(
            self.closings._close(self.company, self.till, "day", DAY),
        )
        self.closings._cron_close()
        self.assertFalse(self.closings.search([("company_id", "=", self.company.id)]))

    def test_a_copy_of_the_database_closes_nothing(self):
        self._sell("2026-10-01 08:00:00", [("20", 1000, 200)])
        self.env["fiscal.key"]._get_current(self.company).database_ref = "another"
        with freeze_time("2026-10-02 04:00:00"):
            self.closings._cron_close()
        self.assertFalse(self.closings.search([("company_id", "=", self.company.id)]))
