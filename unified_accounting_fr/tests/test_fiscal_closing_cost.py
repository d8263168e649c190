# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import time

from freezegun import freeze_time

from odoo.tests import tagged

from .closing_common import DAY, ClosingCase

_logger = logging.getLogger(__name__)
TICKETS = 2_000
MAX_RATIO = 5


@tagged("post_install", "-at_install")
class TestFiscalClosingCost(ClosingCase):
    def _copy_tickets(self, document):
        """Put this ticket into its chain as often as a busy day would."""
        self.env.flush_all()
        columns = [
            name
            for name, field in document._fields.items()
            if field.store and field.column_type and name not in ("id", "seq")
        ]
        names = ", ".join(columns)
        self.env.cr.execute(
            f"""
            INSERT INTO fiscal_document (seq, {names})
            SELECT %s + n, {names}
              FROM fiscal_document, generate_series(1, %s) AS n
             WHERE id = %s
            """,
            [document.seq, TICKETS - 1, document.id],
        )
        self.env.cr.execute(
            "UPDATE fiscal_chain SET seq = %s, gt_alg = gt_alg * %s,"
            " gt_abs = gt_abs * %s WHERE id = %s",
            [TICKETS, TICKETS, TICKETS, self.chain.id],
        )
        self.env.cr.execute("ANALYZE fiscal_document")
        self.env.invalidate_all()

    def _sum(self):
        """Sum what a Z shows of its tickets, one plain statement each."""
        of_day = """
            WHERE d.till_id = %s AND d.kind = 'ticket' AND d.business_date = %s
        """
        content = "jsonb_array_elements(d.content::jsonb->"
        for what in (
            f"""
            r->>'rate', sum((r->>'base')::bigint), sum((r->>'tax')::bigint)
              FROM fiscal_document d, {content}'vat') r {of_day} GROUP BY 1
            """,
            f"""
            p->>'mode', sum((p->>'amount')::bigint), count(*)
              FROM fiscal_document d, {content}'payments') p {of_day} GROUP BY 1
            """,
            f"""
            sum((l->>'off')::bigint), sum((l->>'ttc')::bigint)
              FROM fiscal_document d, {content}'lines') l {of_day}
            """,
            f"""
            sum(abs(total)), sum((content::jsonb#>>'{{vouchers,issued}}')::bigint)
              FROM fiscal_document d {of_day}
            """,
            f"doc_type, count(*) FROM fiscal_document d {of_day} GROUP BY 1",
            f"chain_id, min(seq), max(seq) FROM fiscal_document d {of_day} GROUP BY 1",
        ):
            self.env.cr.execute(f"SELECT {what}", [self.till.id, DAY])
            self.env.cr.fetchall()

    @staticmethod
    def _best(work):
        times = []
        for _ in range(3):
            begin = time.perf_counter()
            work()
            times.append(time.perf_counter() - begin)
        return min(times)

    def test_a_z_of_two_thousand_tickets_costs_about_its_sums(self):
        line = {
            "label": "Casque",
            "ref": "1",
            "qty": "1",
            "unit": 4990,
            "discount": "0",
            "ttc": 4990,
            "ht": 4158,
            "rate": "20",
        }
        ticket = self._sell(
            "2026-10-01 08:00:00",
            [("20", 4158, 832), ("5.5", 1706, 94), ("2.1", 686, 14)],
            {"CB": 7490},
            lines=[line, {**line, "label": "Livre"}, {**line, "label": "Magazine"}],
        )
        self._copy_tickets(ticket)
        sums = self._best(self._sum)
        day = self._best(lambda: self.closings._get_day(self.till, DAY))
        begin = time.perf_counter()
        with freeze_time("2026-10-02 03:00:00"):
            content = self._closing(self.till)._get_content()
        whole = time.perf_counter() - begin
        self.assertEqual(content["total"], 7490 * TICKETS)
        self.assertTrue(content["sound"])
        _logger.info(
            "Z of %s tickets: sums %.0f ms, content %.0f ms, sealed %.0f ms",
            TICKETS,
            sums * 1000,
            day * 1000,
            whole * 1000,
        )
        self.assertLess(day, MAX_RATIO * sums)
