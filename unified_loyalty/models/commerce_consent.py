# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

LOYALTY = "loyalty"
MARKETING = "marketing"


class CommerceConsent(models.Model):
    """Belonging to the programme is one thing, hearing of offers another.

    An address given for a receipt or a card is no consent to marketing (CNIL; article
    L. 34-5 of the French code of electronic communications).
    """

    _inherit = "commerce.consent"

    purpose = fields.Selection(
        selection_add=[
            (LOYALTY, "Loyalty programme"),
            (MARKETING, "News and offers"),
        ],
        ondelete={LOYALTY: "cascade", MARKETING: "cascade"},
    )

    @api.model
    def _get_text(self, purpose):
        company = self.env.company.name
        if purpose == LOYALTY:
            return self.env._(
                "I join the loyalty programme of %(company)s: my purchases in store "
                "and on the site are kept with my points. I can leave it at any time, "
                "in store or by writing to us.",
                company=company,
            )
        if purpose == MARKETING:
            return self.env._(
                "%(company)s may send me news and offers. I can withdraw this at any "
                "time.",
                company=company,
            )
        return super()._get_text(purpose)
