# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re
from decimal import ROUND_HALF_UP, Decimal

from odoo import api, models

from ..verifier.fiscal_verify import OUT_OF_SCOPE


def share(amounts, wanted):
    """Share cents over rates in proportion; what rounding leaves goes to the largest.

    >>> share({"20": 12000, "5.5": 6000}, 5400)
    {'20': 3600, '5.5': 1800}
    """
    whole = total_of(amounts)
    if not whole:
        return {}
    parts = {
        rate: round_half(Decimal(cents) * wanted / whole)
        for rate, cents in amounts.items()
    }
    largest = max(amounts, key=lambda rate: abs(amounts[rate]))
    parts[largest] += wanted - total_of(parts)
    return {rate: cents for rate, cents in parts.items() if cents}


def total_of(amounts):
    return sum(amounts.values())


def round_half(amount):
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


def tax_in(rate, cents):
    """Return the VAT inside of an amount with VAT, in cents."""
    if rate == OUT_OF_SCOPE:
        return 0
    return round_half(Decimal(cents) * Decimal(rate) / (100 + Decimal(rate)))


class FiscalReceiptGoods(models.AbstractModel):
    """Lines and VAT of what is sold outside of tills, in cents of the company."""

    _name = "fiscal.receipt.goods"
    _description = "Goods in Seals"

    @api.model
    def _of_orders(self, orders):
        """Return (lines, {rate: cents with VAT}, cents of vouchers issued)."""
        lines = []
        for order in orders:
            sold = order.order_line.filtered(
                lambda line: not line.display_type and not line.is_downpayment
            )
            rows = [
                self._prepare_line(line, line.product_uom_qty, order.date_order)
                for line in sold
            ]
            # what rounding by line leaves, as the order rounds as a whole
            whole = self._to_cents(order.amount_total, order, order.date_order)
            ahead = order.order_line.filtered("is_downpayment")
            whole -= self._to_cents(
                sum(ahead.mapped("price_total")), order, order.date_order
            )
            self._settle_rounding(rows, whole)
            lines += rows
        return self._sum_up(lines)

    @api.model
    def _of_move(self, move):
        """The same of an invoice; a credit note is negative. VAT is the one posted."""
        sign = -1 if move.move_type == "out_refund" else 1
        lines = [
            self._prepare_line(line, line.quantity * sign, move.date, sign)
            for line in move.invoice_line_ids
            if line.display_type == "product"
        ]
        whole = self._to_cents(move.amount_total, move, move.date) * sign
        self._settle_rounding(lines, whole)
        return self._sum_up(lines)

    @api.model
    def _get_posted_taxes(self, move):
        """Return {rate: cents of VAT} as the books have them, credit notes negative."""
        taxes = {}
        for line in move.line_ids:
            tax = line.tax_line_id
            if tax.amount_type == "percent" and not tax.is_eco_contribution:
                rate = f"{tax.amount:g}"
                taxes[rate] = taxes.get(rate, 0) + self._in_cents(-line.balance)
        return taxes

    @api.model
    def _split_downpayment(self, move):
        """Return (cents sold, cents of deposits asked for) of an invoice, signed."""
        sign = -1 if move.move_type == "out_refund" else 1
        whole = self._to_cents(move.amount_total, move, move.date) * sign
        ahead = sum(
            self._to_cents(line.price_total, move, move.date) * sign
            for line in move.invoice_line_ids
            if line.is_downpayment
        )
        # a final invoice deducts deposits, it asks for none
        return whole - ahead, ahead if move._is_downpayment() else 0

    @api.model
    def _sum_up(self, lines):
        vat, issued = {}, 0
        for line in lines:
            vat[line["rate"]] = vat.get(line["rate"], 0) + line["ttc"]
            if line.pop("voucher"):
                issued += line["ttc"]
        return lines, vat, issued

    @api.model
    def _settle_rounding(self, lines, whole):
        left = whole - sum(line["ttc"] for line in lines)
        if left and lines:
            largest = max(lines, key=lambda line: abs(line["ttc"]))
            largest["ttc"] += left
            largest["ht"] = largest["ttc"] - tax_in(largest["rate"], largest["ttc"])

    @api.model
    def _prepare_line(self, line, quantity, date, sign=1):
        document = line[line._fiscal_parent]
        voucher = line._is_fiscal_voucher()
        rate = OUT_OF_SCOPE if voucher else self._get_rate(line.tax_ids)
        ttc = self._to_cents(line.price_total, document, date) * sign
        return {
            "label": self._get_label(line, document.partner_id),
            "ref": line.product_id.default_code or f"P{line.product_id.id or 0}",
            "qty": f"{quantity:g}",
            "unit": self._to_cents(line.price_unit, document, date),
            "discount": f"{line.discount:g}",
            "ttc": ttc,
            "ht": ttc - tax_in(rate, ttc),
            "rate": rate,
            "origin": "",
            "voucher": voucher,
        }

    @api.model
    def _get_rate(self, taxes):
        """Return the VAT rate of a line as seals write it."""
        rates = taxes.flatten_taxes_hierarchy().filtered(
            lambda tax: tax.amount_type == "percent" and not tax.is_eco_contribution
        )
        return f"{sum(rates.mapped('amount')):g}"

    @api.model
    def _get_label(self, line, partner):
        """Return the label of a line, without the name of the customer in it."""
        if line.product_id:
            return line.product_id.name[:120]
        label = (line.name or "").partition("\n")[0]
        people = partner | partner.commercial_partner_id
        known = [
            word
            for person in people
            for word in (person.name, person.email, person.phone)
            if word
        ]
        for word in known:
            label = re.sub(re.escape(word), "…", label, flags=re.IGNORECASE)
        return label[:120]

    @api.model
    def _of_rates(self, vat, label):
        """Return a line for each rate of an amount that is no article."""
        return [
            {
                "label": label,
                "ref": "",
                "qty": "1" if cents > 0 else "-1",
                "unit": abs(cents),
                "discount": "0",
                "ttc": cents,
                "ht": cents - tax_in(rate, cents),
                "rate": rate,
                "origin": "",
            }
            for rate, cents in vat.items()
            if cents
        ]

    @api.model
    def _get_table(self, vat, taxes):
        """Return the table of VAT: the VAT of a rate is worked out once."""
        rows = []
        for rate, cents in sorted(vat.items()):
            tax = taxes.get(rate, tax_in(rate, cents))
            if cents or tax:
                rows.append({"rate": rate, "base": cents - tax, "tax": tax})
        return rows

    @api.model
    def _to_cents(self, amount, document, date):
        """Return an amount of a document in cents of its company."""
        company = document.company_id
        if document.currency_id != company.currency_id:
            amount = document.currency_id._convert(
                amount, company.currency_id, company, date or False
            )
        return self._in_cents(company.currency_id.round(amount))

    @api.model
    def _in_cents(self, amount):
        return round_half(Decimal(str(amount)) * 100)
