# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

from odoo import api, fields, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

BATCH = 5_000


class CommerceBackfill(models.Model):
    """Work on the data that was there before the suite, in batches, once.

    A back-fill named ``x`` is one method ``_backfill_x(last_id, limit)`` of this
    model. It treats at most ``limit`` records with an id above ``last_id`` and
    returns (id of the last one treated or None when none is left, number treated,
    list of findings in words). Stopped anywhere, it goes on from there.
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
        waiting = self.search([("state", "!=", "done")])
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
        lines = [*filter(None, [self.findings]), *findings]
        self.write(
            {
                "state": "done" if last_id is None else "running",
                "last_id": self.last_id if last_id is None else last_id,
                "treated": self.treated + treated,
                "batches": self.batches + 1,
                "findings": "\n".join(lines) or False,
            }
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

    def _backfill_negative_stock(self, last_id, limit):
        """Stock below zero stays as it is: the owner reads where to count."""
        quants = self.env["stock.quant"].search(
            [
                ("id", ">", last_id),
                ("quantity", "<", 0),
                ("location_id.usage", "=", "internal"),
            ],
            order="id",
            limit=limit,
        )
        findings = [
            self.env._(
                "%(product)s in %(location)s: %(quantity)s in stock, to be counted.",
                product=quant.product_id.display_name,
                location=quant.location_id.display_name,
                quantity=quant.quantity,
            )
            for quant in quants
        ]
        return quants[-1:].id or None, len(quants), findings
