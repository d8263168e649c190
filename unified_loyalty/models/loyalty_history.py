# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class LoyaltyHistory(models.Model):
    _inherit = "loyalty.history"

    channel_id = fields.Many2one(
        "commerce.channel",
        readonly=True,
        index="btree_not_null",
        help="Where the customer was when the points moved.",
    )
    partner_id = fields.Many2one(related="card_id.partner_id", string="Customer")
    program_id = fields.Many2one(related="card_id.program_id", store=True, index=True)
    balance = fields.Float(
        string="Points",
        compute="_compute_balance",
        store=True,
        help="Points won, less points spent.",
    )

    @api.depends("issued", "used")
    def _compute_balance(self):
        for line in self:
            line.balance = line.issued - line.used

    @api.model_create_multi
    def create(self, vals_list):
        self.env["loyalty.card"]._check_points_by_hand()
        lines = super().create(vals_list)
        lines._set_channel()
        return lines

    def write(self, vals):
        self.env["loyalty.card"]._check_points_by_hand()
        return super().write(vals)

    def unlink(self):
        self.env["loyalty.card"]._check_points_by_hand()
        return super().unlink()

    def _set_channel(self):
        """Take the channel of the order or ticket that moved the points."""
        for model, lines in (
            self.filtered(lambda line: line.order_id and not line.channel_id)
            .grouped("order_model")
            .items()
        ):
            if "channel_id" not in self.env[model]._fields:
                continue
            # sudo: whoever sells writes the channel of the sale, named only
            documents = self.env[model].sudo().browse(lines.mapped("order_id"))
            channels = {doc.id: doc.channel_id.id for doc in documents.exists()}
            for line in lines.sudo():  # sudo: same line, just created by the user
                line.channel_id = channels.get(line.order_id)

    def _get_movements(self):
        """Return what a customer, a till or an agent may see: named fields only."""
        documents = self._get_document_names()
        return [
            {
                "id": line.id,
                "date": fields.Datetime.to_string(line.create_date),
                "points": line.balance,
                "points_display": line._get_signed_points(),
                "program": line.program_id.name,
                "channel": line.channel_id.name or "",
                "channel_type": line.channel_id.channel_type or "",
                "document": documents.get(line) or line.description or "",
            }
            for line in self
        ]

    def _get_signed_points(self):
        sign = "−" if self.balance < 0 else "+"
        return sign + self.card_id._format_points(abs(self.balance)).strip()

    def _get_document_names(self):
        """Return the numbers printed on the orders and receipts, by movement."""
        names = {}
        for model, lines in self.filtered("order_id").grouped("order_model").items():
            if model not in self.env:
                continue
            documents = self.env[model].browse(lines.mapped("order_id")).exists()
            by_id = {document.id: document for document in documents}
            for line in lines.filtered(lambda one, known=by_id: one.order_id in known):
                names[line] = line._get_document_name(by_id[line.order_id])
        return names

    def _get_document_name(self, document):
        """Hook: return the number a customer knows the document by."""
        return document.display_name
