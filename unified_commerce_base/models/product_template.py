# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import ormcache

from ..tools import forget_cached


class ProductTemplate(models.Model):
    _inherit = "product.template"

    held_quantity = fields.Float(
        string="On hold",
        compute="_compute_held_quantity",
        digits="Product Unit",
        groups="base.group_user",
        help="Units kept now for carts and payments.",
    )

    stock_alert_count = fields.Integer(
        string="Waiting",
        compute="_compute_stock_alert_count",
        groups="sales_team.group_sale_salesman,unified_commerce_base.group_commerce_user",
        help="People who want to be told when the article is back in stock.",
    )
    promise_policy = fields.Selection(
        [
            ("stock", "What is in stock"),
            ("incoming", "Stock and goods on their way"),
            ("preorder", "Stock and pre-orders"),
        ],
        string="Promise to Customers",
        required=True,
        default="stock",
        help="What every channel may promise of this article. Goods on their way are "
        "promised for the day they are expected.",
    )
    preorder_date = fields.Date(
        string="Available From",
        help="Day that customers are told when they order in advance.",
    )
    preorder_limit = fields.Float(
        string="Pre-orders at Most",
        digits="Product Unit",
        help="How many units of each variant a place may promise before they are "
        "there, those already promised included. In the unit of the article.",
    )

    _preorder_limit = models.Constraint(
        "CHECK (preorder_limit >= 0)", "Give a limit of zero pre-orders or more."
    )

    def write(self, vals):
        result = super().write(vals)
        if "promise_policy" in vals:
            forget_cached(self.env)
        return result

    @api.model
    @ormcache()
    def _get_promised_later_ids(self):
        """Return the ids of the articles promised beyond the stock: few, as a rule.

        Odoo itself clears the cache when an article is made.
        """
        # sudo: whether an article is promised later, whoever asks
        products = self.env["product.product"].sudo().with_context(active_test=False)
        return frozenset(products.search([("promise_policy", "!=", "stock")]).ids)

    def _compute_held_quantity(self):
        products = self.product_variant_ids
        held = dict(
            self.env["commerce.hold"]._read_group(
                self._get_holds_domain(products), ["product_ref"], ["quantity:sum"]
            )
        )
        for template in self:
            template.held_quantity = sum(
                held.get(product.id, 0.0) for product in template.product_variant_ids
            )

    def _get_holds_domain(self, products):
        return [
            ("product_ref", "in", products.ids),
            ("reason", "in", ("cart", "checkout", "payment", "till")),
            ("counts", "=", True),
        ]

    def action_view_holds(self):
        """Open the list of who holds this article, and until when."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "unified_commerce_base.action_commerce_hold"
        )
        return {**action, "domain": self._get_holds_domain(self.product_variant_ids)}

    def _compute_stock_alert_count(self):
        waiting = dict(
            self.env["commerce.stock.alert"]._read_group(
                [
                    ("state", "=", "waiting"),
                    ("product_id", "in", self.product_variant_ids.ids),
                ],
                ["product_id"],
                ["__count"],
            )
        )
        for template in self:
            template.stock_alert_count = sum(
                waiting.get(product, 0) for product in template.product_variant_ids
            )

    def action_view_stock_alerts(self):
        """Open the list of who waits for this article, where one can be added."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "unified_commerce_base.action_commerce_stock_alert"
        )
        return {
            **action,
            "domain": [("product_id", "in", self.product_variant_ids.ids)],
            "context": {
                "search_default_waiting": 1,
                "default_product_id": len(self.product_variant_ids) == 1
                and self.product_variant_id.id,
            },
        }
