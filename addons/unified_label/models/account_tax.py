# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class AccountTax(models.Model):
    _inherit = "account.tax"

    label_mention = fields.Char(
        string="Mention on Labels",
        translate=True,
        help="Words printed before the amount of this fixed tax on shelf labels. "
        'Empty: "of which eco-contribution".',
    )

    def _get_label_mentions(self):
        """Words and amount, VAT included, of each fixed tax of a product.

        Environment code, art. L541-10-20: the unit cost of waste management is
        shown to the buyer. An amount is that of one unit, as it weighs in the price:
        with the VAT that is charged on it.

        :return: list of (mention, amount in company currency)
        """
        taxes = self.flatten_taxes_hierarchy()
        return [
            (
                tax.label_mention or self.env._("of which eco-contribution"),
                tax.amount * (1 + tax._get_rate_charged_on_it(taxes) / 100),
            )
            for tax in taxes
            if tax.amount_type == "fixed"
        ]

    def _get_rate_charged_on_it(self, taxes):
        """Sum of the percentages that later taxes charge on this fixed tax."""
        if not self.include_base_amount:
            return 0.0
        rank = list(taxes).index(self)
        later = taxes[rank + 1 :].filtered(
            lambda tax: tax.amount_type == "percent" and tax.is_base_affected
        )
        return sum(later.mapped("amount"))
