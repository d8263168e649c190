# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class LoyaltyHouseholdAdd(models.TransientModel):
    """A customer who is there, or on the phone, joins a household and agrees to it."""

    _name = "loyalty.household.add"
    _description = "Add a Member to a Household"

    card_id = fields.Many2one("loyalty.card", required=True, readonly=True)
    holder_id = fields.Many2one(related="card_id.partner_id")
    program_id = fields.Many2one(related="card_id.program_id")
    partner_id = fields.Many2one(
        "res.partner",
        string="New Member",
        required=True,
        domain="[('is_company', '=', False)]",
    )
    bring = fields.Boolean(
        string="Bring their points into the household",
        default=True,
        help="Otherwise their points wait on their card until they leave.",
    )
    text = fields.Text(compute="_compute_text")
    agreed = fields.Boolean(string="Everybody concerned has heard this and agrees")

    @api.depends_context("uid", "lang")
    def _compute_text(self):
        consents = self.env["commerce.consent"]
        for wizard in self:
            company = wizard.card_id.company_id or self.env.company
            wizard.text = consents.with_company(company)._get_text("household")

    def action_add(self):
        """Add the member, and begin the household when there is none.

        :raise UserError: not agreed, full, or in a household already
        """
        self.ensure_one()
        self.card_id.check_access("read")
        self.partner_id.check_access("read")
        if not self.agreed:
            raise UserError(
                self.env._("Read the text to the customers and tick that they agree.")
            )
        members = self.env["loyalty.card.member"]
        consent = {"how": "office", "by": self.env.user.name}
        household = self.card_id.household_card_id or members._found(
            self.card_id, **consent
        )
        members._join_customer(household, self.partner_id, self.bring, **consent)
        return household.action_open_household()
