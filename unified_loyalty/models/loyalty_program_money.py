# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..exceptions import PointsRefusedError


class LoyaltyProgram(models.Model):
    """Gift cards, e-wallets and store credit: what they are, and within which limits.

    A voucher whose VAT is known only when it is used (multi-purpose) is sold without
    VAT and is a means of payment: a sale keeps its whole price and its whole VAT,
    whatever pays for it (directive 2006/112/EC art. 30 a and b, CGI art. 256 ter).
    A voucher for one rate in one country (single-purpose) is taxed when it is sold:
    Odoo's own reward takes it off the sale at that rate, so nothing is taxed twice.
    """

    _inherit = "loyalty.program"

    is_store_credit = fields.Boolean(
        string="Store Credit",
        help="What a shop owes a customer who chose it instead of the money back.",
    )
    voucher_purpose = fields.Selection(
        [
            ("multi", "When the card is used (several rates)"),
            ("single", "When the card is sold (one rate)"),
        ],
        string="VAT Is Due",
        default="multi",
        required=True,
        help="A card for articles of several rates is sold without VAT and pays like "
        "money. A card for articles of one rate, in France, is sold with VAT and is "
        "taken off the sale at this rate.",
    )
    is_means_of_payment = fields.Boolean(
        compute="_compute_is_means_of_payment", store=True
    )
    card_cap = fields.Monetary(
        string="At Most on a Card", help="0: no limit. A refund is never refused."
    )
    sale_cap = fields.Monetary(
        string="At Most in a Sale",
        help="What one sale may put on cards of this programme. 0: no limit.",
    )
    card_life = fields.Integer(
        string="Life of a Card (Months)",
        help="Counted from the last time that money was put on the card. 0: no end.",
    )
    network_company_ids = fields.Many2many(
        "res.company",
        string="Accepted By",
        help="Companies that take these cards, when the programme belongs to none. "
        "Empty: all companies. Nobody else does.",
    )

    @api.depends("program_type", "voucher_purpose")
    def _compute_is_means_of_payment(self):
        for program in self:
            program.is_means_of_payment = (
                program.program_type in ("gift_card", "ewallet")
                and program.voucher_purpose == "multi"
            )

    def _get_means_mode(self):
        """Return how documents of the books name this means of payment."""
        self.ensure_one()
        if self.is_store_credit:
            return "AVOIR"
        return "CADEAU" if self.program_type == "gift_card" else "PORTE-MONNAIE"

    # Consistency ----------------------------------------------------------------

    @api.constrains("card_cap", "sale_cap", "card_life")
    def _check_money_limits(self):
        for program in self:
            if min(program.card_cap, program.sale_cap, program.card_life) < 0:
                raise ValidationError(
                    self.env._("A limit of a card is not below zero.")
                )

    @api.constrains("is_store_credit", "program_type", "voucher_purpose")
    def _check_store_credit(self):
        for program in self:
            if program.is_store_credit and not program.is_means_of_payment:
                raise ValidationError(
                    self.env._(
                        "Store credit is a gift card or an e-wallet that pays like "
                        "money: the VAT was given back with the goods."
                    )
                )

    @api.constrains("voucher_purpose", "program_type", "rule_ids")
    def _check_voucher_purpose(self):
        for program in self.filtered("is_payment_program"):
            wrong = program._get_products_taxed_wrongly()
            if not wrong:
                continue
            names = ", ".join(wrong.mapped("display_name"))
            if program.voucher_purpose == "multi":
                raise ValidationError(
                    self.env._(
                        "%(program)s pays like money, so it is sold without VAT: "
                        "remove the taxes of %(products)s.",
                        program=program.name,
                        products=names,
                    )
                )
            raise ValidationError(
                self.env._(
                    "%(program)s is taxed when it is sold: give %(products)s the tax "
                    "of what it is for.",
                    program=program.name,
                    products=names,
                )
            )

    def _get_products_taxed_wrongly(self):
        """Return the articles sold as cards of this programme, if their VAT is not."""
        self.ensure_one()
        # sudo: taxes of every company, whoever sets the programme up
        products = self.sudo().rule_ids.product_ids
        multi = self.voucher_purpose == "multi"
        return products.filtered(lambda product: bool(product.taxes_id) == multi)

    @api.model_create_multi
    def create(self, vals_list):
        programs = super().create(vals_list)
        programs._align_single_purpose()
        return programs

    def write(self, vals):
        result = super().write(vals)
        if not {"voucher_purpose", "rule_ids", "reward_ids"}.isdisjoint(vals):
            self._align_single_purpose()
        return result

    def _align_single_purpose(self):
        """Let what a single-purpose card takes off a sale bear the tax of its sale."""
        for program in self:
            if program.is_payment_program and program.voucher_purpose == "single":
                taxes = program.rule_ids.product_ids.taxes_id
                # sudo: the article is the programme's own, made by Odoo
                program.sudo().reward_ids.discount_line_product_id.taxes_id = taxes

    # Selling --------------------------------------------------------------------

    def _accepts(self, company):
        """Say whether this company takes the cards of this programme."""
        self.ensure_one()
        if self.company_id:
            return self.company_id == company
        # sudo: the list may name companies the user does not see
        network = self.sudo().network_company_ids
        return not network or company in network

    def _check_sold(self, amount, company, balance=0.0):
        """Check that a sale may put this amount on one card.

        :param amount: in the currency of the programme
        :param balance: what is on the card before
        :raise PointsRefusedError: refused, with the reason and what to do
        """
        self.ensure_one()
        _ = self.env._
        if not self.active or not self.is_means_of_payment:
            raise PointsRefusedError(_("%s is not sold any more.", self.name))
        if not self._accepts(company):
            raise PointsRefusedError(
                _(
                    "%(program)s is not of %(company)s.",
                    program=self.name,
                    company=company.name,
                )
            )
        self._check_money(amount)
        self._check_sale_total(amount)
        currency = self.currency_id
        whole = balance + amount
        if self.card_cap and currency.compare_amounts(whole, self.card_cap) > 0:
            raise PointsRefusedError(
                _(
                    "A card holds %(cap)s at most; %(balance)s are on this one.",
                    cap=currency.format(self.card_cap),
                    balance=currency.format(balance),
                )
            )

    def _check_sale_total(self, total):
        """Check what one sale puts on cards of this programme.

        :raise PointsRefusedError: more than it may
        """
        self.ensure_one()
        currency = self.currency_id
        if self.sale_cap and currency.compare_amounts(total, self.sale_cap) > 0:
            raise PointsRefusedError(
                self.env._(
                    "One sale may put %(cap)s on cards at most.",
                    cap=currency.format(self.sale_cap),
                )
            )

    def _check_money(self, amount):
        """Check that this is an amount of money above zero, to the cent.

        :raise UserError: it is not
        """
        self.ensure_one()
        currency = self.currency_id
        if (
            isinstance(amount, bool)
            or not isinstance(amount, int | float)
            or not 0 < amount < float("inf")
            or not currency.round(amount)
            or abs(currency.round(amount) - amount) > currency.rounding / 100
        ):
            raise UserError(
                self.env._(
                    "%s is not an amount: give one above zero, to the cent.", amount
                )
            )

    def _get_expiry(self):
        """Return the last day of a card that gets money today; False: no end."""
        self.ensure_one()
        if not self.card_life:
            return False
        return fields.Date.context_today(self) + relativedelta(months=self.card_life)

    def _issue_card(self, amount, *, key, document=None, partner=None, reason=""):
        """Make a card of this programme with money on it.

        Repeated with the same key it makes no second one.

        :param amount: in the currency of the programme, above zero
        :param key: idempotency key, unique in the database
        :return: the card
        """
        self.ensure_one()
        self._check_money(amount)
        # sudo: whoever sells makes cards; the ledger says who
        movements = self.env["loyalty.movement"].sudo()
        known = movements.search(
            [("key", "=", key), ("card_id.program_id", "=", self.id)], limit=1
        )
        if known:
            return known.card_id
        # sudo: as above
        card = self.env["loyalty.card"].sudo()._create_empty(self, partner)
        card._put_money(amount, key=key, document=document, reason=reason)
        return card
