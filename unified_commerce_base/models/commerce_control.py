# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import time

from odoo import api, fields, models

from .commerce_stock_check import Finding

_logger = logging.getLogger(__name__)


class CommerceControl(models.Model):
    """A nightly proof that an invariant holds. What it finds goes to a person.

    A control named ``x`` is one method ``_control_x()`` of this model, which returns
    a list of (record, summary, advice) or of ``Finding``, empty when all is well. It
    proves all companies, whoever runs it; each reads what was found of its own.
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
                # sudo: half a proof, of the companies of whoever runs it, is none
                found = getattr(self.sudo(), f"_control_{self.code}")()
        except Exception as failure:  # a proof that cannot run is itself a finding
            _logger.exception("Control %s could not run", self.code)
            error = str(failure)
        for finding in (Finding(*one) for one in found):
            about = finding.key or f"{finding.record._name}:{finding.record.id}"
            self.env["commerce.exception"]._report_finding(
                self.kind, finding, f"control:{self.code}:{about}"
            )
        # sudo: results are written by the program alone
        self.sudo().last_run_id = (
            self.env["commerce.control.run"]
            .sudo()
            .create(
                {
                    "control_id": self.id,
                    "state": "error" if error else "found" if found else "ok",
                    "found": sum(Finding(*finding).count for finding in found),
                    "duration": time.monotonic() - start,
                    "message": error,
                }
            )
        )
        return self.last_run_id

    @api.model
    def _cron_run(self):
        # a scheduled action speaks no language: the company's own
        controls = self.with_context(lang=self.env.company.partner_id.lang).search([])
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
            ["partner_id", "company_id", "cart_apart_id"],
            ["__count", "id:recordset"],
            having=[("__count", ">", 1)],
        )
        return [
            (
                carts[:1],
                self.env._("%(customer)s has several carts.", customer=partner.name),
                self.env._("Open the customer's carts and cancel all but one."),
            )
            for partner, _company, _apart, _count, carts in groups
        ]

    def _control_reserved_stock(self):
        """No place has reserved more than it holds."""
        return self.env["commerce.stock.check"]._find("reserved_beyond")

    def _control_stock_ledger(self):
        """What stock says is reserved, what transfers say, and holds agree."""
        check = self.env["commerce.stock.check"]
        return check._find("reserved_apart") + check._find("held_beyond")
