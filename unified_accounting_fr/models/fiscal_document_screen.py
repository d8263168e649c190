# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

from odoo import fields, models

from ..verifier.fiscal_verify import OUT_OF_SCOPE
from .fiscal_document import TIMESTAMP


class FiscalDocument(models.Model):
    """A sealed document as a person reads it."""

    _inherit = "fiscal.document"

    content_html = fields.Html(compute="_compute_content_html", string="What is sealed")
    excerpt = fields.Char(compute="_compute_excerpt", string="Excerpt of the signature")
    type_name = fields.Char(compute="_compute_type_name", string="Kind of document")
    amount = fields.Float(compute="_compute_amount", digits=(16, 2), string="Total (€)")

    def _compute_type_name(self):
        names = self._get_type_names()
        for document in self:
            document.type_name = names.get(document.doc_type, document.doc_type)

    def _get_type_names(self):
        """Return what people call the types of documents. Others extend it."""
        return {
            "SALE": self.env._("Sale"),
            "REFUND": self.env._("Refund"),
            "CANCEL": self.env._("Cancellation"),
            "DEPOSIT": self.env._("Deposit"),
            "CREDIT": self.env._("Store credit"),
            "INVOICE": self.env._("Invoice"),
            "PAYMENT": self.env._("Payment of an invoice"),
            "MIGRATION": self.env._("Totals of before"),
            "TRAINING": self.env._("Training"),
            "DUPLICATE": self.env._("Duplicate"),
            "PROVISIONAL": self.env._("Provisional document"),
            "CASH_IN": self.env._("Cash in"),
            "CASH_OUT": self.env._("Cash out"),
            "FLOAT": self.env._("Cash float"),
            "COUNT": self.env._("Cash count"),
            "CLOSING": self.env._("Closing"),
            "ARCHIVE": self.env._("Archive"),
            "EVENT": self.env._("Technical event"),
            "GAP": self.env._("Missing document"),
        }

    def _compute_content_html(self):
        for document in self:
            document.content_html = self.env["ir.qweb"]._render(
                "unified_accounting_fr.fiscal_document_content",
                {
                    "content": document._get_content(),
                    "type_name": document.type_name,
                    "euros": self._format_cents,
                    "rate": self._format_rate,
                    "moment": self._format_moment,
                },
            )

    def _compute_excerpt(self):
        for document in self:
            document.excerpt = document._get_excerpt()

    def _compute_amount(self):
        for document in self:
            document.amount = document.total / 100

    def _format_cents(self, cents):
        return self.env["ir.qweb.field.float"].value_to_html(
            (cents or 0) / 100, {"precision": 2}
        )

    def _format_rate(self, rate):
        if rate == OUT_OF_SCOPE:
            return self.env._("Outside VAT")
        lang = self.env["res.lang"]._get_data(code=self.env.lang or "fr_FR")
        text = rate.replace(".", lang.decimal_point or ".")
        return f"{text}\N{NO-BREAK SPACE}%"

    def _format_moment(self, text):
        moment = datetime.strptime(text, TIMESTAMP)
        return self.env["ir.qweb.field.datetime"].value_to_html(
            moment, {"tz_name": "UTC"}
        )

    def action_open_source(self):
        """Open what is sealed, for who may see it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }
