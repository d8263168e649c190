# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError


class CommerceException(models.Model):
    """One line for one person: what a program could not settle, and what to do."""

    _name = "commerce.exception"
    _description = "To Settle"
    _order = "state, create_date desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="What happened", required=True, readonly=True)
    advice = fields.Text(string="What to do", readonly=True)
    kind = fields.Selection(
        [
            ("cart", "Cart"),
            ("stock", "Stock"),
            ("promise", "Promise not kept"),
            ("payment", "Payment"),
            ("loyalty", "Loyalty"),
            ("fiscal", "Fiscal"),
            ("data", "Data taken over"),
            ("other", "Other"),
        ],
        required=True,
        readonly=True,
        index=True,
    )
    state = fields.Selection(
        [("open", "To settle"), ("done", "Settled"), ("ignored", "Nothing to do")],
        required=True,
        default="open",
        index=True,
    )
    res_model = fields.Char(string="Document model", readonly=True)
    res_id = fields.Many2oneReference(
        string="Document", model_field="res_model", readonly=True
    )
    channel_id = fields.Many2one("commerce.channel", readonly=True, index=True)
    warehouse_id = fields.Many2one("stock.warehouse", string="Place", readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    user_id = fields.Many2one("res.users", string="Taken by")
    closed_by_id = fields.Many2one("res.users", readonly=True)
    closed_date = fields.Datetime(readonly=True)
    key = fields.Char(
        readonly=True,
        copy=False,
        help="The same event reported twice makes one line.",
    )

    _key_uniq = models.UniqueIndex("(key) WHERE key IS NOT NULL")

    @api.model
    def _report(
        self, kind, record, summary, advice, channel=None, warehouse=None, key=None
    ):
        """Put one line on the list of a person; the same key makes one line only.

        :param kind: a value of ``kind``
        :param record: the document concerned (may be empty)
        :param summary: what happened, one sentence, translated
        :param advice: what the person can do about it, translated
        :return: the exception, new or already there
        """
        # sudo: a cashier or a shopper may cause a line, only staff may read it
        exceptions = self.sudo()
        if key and (known := exceptions.search([("key", "=", key)], limit=1)):
            return known
        company = self._company_of(record, channel, warehouse)
        return exceptions.create(
            {
                "name": summary,
                "advice": advice,
                "kind": kind,
                "res_model": record._name if record else False,
                "res_id": record[:1].id if record else False,
                "channel_id": channel.id if channel else False,
                "warehouse_id": warehouse.id if warehouse else False,
                "company_id": company.id,
                "key": key,
            }
        )

    @api.model
    def _report_finding(self, kind, finding, key):
        """Report what a control or a back-fill found; found again, its line is renewed.

        A line that was settled and is found again is not settled. One that needs
        nothing rests until something else is found.

        :param finding: a ``Finding``
        :return: the exception, new or already there
        """
        exceptions = self.with_company(finding.company or self.env.company)
        line = exceptions._report(
            kind,
            finding.record,
            finding.summary,
            finding.advice,
            warehouse=finding.place,
            key=key,
        )
        renewed = line.name != finding.summary
        if line.state == "done" or (renewed and line.state == "ignored"):
            line.action_reopen()
        if renewed:
            line.write(
                {
                    "name": finding.summary,
                    "advice": finding.advice,
                    "res_model": finding.record._name,
                    "res_id": finding.record[:1].id,
                }
            )
        return line

    def _company_of(self, record, channel, warehouse):
        for source in (record, channel, warehouse):
            if source and "company_id" in source._fields and source[:1].company_id:
                return source[:1].company_id
        return self.env.company

    def action_open_document(self):
        """Open the document the line is about."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    def action_done(self):
        """Mark the lines as settled by the current user."""
        self._close("done")

    def action_ignore(self):
        """Mark the lines as needing nothing."""
        self._close("ignored")

    def action_reopen(self):
        """Put the lines back on the list."""
        self.write({"state": "open", "closed_by_id": False, "closed_date": False})

    def _close(self, state):
        if not self.env.user.has_group("unified_commerce_base.group_commerce_user"):
            raise AccessError(
                self.env._("Ask a store manager to settle what is on this list.")
            )
        self.write(
            {
                "state": state,
                "closed_by_id": self.env.uid,
                "closed_date": fields.Datetime.now(),
            }
        )
