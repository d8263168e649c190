# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from functools import cached_property

from odoo.tools import format_amount, format_datetime


class PriceHistory:
    """What is known of later changes of prices, for the articles of a batch.

    Sale prices are tracked by Odoo, with their old value. Of rules and of extra prices
    only the day of the last change is known; of a rule that was deleted nothing.
    """

    def __init__(self, env, products, since):
        self.env = env
        self.products = products
        self.since = since

    def tell(self, product, pricelist, since, until):
        """Return what changed after ``since`` in what makes the price, or ``False``.

        A rule whose period began or ended between both moments is a change too.
        """
        if change := self._sale_price_changed(product, since):
            return change
        for rule in self._rules(product, pricelist):
            moments = (rule.date_start, rule.date_end)
            bounds = [day for day in moments if day and since < day <= until]
            if rule.write_date > since:
                bounds.append(rule.write_date)
            if bounds:
                return self.env._(
                    "Price list %(list)s, rule “%(rule)s”: changed on %(date)s.",
                    list=rule.pricelist_id.name,
                    rule=rule.name,
                    date=format_datetime(self.env, max(bounds)),
                )
        extras = product.product_template_attribute_value_ids.filtered("price_extra")
        if late := extras.filtered(lambda value: value.write_date > since):
            return self.env._(
                "Extra price of %(value)s: changed on %(date)s.",
                value=late[0].display_name,
                date=format_datetime(self.env, late[0].write_date),
            )
        return False

    def _sale_price_changed(self, product, since):
        for date, old_price in self._sale_prices.get(product.product_tmpl_id.id, ()):
            if date > since:
                return self.env._(
                    "Sale price: %(price)s until %(date)s.",
                    price=format_amount(self.env, old_price, product.currency_id),
                    date=format_datetime(self.env, date),
                )
        return False

    @cached_property
    def _sale_prices(self):
        """Return {template id: [(date of a change, price before it)]}, oldest first."""
        field = self.env["ir.model.fields"]._get("product.template", "list_price")
        # sudo: old values of a field are the administrator's; this one is a price
        changes = (
            self.env["mail.tracking.value"]
            .sudo()
            .search(
                [
                    ("field_id", "=", field.id),
                    ("mail_message_id.model", "=", "product.template"),
                    ("mail_message_id.res_id", "in", self.products.product_tmpl_id.ids),
                    ("mail_message_id.date", ">", self.since),
                ],
                order="id",
            )
        )
        prices = {}
        for change in changes:
            message = change.mail_message_id
            prices.setdefault(message.res_id, []).append(
                (message.date, change.old_value_float)
            )
        return prices

    def _rules(self, product, pricelist):
        """Return the rules that may make the price, those of base lists too."""
        known = self.env["product.pricelist"]
        found = self.env["product.pricelist.item"]
        while pricelist:
            known |= pricelist
            rules = pricelist._get_rules_at_any_date(product)
            found |= rules
            pricelist = (rules.base_pricelist_id - known)[:1]
        return found
