# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_amount


class ResPartner(models.Model):
    _inherit = "res.partner"

    cart_text = fields.Char(
        string="Cart",
        compute="_compute_cart_text",
        groups="sales_team.group_sale_salesman",
    )

    @api.depends_context("company", "lang")
    def _compute_cart_text(self):
        """Say in words what the customer's open cart in this company holds."""
        Cart = self.env["sale.order"]
        carts = Cart.search(
            Domain("cart_state", "=", "open")
            & Domain("partner_id", "in", self.ids)
            & Domain("company_id", "=", self.env.company.id)
        ).grouped("partner_id")
        for partner in self:
            cart = carts.get(partner._origin, Cart)
            partner.cart_text = (
                cart and cart._get_cart_text() or self.env._("Start a cart")
            )

    def action_open_cart(self):
        """Open the customer's one cart, begun on the telephone when there is none."""
        self.ensure_one()
        Cart = self.env["sale.order"]
        if not self.env.user.has_group("sales_team.group_sale_salesman"):
            raise AccessError(self.env._("Only salespeople open carts."))
        if self.env.ref("base.public_partner") == self:
            raise UserError(
                self.env._("Visitors share this contact: choose the customer first.")
            )
        company = self.env.company
        channel = self.env["commerce.channel"]._get_phone(company)
        cart = Cart._cart_get_or_create(self, company, channel)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cart"),
            "res_model": "sale.order",
            "res_id": cart.id,
            "view_mode": "form",
        }


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _get_cart_text(self):
        self.ensure_one()
        count = sum(self._cart_items().mapped("product_uom_qty"))
        amount = format_amount(self.env, self.amount_total, self.currency_id)
        if count == 1:
            return self.env._("1 article, %s", amount)
        return self.env._("%(count)g articles, %(amount)s", count=count, amount=amount)
