# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models

KEPT = timedelta(days=400)


class CommercePartnerMerged(models.Model):
    """Which contact answers for one that was merged into it.

    Ids alone: what was merged is gone, and a device that still knows its id goes on.
    A contact that is merged in its turn takes its earlier ids along, since Odoo then
    updates the key of these lines.
    """

    _name = "commerce.partner.merged"
    _description = "Merged Contact"

    merged_id = fields.Integer(required=True, help="Id of the contact that is gone.")
    partner_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="cascade"
    )

    _merged_uniq = models.UniqueIndex("(merged_id)")

    @api.model
    def _note(self, sources, target):
        """Write down that these contacts are the target from now on."""
        self.create(
            [{"merged_id": source.id, "partner_id": target.id} for source in sources]
        )

    @api.autovacuum
    def _gc_old(self):
        self.search([("create_date", "<", fields.Datetime.now() - KEPT)]).unlink()
