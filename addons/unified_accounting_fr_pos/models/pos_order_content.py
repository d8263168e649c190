# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from odoo import api, models
from odoo.tools import float_compare

from odoo.addons.unified_accounting_fr.verifier.fiscal_verify import OUT_OF_SCOPE

NO_VAT = "0"
REFERENCE = 6


def format_number(value):
    """Return a quantity or a rate as text: 2, 5.5, 0.333."""
    text = f"{Decimal(str(round(value, 6))):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class PosOrder(models.Model):
    """What is sealed of a ticket: the document that the customer gets, no name on it.

    Amounts are whole cents of the currency of the ticket. VAT is that of the ticket,
    computed once per rate on all of its lines, as the books have it.
    """

    _inherit = "pos.order"

    def _prepare_fiscal_content(self):
        """Return what ``fiscal.document._seal`` is given for this ticket."""
        self.ensure_one()
        order = self.sudo()  # sudo: taxes, originals and orders behind a ticket
        base_lines = order._prepare_fiscal_base_lines()
        content = self._prepare_fiscal_amounts(base_lines, order.currency_id)
        payments = order.payment_ids.sorted("id")
        redeemed = sum(
            order._to_cents(payment.amount)
            for payment in payments
            if payment._is_voucher()
        )
        vouchers = content["vouchers"]
        vouchers["redeemed"] = vouchers.get("redeemed", 0) + redeemed
        content["vouchers"] = {name: cents for name, cents in vouchers.items() if cents}
        content.update(
            {
                "type": order._get_fiscal_type(),
                "operator": order._get_fiscal_operator(),
                "session": order.session_id.name or "",
                "training": False,
                "payments": [payment._prepare_fiscal_payment() for payment in payments],
                "links": order._get_fiscal_links(),
            }
        )
        rounding = order._to_cents(order.amount_paid) - content["total"]
        if rounding:
            # coins that do not exist, or a tip: no part of the turnover
            content["rounding"] = rounding
        return content

    def _prepare_fiscal_base_lines(self):
        # as Odoo's own base lines of a ticket, without accounts and translated names:
        # nobody waits at the till for what a seal does not say
        sign = 1 if self.amount_total < 0 else -1
        return [
            self.env["account.tax"]._prepare_base_line_for_taxes_computation(
                line,
                partner_id=self.env["res.partner"],
                account_id=self.env["account.account"],
                currency_id=self.currency_id,
                rate=self.currency_rate,
                tax_ids=line.tax_ids_after_fiscal_position,
                quantity=-sign * line.qty,
                is_refund=line.qty * line.price_unit < 0,
                sign=sign,
            )
            for line in self.lines
        ]

    @api.model
    def _prepare_fiscal_amounts(self, base_lines, currency):
        """Return lines, VAT by rate, total and vouchers of Odoo's base lines."""
        taxes, company = self.env["account.tax"], self.company_id or self.env.company
        taxes._add_tax_details_in_base_lines(base_lines, company)
        taxes._round_base_lines_tax_details(base_lines, company)
        lines, vat, eco, issued, redeemed = [], {}, 0, 0, 0
        for base_line in base_lines:
            line = self._prepare_fiscal_line(base_line, currency)
            eco += line.pop("eco")
            row = vat.setdefault(
                line["rate"], {"rate": line["rate"], "base": 0, "tax": 0}
            )
            row["base"] += line["ht"]
            row["tax"] += line["ttc"] - line["ht"]
            if line["rate"] == OUT_OF_SCOPE:
                if base_line.get("is_reward"):
                    redeemed -= line["ttc"]
                else:
                    issued += line["ttc"]
            lines.append(line)
        content = {
            "lines": lines,
            "nb_lines": len(lines),
            "vat": sorted(
                vat.values(),
                key=lambda row: (
                    row["rate"] == OUT_OF_SCOPE,
                    Decimal("0" if row["rate"] == OUT_OF_SCOPE else row["rate"]),
                ),
            ),
            "total": sum(line["ttc"] for line in lines),
            "vouchers": {"issued": issued, "redeemed": redeemed},
        }
        if eco:
            content["eco"] = eco
        return content

    @api.model
    def _prepare_fiscal_line(self, base_line, currency):
        # Odoo turns the lines of a return over
        sign = -base_line["sign"]
        details = base_line["tax_details"]
        net = (
            details["total_excluded_currency"]
            + details["delta_total_excluded_currency"]
        )
        tax = eco = 0.0
        rate = NO_VAT
        for data in details["taxes_data"]:
            if data["tax"].amount_type == "percent":
                tax += data["tax_amount_currency"]
                rate = format_number(data["tax"].amount)
            else:
                # a fixed contribution is a part of the price that bears VAT
                eco += data["tax_amount_currency"]
        record = base_line["record"]
        ht = self._to_cents(sign * (net + eco), currency)
        ttc = ht + self._to_cents(sign * tax, currency)
        quantity, discount = sign * base_line["quantity"], base_line["discount"]
        line = {
            "label": record.full_product_name or base_line["product_id"].name or "",
            "ref": base_line["product_id"].default_code
            or base_line["product_id"].barcode
            or str(base_line["product_id"].id),
            "qty": format_number(quantity),
            "unit": self._get_fiscal_unit_price(base_line, quantity, ttc, currency),
            "discount": format_number(discount),
            "ttc": ttc,
            "ht": ht,
            "rate": rate,
            "eco": self._to_cents(sign * eco, currency),
        }
        if record._name == "pos.order.line":
            if record._is_voucher():
                line["rate"] = OUT_OF_SCOPE
                base_line["is_reward"] = record._is_voucher_spent()
            if record.refunded_orderline_id:
                line["origin"] = record.refunded_orderline_id.uuid
            if record._is_fiscal_deposit():
                line["deposit"] = True
        if discount:
            line["off"] = self._get_fiscal_discount(line, quantity, ttc)
        return line

    @api.model
    def _get_fiscal_unit_price(self, base_line, quantity, ttc, currency):
        """Return the price of one, VAT included and before discount, in cents."""
        taxes = base_line["tax_ids"]
        if all(tax.price_include for tax in taxes):
            return self._to_cents(base_line["price_unit"], currency)
        part = quantity * (1 - base_line["discount"] / 100)
        return round(ttc / part) if part else 0

    @api.model
    def _get_fiscal_discount(self, line, quantity, ttc):
        """Return what the discount of a line takes off, VAT included, in cents."""
        return round(line["unit"] * quantity) - ttc

    # Kind of document -------------------------------------------------------------

    def _get_fiscal_type(self):
        """Return SALE, REFUND, CANCEL, CREDIT or DEPOSIT."""
        self.ensure_one()
        lines = self.lines.filtered(
            lambda line: line.product_id.type != "combo" and line.qty
        )
        if any(lines.mapped("refunded_orderline_id")) and self.amount_total <= 0:
            payments = self.payment_ids.filtered("amount")
            if payments and all(payment._is_voucher() for payment in payments):
                return "CREDIT"
            return "CANCEL" if self._is_cancelling() else "REFUND"
        if self.amount_total < 0 or (lines and all(line.qty < 0 for line in lines)):
            return "REFUND"
        deposits = lines.filtered(lambda line: line._is_fiscal_deposit())
        if deposits and deposits == lines and all(line.qty > 0 for line in deposits):
            return "DEPOSIT"
        return "SALE"

    def _is_cancelling(self):
        """Say whether this ticket undoes a whole ticket of the same session."""
        self.ensure_one()
        original = self.lines.refunded_orderline_id.order_id
        if len(original) != 1 or original.session_id != self.session_id:
            return False
        returned = {line.refunded_orderline_id: -line.qty for line in self.lines}
        return set(returned) == set(original.lines) and all(
            not float_compare(line.qty, quantity, precision_digits=6)
            for line, quantity in returned.items()
        )

    def _get_fiscal_links(self):
        """Return the numbers of the documents that this one follows."""
        self.ensure_one()
        refunded = self.lines.refunded_orderline_id.order_id
        deducted = self.lines.filtered(
            lambda line: line._is_fiscal_deposit() and line.price_subtotal_incl < 0
        )
        taken = (
            deducted.sale_order_origin_id.order_line.pos_order_line_ids.filtered(
                lambda line: line._is_fiscal_deposit() and line.price_subtotal_incl > 0
            ).order_id
            - self
        )
        documents = self._get_ticket_documents(refunded | taken)
        cancels = refunded and self._is_cancelling() and self.amount_total <= 0
        links = [
            {
                "rel": "cancels" if cancels else "refund_of",
                "no": documents[order.id].number
                if order.id in documents
                else order.pos_reference or order.name,
            }
            for order in refunded.sorted("id")
        ]
        links += [
            {"rel": "deposit_of", "no": documents[order.id].number}
            for order in taken.sorted("id")
            if order.id in documents
        ]
        links += [
            {"rel": "order_of", "no": order.name}
            for order in self.lines.sale_order_origin_id.sorted("id")
        ]
        return links

    def _get_fiscal_operator(self):
        """Return the pseudonym of who sold: of an employee, or of a user."""
        self.ensure_one()
        if self.employee_id:
            return f"E{self.employee_id.id}"
        return f"U{self.user_id.id or self.env.uid}"

    def _to_cents(self, amount, currency=None):
        """Return an amount in whole cents, rounded as its currency is."""
        currency = currency or self.currency_id
        return round(currency.round(amount) * 10**currency.decimal_places)


class PosOrderLine(models.Model):
    _inherit = "pos.order.line"

    def _is_fiscal_deposit(self):
        """Say whether the line takes, deducts or gives back a deposit on an order."""
        self.ensure_one()
        product = self.order_id.config_id.down_payment_product_id
        return bool(product) and self.product_id == product


class PosPayment(models.Model):
    _inherit = "pos.payment"

    def _prepare_fiscal_payment(self):
        self.ensure_one()
        return {
            "mode": self.payment_method_id._get_fiscal_mode(),
            "amount": self.pos_order_id._to_cents(self.amount),
            "currency": self.currency_id.name,
            "ref": (self.payment_ref_no or "")[-REFERENCE:],
        }


class PosPaymentMethod(models.Model):
    _inherit = "pos.payment.method"

    def _get_fiscal_mode(self):
        """Return how documents name this means of payment: as the company does."""
        self.ensure_one()
        return self.with_context(lang=self.company_id.partner_id.lang).name
