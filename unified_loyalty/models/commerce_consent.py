# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

LOYALTY = "loyalty"
MARKETING = "marketing"
HOUSEHOLD = "household"


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
            (HOUSEHOLD, "Household account"),
        ],
        ondelete={LOYALTY: "cascade", MARKETING: "cascade", HOUSEHOLD: "cascade"},
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
        if purpose == HOUSEHOLD:
            return self.env._(
                "I share my points at %(company)s with the members of my household. "
                "They see our balance and the sum of the points of the others, never "
                "what I buy, when or where. I can leave at any time; the points stay "
                "with the household.",
                company=company,
            )
        return super()._get_text(purpose)
