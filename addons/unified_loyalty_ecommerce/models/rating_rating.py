# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

REVIEWED = "product.template"


class RatingRating(models.Model):
    """A review of an article bought wins points once, and says so beside it."""

    _inherit = "rating.rating"

    rewarded = fields.Boolean(
        readonly=True, copy=False, help="Its author won points for it."
    )

    @api.model_create_multi
    def create(self, vals_list):
        ratings = super().create(vals_list)
        for rating in ratings:
            if rating.res_model == REVIEWED and rating.consumed and rating.partner_id:
                rating._reward_review()
        return ratings

    def _reward_review(self):
        self.ensure_one()
        # sudo: the programme gives, the shopper has no right on cards
        rating = self.sudo()
        cards = self.env["loyalty.card"].sudo()
        own = cards.search(
            [
                ("partner_id", "=", rating.partner_id.id),
                ("program_id.program_type", "=", "loyalty"),
                ("program_id.bonus_review", ">", 0),
            ],
            order="id",
        )
        if not own or not rating._has_author_bought():
            return
        given = [
            card._give_bonus(
                card.program_id.bonus_review,
                f"review:{rating.res_id}",
                self.env._("Review of %s", rating.res_name or ""),
            )
            for card in own
        ]
        if any(given):
            rating.rewarded = True

    def _has_author_bought(self):
        """Say whether who wrote it has bought the article, on any channel."""
        self.ensure_one()
        self.env.flush_all()
        report = self.env["sale.report"]
        return bool(
            report.search_count(
                [
                    (
                        "partner_id",
                        "child_of",
                        self.partner_id.commercial_partner_id.id,
                    ),
                    ("product_tmpl_id", "=", self.res_id),
                    ("state", "in", report._get_done_states()),
                ],
                limit=1,
            )
        )


class MailMessage(models.Model):
    _inherit = "mail.message"

    def _portal_message_format_rating(self, rating_values):
        values = super()._portal_message_format_rating(rating_values)
        # sudo: whoever reads the review may know that it was rewarded
        rating = self.env["rating.rating"].sudo().browse(values["id"])
        return {**values, "rewarded": rating.rewarded}
