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
    _rec_name = "digest"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    partner_id = fields.Many2one(
        "res.partner", required=True, readonly=True, index=True, ondelete="cascade"
    )
    digest = fields.Char(required=True, readonly=True, index=True)
    salt = fields.Char(required=True, readonly=True, groups="base.group_system")

    @api.model
    def _digest(self, partner):
        """Return a digest of this customer for one document, with a salt of its own."""
        customer = partner.commercial_partner_id
        if not customer:
            return ""
        salt = secrets.token_hex(32)
        digest = self._get_digest(salt, customer)
        # sudo: sealing is the program's work
        self.sudo().create({"partner_id": customer.id, "salt": salt, "digest": digest})
        return digest

    @api.model
    def _get_digest(self, salt, customer):
        who = [customer.name or "", customer.zip or "", customer.vat or ""]
        return fiscal_verify.digest(salt + fiscal_verify.canonical({"customer": who}))

    @api.model
    def _proves(self, digest, partner):
        """Say whether a document with this digest is proven to be of this customer."""
        # sudo: yes or no, no more
        found = self.sudo().search([("digest", "=", digest)], limit=1)
        customer = partner.commercial_partner_id
        return bool(found) and secrets.compare_digest(
            self._get_digest(found.salt, customer), digest
        )

    @api.model
    def _forget(self, partners):
        """Delete the salts of these customers: their seals name nobody any more.

        :return: how many documents it concerns
        """
        people = partners | partners.commercial_partner_id
        # sudo: erasure is asked for by the customer, whoever carries it out
        found = self.sudo().search([("partner_id", "in", people.ids)])
        count = len(found)
        found.unlink()
        return count
