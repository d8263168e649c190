# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

from odoo import api, fields, models
from odoo.tools import SQL

from .commerce_stock_check import Finding

_logger = logging.getLogger(__name__)

BATCH = 5_000


class CommerceBackfill(models.Model):
    """Work on the data that was there before the suite, in batches, once.

    A back-fill named ``x`` is one method ``_backfill_x(last_id, limit)`` of this
    model. It treats at most ``limit`` records with an id above ``last_id`` and
    returns (id of the last one treated or None when none is left, number treated,
    list of findings). Findings in words make one line at the end, a ``Finding`` makes
    a line of its own. Stopped anywhere, it goes on from there.
    """

    _name = "commerce.backfill"
    _description = "Back-fill of Earlier Data"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, readonly=True)
    sequence = fields.Integer(default=10)
    state = fields.Selection(
        [("todo", "Waiting"), ("running", "Under way"), ("done", "Done")],
        required=True,
        default="todo",
        readonly=True,
    )
    last_id = fields.Integer(readonly=True)
    treated = fields.Integer(readonly=True)
    batches = fields.Integer(readonly=True)
    findings = fields.Text(readonly=True)

    _code_uniq = models.UniqueIndex("(code)", "This back-fill exists already.")

    @api.model
    def _trigger(self):
        """Start the waiting back-fills as soon as the server is free."""
        self.env.ref("unified_commerce_base.ir_cron_backfill")._trigger()

    @api.model
    def _cron_run(self):
        cron = self.env["ir.cron"]
        # a scheduled action speaks no language: the company's own
        speaking = self.with_context(lang=self.env.company.partner_id.lang)
        waiting = speaking.search([("state", "!=", "done")])
        cron._commit_progress(remaining=len(waiting))
        for backfill in waiting:
            while backfill._run_batch():
                if not cron._commit_progress():
                    return
            if not cron._commit_progress(1):
                return

    def _run_batch(self, limit=BATCH):
        """Treat one batch; return whether something may be left."""
        self.ensure_one()
        last_id, treated, findings = getattr(self, f"_backfill_{self.code}")(
            self.last_id, limit
        )
        words = [one for one in findings if not isinstance(one, Finding)]
        lines = [*filter(None, [self.findings]), *words]
        self.write(
            {
                "state": "done" if last_id is None else "running",
                "last_id": self.last_id if last_id is None else last_id,
                "treated": self.treated + treated,
                "batches": self.batches + 1,
                "findings": "\n".join(lines) or False,
            }
        )
        for finding in findings:
            if isinstance(finding, Finding):
                self.env["commerce.exception"]._report_finding(
                    "data", finding, f"backfill:{self.code}:{finding.key}"
                )
        _logger.info("Back-fill %s: %s treated", self.code, self.treated)
        if last_id is None:
            self._report_end()
        return last_id is not None

    def _report_end(self):
        """Tell the owner what was found, when something was."""
        if self.findings:
            self.env["commerce.exception"]._report(
                "data",
                self,
                self.env._("Earlier data taken over: %(name)s.", name=self.name),
                self.findings,
                key=f"backfill:{self.code}",
            )

    def action_restart(self):
        """Go over all the data again, from the first record."""
        self.check_access("write")
        self.write(
            {
                "state": "todo",
                "last_id": 0,
                "treated": 0,
                "batches": 0,
                "findings": False,
            }
        )
        self._trigger()

    # Back-fills of the base -----------------------------------------------------

    def _next_ids(self, table, last_id, limit):
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM %s WHERE id > %s ORDER BY id LIMIT %s",
                SQL.identifier(table),
                last_id,
                limit,
            )
        )
        return [row[0] for row in rows]

    def _backfill_order_channel(self, last_id, limit):
        """Orders from before the suite were typed in the back office."""
        ids = self._next_ids("sale_order", last_id, limit)
        for company in self.env["res.company"].search([]):
            channel = self.env["commerce.channel"]._get_phone(company)
            self.env.cr.execute(
                SQL(
                    """UPDATE sale_order SET channel_id = %s
                        WHERE id = ANY(%s) AND company_id = %s
                          AND channel_id IS NULL AND NOT COALESCE(%s, FALSE)""",
                    channel.id,
                    ids,
                    company.id,
                    self._sql_order_of_other_channel(),
                )
            )
        self.env["sale.order"].invalidate_model(["channel_id"])
        return (ids[-1] if ids else None), len(ids), []

    def _sql_order_of_other_channel(self):
        """SQL condition on ``sale_order``: its channel is known to another module."""
        return SQL("FALSE")

    def _backfill_document_channel(self, last_id, limit):
        """Deliveries and invoices take the channel of the order they come from."""
        ids = self._next_ids("sale_order", last_id, limit)
        for query in self._document_channel_queries(ids):
            self.env.cr.execute(query)
        for model in (
            "stock.move",
            "stock.picking",
            "account.move",
            "account.move.line",
        ):
            self.env[model].invalidate_model(["channel_id"])
        return (ids[-1] if ids else None), len(ids), []

    def _document_channel_queries(self, order_ids):
        yield SQL(
            """UPDATE stock_move move SET channel_id = sale.channel_id
                 FROM sale_order_line line
                 JOIN sale_order sale ON sale.id = line.order_id
                WHERE move.sale_line_id = line.id AND sale.id = ANY(%s)
                  AND move.channel_id IS NULL""",
            order_ids,
        )
        yield SQL(
            """UPDATE stock_picking picking SET channel_id = sale.channel_id
                 FROM sale_order sale
                WHERE picking.sale_id = sale.id AND sale.id = ANY(%s)
                  AND picking.channel_id IS NULL""",
            order_ids,
        )
        yield SQL(
            """UPDATE account_move move SET channel_id = sale.channel_id
                 FROM account_move_line item
                 JOIN sale_order_line_invoice_rel rel ON rel.invoice_line_id = item.id
                 JOIN sale_order_line line ON line.id = rel.order_line_id
                 JOIN sale_order sale ON sale.id = line.order_id
                WHERE item.move_id = move.id AND sale.id = ANY(%s)
                  AND move.channel_id IS NULL""",
            order_ids,
        )
        yield SQL(
            """UPDATE account_move_line item SET channel_id = move.channel_id
                 FROM account_move move
                 JOIN account_move_line origin ON origin.move_id = move.id
                 JOIN sale_order_line_invoice_rel rel ON rel.invoice_line_id = origin.id
                 JOIN sale_order_line line ON line.id = rel.order_line_id
                WHERE item.move_id = move.id AND line.order_id = ANY(%s)
                  AND item.channel_id IS NULL""",
            order_ids,
        )

    # Stock as it was found --------------------------------------------------------

    def _backfill_double_stock(self, last_id, limit):
        """Stock that Odoo wrote on two lines at once is joined as Odoo joins it."""
        doubles = self.env.execute_query(
            SQL(
                """
            SELECT MIN(id) FROM stock_quant
          GROUP BY product_id, company_id, location_id, lot_id, package_id, owner_id
            HAVING COUNT(*) > 1 AND MIN(id) > %s
          ORDER BY MIN(id) LIMIT %s
                """,
                last_id,
                limit,
            )
        )
        if not doubles:
            joined = self.env._(
                "Lines of stock that were there twice and are joined: %s. "
                "Nothing to do: quantities are the same.",
                self.treated,
            )
            return None, 0, [joined] if self.treated else []
        quants = self.env["stock.quant"].browse([row[0] for row in doubles])
        before = self._count_beside(quants)
        quants._merge_quants()
        joined = before - self._count_beside(quants)
        return quants[-1].id, joined, []

    def _count_beside(self, quants):
        """Return how many quants there are of these articles in these locations."""
        self.env["stock.quant"].flush_model()
        [[count]] = self.env.execute_query(
            SQL(
                """
            SELECT COUNT(*) FROM stock_quant
             WHERE product_id = ANY(%s) AND location_id = ANY(%s)
                """,
                quants.product_id.ids,
                quants.location_id.ids,
            )
        )
        return count

    def _backfill_negative_stock(self, last_id, limit):
        """Stock below zero stays as it is: the owner reads where to count."""
        return self._look_at_place("negative", last_id)

    def _backfill_reservation(self, last_id, limit):
        """Reservations stay as they are: each bears a key when it next changes.

        What stock has noted otherwise than transfers is put right as Odoo does it each
        night; what is reserved and not there, the owner reads.
        """
        mended = [] if last_id else self._mend_reservations()
        place_id, treated, found = self._look_at_place("reserved_beyond", last_id)
        return place_id, treated, mended + found

    def _mend_reservations(self):
        check = self.env["commerce.stock.check"]
        apart = sum(finding.count for finding in check._find("reserved_apart"))
        if not apart:
            return []
        self.env["stock.quant"]._clean_reservations()
        left = check._find("reserved_apart")
        mended = apart - sum(finding.count for finding in left)
        return [
            self.env._(
                "Lines of stock that had noted more or less than their transfers "
                "reserve, and are put right: %s. Nothing to do.",
                mended,
            ),
            *left,
        ]

    def _look_at_place(self, check, last_id):
        """Check one place; the one after the last is what lies outside any."""
        place_id = next(iter(self._next_ids("stock_warehouse", last_id, 1)), None)
        found = self.env["commerce.stock.check"]._find(check, place_id or 0)
        return place_id, sum(finding.count for finding in found), found
