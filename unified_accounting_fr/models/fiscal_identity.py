# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import secrets

from odoo import api, fields, models

from ..verifier import fiscal_verify


class FiscalIdentity(models.Model):
    """The salt with which the customer of a sealed invoice can be proven.

    The seal bears a digest of the salt, the name, the postcode and the VAT number, no
    more. Once the salt is deleted nobody learns from the seal who it was, and every
    chain still verifies: the digest stays, it only proves nothing any more.
    """

    _name = "fiscal.identity"
    _description = "Salt of the Customer of a Sealed Invoice"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    move_id = fields.Many2one(
        "account.move", string="Invoice", required=True, readonly=True
    )
    salt = fields.Char(required=True, readonly=True, groups="base.group_system")

    _move_uniq = models.UniqueIndex("(move_id)")

    @api.model
    def _get_digest(self, move):
        """Return the digest of who is invoiced; the salt is made when there is none."""
        # sudo: sealing is the program's work
        identities = self.sudo()
        identity = identities.search([("move_id", "=", move.id)])
        if not identity:
            identity = identities.create(
                {
                    "company_id": move.company_id.id,
                    "move_id": move.id,
                    "salt": secrets.token_hex(32),
                }
            )
        partner = move.commercial_partner_id
        who = [partner.name or "", partner.zip or "", partner.vat or ""]
        return fiscal_verify.digest(
            identity.salt + fiscal_verify.canonical({"customer": who})
        )

    @api.model
    def _forget(self, partners):
        """Delete the salts of these customers: their seals name nobody any more.

        :return: how many invoices it concerns
        """
        people = partners | partners.commercial_partner_id
        # sudo: erasure is asked for by the customer, whoever carries it out
        found = self.sudo().search(
            [("move_id.commercial_partner_id", "child_of", people.ids)]
        )
        count = len(found)
        found.unlink()
        return count
