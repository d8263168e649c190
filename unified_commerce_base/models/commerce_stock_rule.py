# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import ormcache

from ..tools import forget_cached


class Rule(NamedTuple):
    kind: str
    channel: int
    warehouse: int
    product: int
    category_path: str
    quantity: float
    share: float


class CommerceStockRule(models.Model):
    """What is kept from a channel: safety stock, and the shares of other channels.

    Of the rules of one kind that fit an article, a place and a channel, the most
    precise one counts: the article before its category, then the place, then the
    channel.
    """

    _name = "commerce.stock.rule"
    _description = "Safety Stock or Channel Share"
    _order = "kind, warehouse_id, channel_id, id"
    _check_company_auto = True
    _rec_name = "kind"

    kind = fields.Selection(
        [("safety", "Safety stock"), ("share", "Kept for the channel")],
        required=True,
        default="safety",
        help="Safety stock is promised to nobody (or not by the channel named). What "
        "is kept for a channel is promised by no other channel.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True)
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        string="Place",
        check_company=True,
        help="Empty: every place.",
    )
    channel_id = fields.Many2one("commerce.channel", check_company=True)
    product_id = fields.Many2one("product.product", check_company=True)
    category_id = fields.Many2one("product.category")
    quantity = fields.Float(
        digits="Product Unit", help="In the unit of the article, for each place."
    )
    percentage = fields.Float(
        string="Part of the stock (%)", help="Added: a part of the stock on hand."
    )

    _amounts = models.Constraint(
        "CHECK (quantity >= 0 AND percentage BETWEEN 0 AND 100)",
        "Give a quantity of zero or more, and a part between 0 and 100 %.",
    )
    _one_scope = models.Constraint(
        "CHECK (product_id IS NULL OR category_id IS NULL)",
        "Choose an article or a category, not both.",
    )
    _share_has_channel = models.Constraint(
        "CHECK (kind <> 'share' OR channel_id IS NOT NULL)",
        "Say for which channel the stock is kept.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        forget_cached(self.env)
        return rules

    def write(self, vals):
        result = super().write(vals)
        forget_cached(self.env)
        return result

    def unlink(self):
        result = super().unlink()
        forget_cached(self.env)
        return result

    @api.model
    @ormcache()
    def _get_rules(self):
        """Return {company id: its rules}; most companies have none."""
        # sudo: whoever sells is bound by rules that they need not read
        return {
            company.id: rules._read_rules()
            for company, rules in self.sudo().search([]).grouped("company_id").items()
        }

    def _read_rules(self):
        return tuple(
            Rule(
                rule.kind,
                rule.channel_id.id,
                rule.warehouse_id.id,
                rule.product_id.id,
                rule.category_id.parent_path or "",
                rule.quantity,
                rule.percentage / 100,
            )
            for rule in self
        )

    @api.model
    def _get_withheld(self, products, warehouses, channel=None):
        """Return {(product id, place id): (quantity, part of the stock on hand)}.

        Nobody's question (no channel) leaves the shares of the channels in.
        """
        by_company = self._get_rules()
        withheld = {}
        for place in warehouses if by_company else ():
            rules = by_company.get(place.company_id.id, ())
            for product in products if rules else ():
                kept = self._get_kept(rules, product, place, channel)
                if kept != (0.0, 0.0):
                    withheld[product.id, place.id] = kept
        return withheld

    def _get_kept(self, rules, product, place, channel):
        path = product.categ_id.parent_path or ""
        best = {}
        for rule in rules:
            if (
                (rule.warehouse and rule.warehouse != place.id)
                or (rule.product and rule.product != product.id)
                or not path.startswith(rule.category_path)
            ):
                continue
            if rule.kind == "safety":
                if rule.channel and (not channel or rule.channel != channel.id):
                    continue
                key = "safety"
            else:
                if not channel or rule.channel == channel.id:
                    continue
                key = rule.channel
            precision = (
                bool(rule.product),
                len(rule.category_path),
                bool(rule.warehouse),
                bool(rule.channel),
            )
            if key not in best or precision > best[key][0]:
                best[key] = precision, rule
        chosen = [rule for _precision, rule in best.values()]
        return (
            sum(rule.quantity for rule in chosen),
            min(sum(rule.share for rule in chosen), 1.0),
        )
