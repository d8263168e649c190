# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class PosOrder(models.Model):
    """An invoice made of a sealed ticket is sealed, and counts nothing twice."""

    _inherit = "pos.order"

    def _generate_pos_order_invoice(self):
        invoice = super()._generate_pos_order_invoice()
        # one made with the ticket is sealed after it
        # sudo: whether the ticket is sealed, whoever invoices
        sealed = self._get_ticket_documents(self.sudo())
        if sealed and set(sealed) == set(self.ids):
            self._seal_invoice()
        return invoice

    def _seal_invoice(self):
        """Seal the invoice of these tickets; return its document.

        In the chain of the server: a browser is the only writer of its own.
        """
        orders = self.sudo()  # sudo: whoever invoices, the program seals
        invoice = orders.account_move[:1]
        documents = orders._get_ticket_documents(orders)
        device = orders[:1].config_id._get_fiscal_device()
        contents = [documents[one.id]._get_content() for one in orders]
        content = {
            "type": "INVOICE",
            "operator": orders[:1]._get_fiscal_operator(),
            "session": orders[:1].session_id.name or "",
            "training": False,
            "invoice": invoice.name or "",
            "lines": [],
            "nb_lines": sum(one["nb_lines"] for one in contents),
            "payments": [],
            "vat": self._sum_fiscal_vat(contents),
            "total": sum(one["total"] for one in contents),
            "links": [
                {"rel": "invoice_of", "no": documents[one.id].number} for one in orders
            ],
        }
        identity = self._get_fiscal_identity(invoice.partner_id)
        if identity:
            content["identity"] = identity
        return orders.env["fiscal.document"]._seal(
            device.till_id._get_chain("ticket", device), content, invoice
        )

    def _sum_fiscal_vat(self, contents):
        sums = {}
        for row in (row for one in contents for row in one["vat"]):
            total = sums.setdefault(
                row["rate"], {"rate": row["rate"], "base": 0, "tax": 0}
            )
            total["base"] += row["base"]
            total["tax"] += row["tax"]
        return list(sums.values())

    def _get_fiscal_identity(self, partner):
        """Return the salted digest of whom an invoice is for, '' without one."""
        if "fiscal.identity" not in self.env:
            return ""
        # sudo: the salt is read by the program alone
        return self.env["fiscal.identity"].sudo()._digest(partner)
