# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

DATES = ("date_start", "date_end")


def _without(domain, names):
    """Return the domain as if it did not speak of these fields."""
    return Domain(domain).map_conditions(
        lambda rule: Domain.TRUE if rule.field_expr in names else rule
    )


class RuleMemo:
    """The price list rules of a set of articles, read once for every date."""

    def __init__(self, products):
        self.products = products
        self._rules = {}

    def applicable(self, pricelist, date):
        """Return the rules of ``pricelist`` in force at ``date``, in their order."""
        if pricelist.id not in self._rules:
            self._rules[pricelist.id] = pricelist._get_rules_at_any_date(self.products)
        return self._rules[pricelist.id].filtered(
            lambda rule: (
                (not rule.date_start or rule.date_start <= date)
                and (not rule.date_end or rule.date_end >= date)
            )
        )


class ProductPricelist(models.Model):
    _inherit = "product.pricelist"

    def _get_rules_at_any_date(self, products):
        """Return the rules for these articles in order, whatever their period."""
        domain = self._get_applicable_rules_domain(products, fields.Datetime.now())
        return self.env["product.pricelist.item"].search(_without(domain, DATES))

    def _get_applicable_rules(self, products, date, **kwargs):
        """Thousands of tickets, each of another second, ask for the rules once."""
        memo = self.env.context.get("unified_rule_memo")
        if self and isinstance(memo, RuleMemo) and products <= memo.products:
            return memo.applicable(self, date)
        return super()._get_applicable_rules(products, date, **kwargs)


class ProductPricelistItem(models.Model):
    _inherit = "product.pricelist.item"

    @api.model
    def _load_pos_data_domain(self, data, config):
        """Load rules that begin while the till is open: it looks at their dates."""
        domain = super()._load_pos_data_domain(data, config)
        return _without(domain, ("date_start",))
