# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain


class FiscalLegalText(models.Model):
    """A text that the law wants on tickets, with the days from and to which it does.

    In French, whatever the language of the till: the wording is that of the law.
    """

    _name = "fiscal.legal.text"
    _description = "Legal Text of Tickets"
    _order = "code, valid_from desc"
    _rec_name = "code"

    code = fields.Selection(
        [
            ("guarantee", "Legal guarantee of conformity"),
            ("printing", "Printing of tickets"),
        ],
        required=True,
    )
    text = fields.Text(required=True)
    legal_reference = fields.Char()
    valid_from = fields.Date()
    valid_to = fields.Date()

    _period = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_from IS NULL OR valid_from <= valid_to)",
        "A text ends after it begins.",
    )

    @api.model
    def _get_text(self, code):
        """Return the text in force today, '' when there is none."""
        today = fields.Date.context_today(self)
        # sudo: a public text, whoever is at the till
        texts = self.sudo().search(
            Domain("code", "=", code)
            & (Domain("valid_from", "=", False) | Domain("valid_from", "<=", today))
            & (Domain("valid_to", "=", False) | Domain("valid_to", ">=", today)),
            limit=1,
        )
        return texts.text or ""
