# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_amount, format_date, formatLang

MOVEMENTS = 10


class ResPartner(models.Model):
    _inherit = "res.partner"

    loyalty_points = fields.Float(
        compute="_compute_loyalty_points",
        groups="sales_team.group_sale_salesman,unified_commerce_base.group_commerce_user",
        help="Points on the loyalty cards of the customer, won on any channel.",
    )
    loyalty_card_ids = fields.Many2many(
        "loyalty.card",
        compute="_compute_loyalty_cards",
        groups="sales_team.group_sale_salesman,unified_commerce_base.group_commerce_user",
    )
    loyalty_by_channel = fields.Html(
        compute="_compute_loyalty_by_channel",
        groups="sales_team.group_sale_salesman,unified_commerce_base.group_commerce_user",
    )

    # Service --------------------------------------------------------------------

    def _get_loyalty_account(self, company, limit=MOVEMENTS):
        """Return the loyalty account of a customer, the same on every channel.

        Call it with a sudo'd customer after checking that the caller may see them:
        a till shows its customer, a shopper sees their own account.

        :param company: company whose programmes are shown
        :param limit: how many movements, latest first; 0 for none
        :return: {points, points_display, value, value_display, cards: [{id, program,
            points, points_display, value, value_display, next_reward}],
            movements: [{id, date, points, points_display, words, valid_from, program,
            channel, channel_type, document}]}; points of the first card, named fields
            only
        """
        self.ensure_one()
        cards = self._get_loyalty_cards(company)
        first = cards[:1]
        return {
            "points": first.points,
            "points_display": first.points_display.strip() if first else "",
            "value": first._get_value() if first else 0.0,
            "value_display": self._format_loyalty_value(first),
            "cards": [self._prepare_loyalty_card(card) for card in cards],
            "movements": self._get_loyalty_lines(cards, limit)._get_movements(),
        }

    def _get_loyalty_cards(self, company):
        """Return the live cards that collect points, the oldest first."""
        return self.env["loyalty.card"].search(
            Domain("partner_id", "=", self.id)
            & Domain("program_id.program_type", "=", "loyalty")
            & Domain("program_id.active", "=", True)
            & Domain("company_id", "in", [False, company.id]),
            order="id",
        )

    def _get_loyalty_lines(self, cards, limit, offset=0):
        """Return the movements of these cards, the latest first."""
        movements = self.env["loyalty.movement"]
        if not limit or not cards:
            return movements
        return movements.search(
            self._get_loyalty_lines_domain(cards), limit=limit, offset=offset
        )

    def _get_loyalty_lines_domain(self, cards):
        """Movements of the cards and of those that were merged into them.

        What passed from one to the other is left out: it moved nothing.
        """
        merged = cards.with_context(active_test=False).search(
            [("merged_into_id", "in", cards.ids)]
        )
        domain = Domain("card_id", "in", (cards | merged).ids)
        if merged:
            joined = merged | merged.merged_into_id
            domain &= Domain("kind", "!=", "transfer") | Domain(
                "card_id", "not in", joined.ids
            )
        return domain

    def _prepare_loyalty_card(self, card):
        reward = card._get_next_reward()
        return {
            "id": card.id,
            "program": card.program_id.name,
            "points": card.points,
            "points_display": card.points_display.strip(),
            "value": card._get_value(),
            "value_display": self._format_loyalty_value(card),
            "next_reward": reward
            and {
                "description": reward.description,
                "missing": reward.required_points - card.points,
                "missing_display": card._format_points(
                    reward.required_points - card.points
                ).strip(),
            },
        }

    def _format_loyalty_value(self, card):
        value = card._get_value() if card else 0.0
        return value and format_amount(self.env, value, card.program_id.currency_id)

    # Back office ----------------------------------------------------------------

    def _compute_loyalty_points(self):
        balances = dict(
            self.env["loyalty.card"]._read_group(
                [
                    ("partner_id", "in", self.ids),
                    ("program_id.program_type", "=", "loyalty"),
                ],
                ["partner_id"],
                ["points:sum"],
            )
        )
        for partner in self:
            partner.loyalty_points = balances.get(partner, 0.0)

    def _compute_loyalty_cards(self):
        cards = self.env["loyalty.card"].search([("partner_id", "in", self.ids)])
        for partner in self:
            partner.loyalty_card_ids = cards.filtered(
                lambda card, owner=partner._origin: card.partner_id == owner
            )

    def _compute_loyalty_by_channel(self):
        for partner in self:
            partner.loyalty_by_channel = self._format_channel_rows(
                self._read_points_by_channel(partner._origin)
            )

    def _read_points_by_channel(self, partner):
        """Return [(channel, won, spent, other, last date)], refunds deducted."""
        cards = self.env["loyalty.card"].search(
            [
                ("partner_id", "=", partner.id),
                ("program_id.program_type", "=", "loyalty"),
            ]
        )
        given_back = Domain("kind", "=", "reverse") & Domain("points", ">", 0)
        taken_back = Domain("kind", "=", "reverse") & Domain("points", "<", 0)
        columns = (
            Domain("kind", "=", "earn") | taken_back,
            Domain("kind", "=", "burn") | given_back,
            Domain("kind", "not in", ("earn", "burn", "reverse")),
        )
        domain = self._get_loyalty_lines_domain(cards)
        rows = {}
        for column, kinds in enumerate(columns):
            for channel, points, last in self.env["loyalty.movement"]._read_group(
                domain & kinds, ["channel_id"], ["points:sum", "date:max"]
            ):
                row = rows.setdefault(channel, [0.0, 0.0, 0.0, last])
                row[column] = points
                row[-1] = max(row[-1], last)
        return [(channel, *row) for channel, row in rows.items()]

    @api.model
    def _format_channel_rows(self, rows):
        if not rows:
            return False
        head = Markup("<tr><th>%s</th>%s</tr>") % (
            self.env._("Channel"),
            Markup().join(
                Markup("<th class='text-end'>%s</th>") % title
                for title in (
                    self.env._("Points won"),
                    self.env._("Points spent"),
                    self.env._("Other"),
                    self.env._("Last movement"),
                )
            ),
        )
        cell = Markup("<td class='text-end'>%s</td>")
        body = Markup().join(
            Markup("<tr><td>%s</td>%s</tr>")
            % (
                channel.name or self.env._("Outside sales"),
                Markup().join(
                    cell % text
                    for text in (
                        self._format_plain(won),
                        self._format_plain(-spent),
                        self._format_plain(other),
                        format_date(self.env, fields.Date.context_today(self, last)),
                    )
                ),
            )
            for channel, won, spent, other, last in rows
        )
        return Markup("<table class='table table-sm'>%s%s</table>") % (head, body)

    @api.model
    def _format_plain(self, points):
        points = points + 0.0  # no "-0"
        return formatLang(self.env, points, digits=0 if points == int(points) else 2)

    def action_view_loyalty_points(self):
        """Open the movements of points of the customer, channel by channel."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "unified_loyalty.action_loyalty_movement"
        )
        return {
            **action,
            "domain": [
                "|",
                ("card_id.partner_id", "=", self.id),
                ("via_card_id.partner_id", "=", self.id),
            ],
            "context": {"search_default_group_by_channel": 1},
        }
