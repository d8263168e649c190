# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class SaleOrder(models.Model):
    """A part of the price of an order, with the VAT of each rate.

    Odoo reckons the deposit of all rates at once, and puts the cents that are left
    anywhere: the price of a line then differs from its base and tax, and the rest asks
    for a cent more or less than is left. Here each rate is reckoned by itself.
    """

    _inherit = "sale.order"

    def _split_deposit(self, amount):
        """Return the lines of a ticket that bear a part of the price of this order.

        One for each set of taxes, in proportion to what it costs; they add up to the
        amount, and each bears the tax of its own part (CGI, art. 269).

        :param amount: taxes included, below zero for what is deducted
        :return: [{price_unit, tax_ids, extra_tax_data, articles}]
        """
        self.ensure_one()
        currency = self.currency_id
        groups = self._get_deposit_groups()
        total = sum(map(self._get_base_lines_total, groups))
        if currency.is_zero(total):
            return []
        lines, reached, given = [], 0.0, 0.0
        for group in groups:
            reached += self._get_base_lines_total(group)
            # what is given in all is rounded, so that no cent is lost or made
            part = currency.round(currency.round(amount * reached / total) - given)
            given += part
            if not currency.is_zero(part):
                lines += self._prepare_deposit_lines(group, part)
        return lines

    def _get_deposit_groups(self):
        """Return the base lines of this order, a list for each set of taxes."""
        Tax = self.env["account.tax"]
        base_lines = [
            line._prepare_base_line_for_taxes_computation()
            for line in self._get_deposit_goods()
        ]
        Tax._add_tax_details_in_base_lines(base_lines, self.company_id)
        Tax._round_base_lines_tax_details(base_lines, self.company_id)
        # taxes of so much a unit become a part of the price
        plain = Tax._prepare_base_lines_for_down_payment(base_lines, self.company_id)
        groups = {}
        for base_line in plain:
            groups.setdefault(base_line["tax_ids"], []).append(base_line)
        return list(groups.values())

    def _get_deposit_goods(self):
        return self.order_line.filtered(
            lambda line: not line.display_type and not line.is_downpayment
        )

    @staticmethod
    def _get_base_lines_total(base_lines):
        return sum(
            base_line["tax_details"]["total_excluded_currency"]
            + base_line["tax_details"]["delta_total_excluded_currency"]
            + sum(
                tax["tax_amount_currency"]
                for tax in base_line["tax_details"]["taxes_data"]
            )
            for base_line in base_lines
        )

    def _prepare_deposit_lines(self, base_lines, part):
        """Return the lines of one set of taxes: one, none when it costs nothing."""
        Tax = self.env["account.tax"]
        made = Tax._prepare_down_payment_lines(
            base_lines, self.company_id, "fixed", part
        )
        for base_line in made:
            taxes = base_line["tax_ids"]
            untaxed = base_line["manual_total_excluded_currency"]
            manual = base_line["manual_tax_amounts"] or {}
            if len(manual) == 1:
                # rounded by itself, base and tax would not make the part
                for amounts in manual.values():
                    amounts["base_amount_currency"] = untaxed
                    amounts["base_amount"] = base_line["manual_total_excluded"]
            included = all(tax.price_include for tax in taxes)
            base_line["price_unit"] = part if included else untaxed
        return [
            {
                "price_unit": base_line["price_unit"],
                "tax_ids": base_line["tax_ids"].ids,
                "extra_tax_data": Tax._export_base_line_extra_tax_data(base_line),
                "articles": self._get_deposit_articles(base_line["tax_ids"]),
            }
            for base_line in made
        ]

    def _get_deposit_articles(self, taxes):
        """Return what a ticket says of the articles that a deposit is taken on."""
        return [
            {
                # the reference of an article is for the staff
                "product_name": line.product_id.with_context(
                    display_default_code=False
                ).display_name,
                "product_uom_qty": line.product_uom_qty,
                "price_unit": line.price_unit,
                "total": line.price_total,
                "mode": line.product_id.type == "consu" and line.fulfilment_mode,
                "place": line.warehouse_id.name,
            }
            for line in self._get_deposit_goods()
            if line.tax_ids == taxes or (taxes and taxes <= line.tax_ids)
        ]
