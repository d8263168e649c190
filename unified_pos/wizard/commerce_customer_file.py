# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.unified_commerce_base.models.commerce_consent import (
    BROWSING,
    CLIENTELING,
)

from ..models.commerce_file_access import REASONS

SHOWN_FOR = timedelta(hours=1)


class CommerceCustomerFile(models.TransientModel):
    """The adviser's part of a customer's file in the back office.

    The same file as at the till, under the same rules: nothing without the customer's
    consent, and nothing before the opening is written down.
    """

    _name = "commerce.customer.file"
    _description = "Customer's File"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, readonly=True
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    reason = fields.Selection(REASONS, required=True, default="phone")
    access_id = fields.Many2one("commerce.file.access", readonly=True)
    is_open = fields.Boolean(compute="_compute_content")
    is_agreed = fields.Boolean(compute="_compute_content")
    text = fields.Text(compute="_compute_content")
    browsing_text = fields.Text(compute="_compute_content")
    with_browsing = fields.Boolean(string="Also what was looked at on the site")
    cart_id = fields.Many2one(
        "sale.order", string="Open cart", compute="_compute_content"
    )
    content = fields.Html(compute="_compute_content", sanitize=False)

    @api.depends("access_id")
    def _compute_content(self):
        Consent = self.env["commerce.consent"]
        for wizard in self:
            partner, company = wizard.partner_id, wizard.company_id
            partner.check_access("read")
            purposes = Consent._get_open_purposes(partner, company)
            asked = Consent.with_company(company)
            wizard.text = asked._get_text(CLIENTELING)
            wizard.browsing_text = asked._get_text(BROWSING)
            wizard.is_agreed = CLIENTELING in purposes
            wizard.is_open = wizard.is_agreed and wizard._is_written_down()
            wizard.content = wizard.is_open and wizard._render_file(purposes)
            # sudo: the number of the cart; opening it asks for the right on orders
            carts = self.env["sale.order"].sudo()
            wizard.cart_id = wizard.is_open and carts._cart_find(partner, company).id

    def _is_written_down(self):
        """Say whether this user has just opened this file, and the log says so."""
        access = self.access_id.sudo()  # sudo: advisers do not read the log
        return (
            bool(access)
            and access.user_id == self.env.user
            and access.partner_ref == self.partner_id.id
            and access.company_id == self.company_id
            and access.part == "file"
            and access.date > fields.Datetime.now() - SHOWN_FOR
        )

    def _render_file(self, purposes):
        return self.env["ir.qweb"]._render(
            "unified_pos.customer_file",
            {
                "file": self.partner_id._get_customer_file(self.company_id, purposes),
                "read_date": fields.Datetime.to_datetime,
            },
        )

    def action_open(self):
        """Write the opening down, and show the file."""
        self._check_agreed()
        self.access_id = self.env["commerce.file.access"]._record(
            self.partner_id, self.company_id, self.reason, "file"
        )
        return self._show()

    def action_agree(self):
        """Record that the customer agrees to the words that were read out."""
        purposes = [CLIENTELING, *([BROWSING] if self.with_browsing else [])]
        self.partner_id.check_access("read")
        self.env["commerce.consent"]._give(
            self.partner_id, self.company_id, purposes, "office", by=self.env.user.name
        )
        return self.action_open()

    def action_withdraw(self):
        self.partner_id.check_access("read")
        self.env["commerce.consent"]._withdraw(
            self.partner_id, self.company_id, "office", by=self.env.user.name
        )
        return {"type": "ir.actions.act_window_close"}

    def action_notes(self):
        self._check_agreed()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Notes on %s", self.partner_id.name),
            "res_model": "commerce.customer.note",
            "view_mode": "list",
            "domain": [("partner_id", "=", self.partner_id.id)],
            "context": {"default_partner_id": self.partner_id.id},
        }

    def _check_agreed(self):
        if CLIENTELING not in self.env["commerce.consent"]._get_open_purposes(
            self.partner_id, self.company_id
        ):
            raise UserError(
                self.env._(
                    "%(customer)s has not agreed to personal advice: ask first.",
                    customer=self.partner_id.name,
                )
            )

    def _show(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("File of %s", self.partner_id.name),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
