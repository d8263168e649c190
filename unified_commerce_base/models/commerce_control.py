# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import time

from odoo import api, fields, models

_logger = logging.getLogger(__name__)


class CommerceControl(models.Model):
    """A nightly proof that an invariant holds. What it finds goes to a person.

    A control named ``x`` is one method ``_control_x()`` of this model, which returns
    a list of (record, summary, advice), empty when all is well.
    """

    _name = "commerce.control"
    _description = "Control"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, readonly=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    description = fields.Text(translate=True, help="What the control proves.")
    kind = fields.Selection(
        selection=lambda self: (
            self.env["commerce.exception"]
            ._fields["kind"]
            ._description_selection(self.env)
        ),
        default="other",
        required=True,
    )
    run_ids = fields.One2many("commerce.control.run", "control_id")
    last_run_id = fields.Many2one("commerce.control.run", readonly=True)
    last_state = fields.Selection(related="last_run_id.state", string="Result")
    last_date = fields.Datetime(related="last_run_id.create_date", string="Date")
    last_found = fields.Integer(related="last_run_id.found", string="Found")

    _code_uniq = models.UniqueIndex("(code)", "This control exists already.")

    def action_run(self):
        """Run the controls now."""
        self.check_access("write")
        self._run()

    def _run(self):
        """Run each control and keep its result; one that fails stops no other.

        :return: the ``commerce.control.run`` records
        """
        runs = self.env["commerce.control.run"]
        for control in self:
            runs |= control._run_one()
        return runs

    def _run_one(self):
        self.ensure_one()
        start = time.monotonic()
        found, error = [], False
        try:
            with self.env.cr.savepoint():
                found = getattr(self, f"_control_{self.code}")()
        except Exception as failure:  # a proof that cannot run is itself a finding
            _logger.exception("Control %s could not run", self.code)
            error = str(failure)
        for record, summary, advice in found:
            self.env["commerce.exception"]._report(
                self.kind,
                record,
                summary,
                advice,
                key=f"control:{self.code}:{record._name}:{record.id}",
            )
        # sudo: results are written by the program alone
        self.sudo().last_run_id = (
            self.env["commerce.control.run"]
            .sudo()
            .create(
                {
                    "control_id": self.id,
                    "state": "error" if error else "found" if found else "ok",
                    "found": len(found),
                    "duration": time.monotonic() - start,
                    "message": error or "\n".join(line[1] for line in found[:50]),
                }
            )
        )
        return self.last_run_id

    @api.model
    def _cron_run(self):
        controls = self.search([])
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(controls))
        for control in controls:
            control._run()
            if not cron._commit_progress(1):
                break

    # Controls of the base -------------------------------------------------------

    def _control_one_cart(self):
        """Each identified customer has at most one open cart per company."""
        groups = self.env["sale.order"]._read_group(
            [("cart_state", "=", "open")],
            ["partner_id", "company_id"],
            ["__count", "id:recordset"],
            having=[("__count", ">", 1)],
        )
        return [
            (
                carts[:1],
                self.env._("%(customer)s has several carts.", customer=partner.name),
                self.env._("Open the customer's carts and cancel all but one."),
            )
            for partner, _company, _count, carts in groups
        ]

    def _control_reserved_stock(self):
        """No place has promised more than it holds."""
        groups = self.env["stock.quant"]._read_group(
            [("location_id.usage", "=", "internal"), ("reserved_quantity", ">", 0)],
            ["product_id", "location_id"],
            ["quantity:sum", "reserved_quantity:sum", "id:recordset"],
        )
        return [
            (
                quants[:1],
                self.env._(
                    "%(product)s in %(location)s: "
                    "%(reserved)s promised, %(held)s held.",
                    product=product.display_name,
                    location=location.display_name,
                    reserved=reserved,
                    held=held,
                ),
                self.env._("Count the goods, then reserve the orders again."),
            )
            for product, location, held, reserved, quants in groups
            if product.uom_id.compare(reserved, held) > 0
        ]
