# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import secrets

from odoo import api, fields, models

# no letter or digit that is read as another
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 8


class LoyaltyCard(models.Model):
    """A customer passes a code on; nothing is known of who gets it until they buy."""

    _inherit = "loyalty.card"

    referral_code = fields.Char(readonly=True, copy=False)

    _referral_code_uniq = models.UniqueIndex(
        "(referral_code) WHERE referral_code IS NOT NULL"
    )

    def _get_referral_code(self):
        """Return the code of this card, '' when its programme rewards no referral."""
        self.ensure_one()
        program = self.program_id
        if program.program_type != "loyalty" or not (
            program.bonus_referrer or program.bonus_referred
        ):
            return ""
        if not self.referral_code:
            self.referral_code = "".join(
                secrets.choice(ALPHABET) for _letter in range(LENGTH)
            )
        return self.referral_code

    @api.model
    def _find_by_referral_code(self, code):
        """Return the card of a code that a customer typed, or no record."""
        code = (code or "").strip().upper()
        if len(code) != LENGTH:
            return self.browse()
        return self.search([("referral_code", "=", code)], limit=1)
