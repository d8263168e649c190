# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from .commerce_consent import CLIENTELING

LONGEST = 1000


class CommerceCustomerNote(models.Model):
    """What an adviser remembers of a customer; the customer may read it.

    A note stands on the consent to personal advice: none is written without it, and
    all go when it is withdrawn.
    """

    _name = "commerce.customer.note"
    _description = "Note on a Customer"
    _order = "create_date desc, id desc"
    _rec_name = "body"

    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    body = fields.Text(
        string="Note",
        required=True,
        help="The customer may read it: facts and wishes that help, no judgement, "
        "nothing about health, religion, opinions or family.",
    )
    author_id = fields.Many2one(
        "res.users",
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="set null",
    )
    author_name = fields.Char(
        string="Written by", readonly=True, default=lambda self: self.env.user.name
    )
    changed_by = fields.Char(string="Last changed by", readonly=True)
    changed_at = fields.Datetime(string="Last changed", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        notes = super().create(vals_list)
        notes._check_note()
        return notes

    def write(self, vals):
        if "body" in vals and "changed_at" not in vals:
            vals = {
                **vals,
                "changed_by": self.env.user.name,
                "changed_at": fields.Datetime.now(),
            }
        result = super().write(vals)
        self._check_note()
        return result

    def _check_note(self):
        """Refuse a note that is empty, too long, or has no consent to stand on."""
        for note in self:
            if not (note.body or "").strip():
                raise UserError(self.env._("Write the note first."))
            if len(note.body) > LONGEST:
                raise UserError(
                    self.env._(
                        "A note has at most %(count)s characters: shorten it.",
                        count=LONGEST,
                    )
                )
            if CLIENTELING not in self.env["commerce.consent"]._get_open_purposes(
                note.partner_id, note.company_id
            ):
                raise UserError(
                    self.env._(
                        "%(customer)s has not agreed to personal advice: no note can "
                        "be kept.",
                        customer=note.partner_id.name,
                    )
                )

    @api.autovacuum
    def _gc_without_consent(self):
        """Delete notes whose consent was withdrawn while they were being written."""
        self.env.cr.execute(
            """DELETE FROM commerce_customer_note note
                WHERE NOT EXISTS (SELECT FROM commerce_consent consent
                                   WHERE consent.partner_id = note.partner_id
                                     AND consent.company_id = note.company_id
                                     AND consent.purpose = %s
                                     AND consent.withdrawn_at IS NULL)""",
            [CLIENTELING],
        )
