# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    """How far tills go without network, and who sells on their tickets."""

    _inherit = "res.company"

    fiscal_offline_hours = fields.Integer(
        string="Hours without network",
        default=72,
        help="A till whose oldest ticket has waited longer sells no more.",
    )
    fiscal_offline_documents = fields.Integer(
        string="Tickets without network",
        default=5000,
        help="A till on which as many tickets wait for the network sells no more.",
    )

    def write(self, vals):
        for name in ("fiscal_offline_hours", "fiscal_offline_documents"):
            if name in vals and vals[name] <= 0:
                raise ValidationError(
                    self.env._("How far a till goes without network is above zero.")
                )
        return super().write(vals)

    def _prepare_fiscal_identity(self):
        """Return who sells, as a ticket must name it (arrêté 83-50/A)."""
        self.ensure_one()
        partner = self.partner_id
        city = " ".join(filter(None, [partner.zip, partner.city]))
        address = [partner.street, partner.street2, city, partner.country_id.name]
        return {
            "name": self.name,
            "address": list(filter(None, address)),
            "siret": self.company_registry or "",
            "ape": self.ape or "",
            "vat": self.vat or "",
        }

    def _get_fiscal_attestation_number(self):
        """Return the number of the publisher's attestation, '' without one."""
        self.ensure_one()
        return ""
