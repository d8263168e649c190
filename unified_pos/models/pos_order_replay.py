# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.fields import Command

from .price_history import PriceHistory


class PosOrder(models.Model):
    _inherit = "pos.order"

    def _replay_on_server(self):
        """Reckon tickets again as sales orders, which are never saved.

        Prices are those of the moment of the ticket as far as price lists know dates.

        :return: values of ``commerce.replay.gap``, one for each difference
        """
        products = self.lines.product_id
        tickets = self.env["commerce.replay"]._with_memo(self, products)
        since = min(ticket._replay_since() for ticket in tickets)
        history = PriceHistory(tickets.env, products.sudo(), since)
        servers = tickets._replay_server_orders()
        given = tickets.lines._replay_given()
        gaps = [
            {**ticket._prepare_replay_gap(), **gap}
            for ticket, server in zip(tickets, servers, strict=True)
            for gap in ticket._replay_compare(server, given, history)
        ]
        return gaps + tickets._replay_promotions()

    def _prepare_replay_gap(self):
        self.ensure_one()
        return {"pos_order_id": self.id, "currency_id": self.currency_id.id}

    def _replay_since(self):
        """Return when the till read its prices at the latest known moment."""
        self.ensure_one()
        return min(self.session_id.start_at or self.date_order, self.date_order)

    def _replay_server_orders(self):
        """Return one unsaved sales order for each ticket, in the same order."""
        SaleOrder = self.env["sale.order"]
        orders = [
            SaleOrder.with_company(ticket.company_id).new(
                ticket._prepare_replay_order()
            )
            for ticket in self
        ]
        lines = SaleOrder.order_line.concat(*(order.order_line for order in orders))
        # lines of all tickets are reckoned in one go
        lines.with_prefetch(lines._ids).mapped("price_unit")
        lines.with_prefetch(lines._ids).mapped("discount")
        return orders

    def _prepare_replay_order(self):
        self.ensure_one()
        return {
            "state": "draft",
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "pricelist_id": self.pricelist_id.id,
            "fiscal_position_id": self.fiscal_position_id.id,
            "currency_id": self.currency_id.id,
            "currency_rate": self.currency_rate,
            "date_order": self.date_order,
            "order_line": [
                Command.create(line._prepare_replay_line()) for line in self.lines
            ],
        }

    def _replay_compare(self, server, given, history):
        self.ensure_one()
        pairs = list(zip(self.lines, server.order_line, strict=True))
        gaps = []
        for line, theirs in pairs:
            gap = None if line in given else line._replay_price(theirs, history)
            if gap:
                gaps.append(gap)
            if gap or line in given:
                # the rest is compared at the price of the ticket
                theirs.write({"price_unit": line.price_unit, "discount": line.discount})
            if line in given:
                # a reward or a return has the taxes of what it reduces
                taxes = line.tax_ids_after_fiscal_position
                theirs.tax_ids = [Command.set(taxes.ids)]
        lines = [line._replay_total(theirs) for line, theirs in pairs]
        gaps += filter(None, lines)
        if not any(lines) and not self._replay_is_rounded():
            gaps += self._replay_sum(server)
        cents = [gap for gap in gaps if gap["cause"] == "rounding"]
        if cents and self._replay_is_rounded_apart(server):
            for gap in cents:
                gap["cause"] = "apart"
                gap["detail"] = self.env._(
                    "The till rounds the taxes of discounts and returns apart, an "
                    "order those of all lines together."
                )
        return gaps

    def _replay_is_rounded(self):
        """The server has rounded the total of the ticket to what is paid in cash."""
        config = self.config_id
        return config.cash_rounding and not config.only_round_cash_method

    def _replay_sum(self, server):
        """Compare the total and the taxes when all lines agree."""
        said = {
            "total": (abs(self.amount_total), abs(server.amount_total)),
            "tax": (abs(self.amount_tax), abs(server.amount_tax)),
        }
        return [
            {
                "subject": subject,
                "till_amount": till,
                "server_amount": theirs,
                "cause": "rounding",
                "detail": self.env._("All lines agree, their sum does not."),
            }
            for subject, (till, theirs) in said.items()
            if self.currency_id.compare_amounts(till, theirs)
        ]

    def _replay_is_rounded_apart(self, server):
        """Say whether the server says the same once it rounds by the rule of the till.

        What is taken off a ticket is a refund to the till, and rounded apart.
        """
        base_lines = [
            line._prepare_base_line_for_taxes_computation(
                is_refund=line.price_unit * line.product_uom_qty < 0
            )
            for line in server.order_line
        ]
        if not any(base_line["is_refund"] for base_line in base_lines):
            return False
        AccountTax, company = self.env["account.tax"], self.company_id
        AccountTax._add_tax_details_in_base_lines(base_lines, company)
        AccountTax._round_base_lines_tax_details(base_lines, company)
        totals = AccountTax._get_tax_totals_summary(
            base_lines, self.currency_id, company
        )
        compare = self.currency_id.compare_amounts
        return not (
            compare(abs(self.amount_tax), abs(totals["tax_amount_currency"]))
            or compare(abs(self.amount_total), abs(totals["total_amount_currency"]))
        )

    def _replay_promotions(self):
        """Hook: values of the differences of promotions on these tickets."""
        return []


class PosOrderLine(models.Model):
    _inherit = "pos.order.line"

    def _prepare_replay_line(self):
        self.ensure_one()
        values = {
            "name": self.full_product_name or self.product_id.name,
            "product_id": self.product_id.id,
            "product_uom_qty": self.qty,
            "product_uom_id": self.product_id.uom_id.id,
            "analytic_distribution": False,
            "product_no_variant_attribute_value_ids": [
                Command.set(
                    self.attribute_value_ids.filtered(
                        lambda value: value.attribute_id.create_variant == "no_variant"
                    ).ids
                )
            ],
        }
        if self.combo_line_ids:
            values["virtual_id"] = str(self.id)
        if self.combo_parent_id:
            values["linked_virtual_id"] = str(self.combo_parent_id.id)
            values["combo_item_id"] = self.combo_item_id.id
        return values

    def _replay_given(self):
        """Return the lines whose price is not one of the price list.

        Tips and down payments, returns, rewards, and what a combo alone sells at the
        till: there is nothing to compare their price with.
        """
        config = self.order_id.config_id
        special = config._get_special_products() | config.tip_product_id
        return self.filtered(
            lambda line: (
                line.product_id in special
                or line.refunded_orderline_id
                or line._replay_is_promotion()
                or (line.combo_parent_id and not line.combo_item_id)
                or line.combo_parent_id._replay_has_extras()
            )
        )

    def _replay_is_promotion(self):
        """Hook: a programme made the line."""
        return False

    def _replay_has_extras(self):
        """Articles beyond those that a combo comes with: the till alone sells them."""
        children = self.combo_line_ids
        combos = children.combo_item_id.combo_id
        return len(children) != len(combos) or any(
            child.product_uom_id.compare(child.qty, self.qty) for child in children
        )

    def _replay_unit_price(self):
        return self.price_unit * (1 - self.discount / 100)

    def _replay_price(self, theirs, history):
        """Compare the unit price with the server's own."""
        mine, other = self._replay_unit_price(), theirs._replay_unit_price()
        if not self.currency_id.compare_amounts(mine, other):
            return None
        cause, detail = self._replay_price_cause(theirs, history)
        return {
            "product_id": self.product_id.id,
            "quantity": self.qty,
            "subject": "price",
            "till_amount": self.price_subtotal_incl,
            "server_amount": theirs.price_total,
            "cause": cause,
            "detail": detail,
        }

    def _replay_price_cause(self, theirs, history):
        if self.sale_order_origin_id:
            return "held", self.env._("Price of %s.", self.sale_order_origin_id.name)
        if self.price_type != "original":
            return "person", self.env._("Price typed at the till.")
        compare = self.currency_id.compare_amounts
        if self.discount and not compare(self.price_unit, theirs._replay_unit_price()):
            return "person", self.env._(
                "Discount of %s %% given at the till.", self.discount
            )
        order = self.order_id
        unadapted = theirs._get_display_price() * (1 - theirs.discount / 100)
        if order.fiscal_position_id and not compare(unadapted, self.price_unit):
            return "tax", self.env._(
                "Fiscal position %s: the till keeps the price, the server adapts it.",
                order.fiscal_position_id.name,
            )
        # a combo is priced by its own article
        product = self.combo_parent_id.product_id or self.product_id
        if changed := history.tell(
            product, order.pricelist_id, order._replay_since(), order.date_order
        ):
            return "changed", changed
        return "unknown", False

    def _replay_total(self, theirs):
        """Compare the total of the line, at the same unit price."""
        till, server = abs(self.price_subtotal_incl), abs(theirs.price_total)
        net, their_net = abs(self.price_subtotal), abs(theirs.price_subtotal)
        compare = self.currency_id.compare_amounts
        taxes = self.tax_ids_after_fiscal_position
        if not compare(till, server) and not compare(net, their_net):
            return None
        same_taxes = taxes == theirs.tax_ids._origin
        same_total = not compare(till, server)
        return {
            "product_id": self.product_id.id,
            "quantity": self.qty,
            "subject": "tax" if same_total else "total",
            "till_amount": till - net if same_total else till,
            "server_amount": server - their_net if same_total else server,
            "cause": "rounding" if same_taxes else "tax",
            "detail": False
            if same_taxes
            else self.env._(
                "Till: %(till)s; server: %(server)s.",
                till=", ".join(taxes.mapped("name")) or self.env._("no tax"),
                server=", ".join(theirs.tax_ids.mapped("name")) or self.env._("no tax"),
            ),
        }
