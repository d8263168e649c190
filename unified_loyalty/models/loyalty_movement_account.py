# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class LoyaltyMovement(models.Model):
    """What people read of the ledger: in words, with the place and the document."""

    _inherit = "loyalty.movement"

    @api.depends("kind", "points", "origin")
    def _compute_display_name(self):
        for one in self:
            words = one.kind and one._get_words()
            one.display_name = " ".join(filter(None, (words, one.origin)))

    def _get_movements(self):
        """Return what a customer, a till or an agent may see: named fields only."""
        now = fields.Datetime.now()
        return [
            {
                "id": one.id,
                "date": fields.Datetime.to_string(one.date),
                "points": one.points,
                "points_display": one._get_signed_points(),
                "words": one._get_words(),
                "valid_from": fields.Datetime.to_string(one.valid_from)
                if one.valid_from and one.valid_from > now
                else "",
                "program": one.program_id.name,
                "channel": one.channel_id.name or "",
                "channel_type": one.channel_id.channel_type or "",
                # the text of what is no document may name the card of somebody else
                "document": (one.res_id and one.origin) or one.reason or "",
            }
            for one in self
        ]

    def _get_signed_points(self):
        sign = "−" if self.points < 0 else "+"
        return sign + self.card_id._format_points(abs(self.points)).strip()

    def _get_words(self):
        """Return what happened, as one would tell the customer."""
        self.ensure_one()
        _ = self.env._
        if self.kind == "reverse":
            return _("Points given back") if self.points > 0 else _("Points taken back")
        words = {
            "opening": _("Opening balance"),
            "earn": _("Points won"),
            "burn": _("Points spent"),
            "expire": _("Points expired"),
            "adjust": _("Correction"),
            "transfer": _("Transfer"),
        }
        return words[self.kind]
