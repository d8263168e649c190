# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError

from .stock_move import GATE_MINUTES


class SaleOrder(models.Model):
    """What an order lacks comes from another place, or is given up."""

    _inherit = "sale.order"

    def _get_lacking_lines(self):
        """Return the lines of a confirmed order whose goods are promised to nobody."""
        return self.order_line.filtered(
            lambda line: line.state == "sale" and line._is_promise_broken()
        )

    # From elsewhere -------------------------------------------------------------

    def _source_elsewhere(self, lines, warehouse):
        """Have another place send what these lines lack, reserved there at once.

        What the lines have reserved already stays where it is. All or nothing: the
        goods are claimed before they are moved, and a refusal leaves nothing
        written, whatever the caller does next. Needs the right to change the order.

        :param lines: lines of this order that lack goods
        :param warehouse: the place, of the order's company; may be the same one,
            when goods have come back there
        :raise UserError: the place cannot send all of it, with what it has
        :raise HoldBusyError: too many people ask for the same article at once
        """
        self.ensure_one()
        self.check_access("write")
        self._check_lacking(lines)
        if warehouse.company_id != self.company_id:
            raise UserError(
                self.env._(
                    "%(place)s does not belong to %(company)s.",
                    place=warehouse.name,
                    company=self.company_id.name,
                )
            )
        borne = self._get_borne_at(lines, warehouse)
        try:
            with self.env.cr.savepoint():
                self._claim_and_move(lines, warehouse, borne)
        except Exception:
            # the claim is committed already; what is reserved keeps itself
            self._hold_release()
            raise

    def _claim_and_move(self, lines, warehouse, borne):
        lacking = {line: line._get_lacking_quantity() for line in lines}
        reserved = {line: line._get_reserved_at(warehouse) for line in lines}
        elsewhere = {line: line._drop_lacking(except_at=warehouse) for line in lines}
        wanted = dict(borne)
        for line, quantity in lacking.items():
            wanted[line.product_id, warehouse] += quantity
        claim = self._claim_at(wanted)
        if not claim.complete:
            left = {
                pair[0]: max(claim.left[pair[0].id, warehouse.id] - borne[pair], 0.0)
                for pair in wanted
            }
            raise UserError(self._get_not_there_message(warehouse, left))
        lines.warehouse_id = warehouse
        self._procure(elsewhere)
        # sudo: a seller changes where the order ships from; the moves follow
        lines.sudo()._get_moves_at(warehouse)._action_assign()
        for line, quantity in lacking.items():
            gained = line._get_reserved_at(warehouse) - reserved[line]
            if line.product_id.uom_id.compare(gained, quantity) < 0:
                raise UserError(
                    self._get_not_there_message(warehouse, {line.product_id: gained})
                )

    def _get_borne_at(self, lines, warehouse):
        """Return {(product, place): what moves of this order have taken there}."""
        borne = self.env["stock.move"]._get_borne(self._get_hold_token())
        pairs = [(product, warehouse) for product in lines.product_id]
        return {pair: borne.get(pair, 0.0) for pair in pairs}

    def _claim_at(self, wanted):
        hold = self.env["commerce.hold"]
        token = self._get_hold_token()
        hold._note_token(token)
        return hold._claim(
            token,
            wanted,
            reason="order",
            minutes=GATE_MINUTES,
            channel=self.channel_id,
            origin=self,
        )

    def _procure(self, quantities):
        """Ask the rules of the lines' own place for {line: quantity of the product}."""
        procurements = []
        for line, quantity in quantities.items():
            if line.product_id.uom_id.compare(quantity, 0) > 0:
                values = line._prepare_procurement_values()
                procurements += line._create_procurements(
                    quantity, line.product_id.uom_id, values
                )
        self.env["stock.rule"].with_company(self.company_id).run(procurements)

    def _check_lacking(self, lines):
        if not lines or lines.order_id != self or lines - self._get_lacking_lines():
            raise UserError(
                self.env._(
                    "%s lacks these goods no more: somebody has seen to it meanwhile.",
                    self.name,
                )
            )
        kits = lines.filtered(
            lambda line: line.product_id not in line._get_hold_parts()
        )
        if kits:
            raise UserError(
                self.env._(
                    "%s is sold as a kit: change the order or its transfers by hand.",
                    ", ".join(kits.product_id.mapped("display_name")),
                )
            )

    def _get_not_there_message(self, warehouse, left):
        return self.env._(
            "%(place)s cannot send all of it: %(left)s. Nothing was changed: choose "
            "another place, or cancel and refund.",
            place=warehouse.name,
            left=", ".join(
                self.env._(
                    "%(quantity)s × %(product)s left",
                    quantity=f"{quantity:g}",
                    product=product.display_name,
                )
                for product, quantity in left.items()
            ),
        )

    # Giving up ------------------------------------------------------------------

    def _give_up_lines(self, lines):
        """Take what these lines lack out of the order; what can be had stays.

        An order of which nothing is left is cancelled as it is, so that it still
        says what was asked for. Money is not touched: see ``_pay_back``.

        :param lines: lines of this order that lack goods
        :raise UserError: the order is locked, or lacks nothing any more
        """
        self.ensure_one()
        self.check_access("write")
        self._check_lacking(lines)
        if self.locked:
            raise UserError(
                self.env._("%s is locked: ask a sales manager to unlock it.", self.name)
            )
        if self._is_all_lost(lines):
            # sudo: whoever may change the order may cancel it; Odoo follows its moves
            # up to purchases, which a seller may not read
            self.sudo().action_cancel()
            return
        for line in lines:
            kept = line.product_uom_qty - line._get_lacking_ordered()
            line._drop_lacking()
            # the moves are right already; the customer keeps the price of the order
            line.with_context(skip_procurement=True).write(
                {
                    "product_uom_qty": kept,
                    "price_unit": line.price_unit,
                    "discount": line.discount,
                }
            )

    def _is_all_lost(self, lines):
        """Say whether nothing that was ordered is left without what lines lack."""
        return not any(
            line.product_uom_id.compare(
                line.product_uom_qty,
                line._get_lacking_ordered() if line in lines else 0.0,
            )
            > 0
            for line in self.order_line
            if line._is_cart_item()
        )

    def _get_lost_value(self, lines):
        """Return what the customer does not get, taxes included.

        With the delivery and all the rest when nothing of the order is left.
        """
        if self._is_all_lost(lines):
            return self.amount_total
        return self.currency_id.round(
            sum(
                line.price_total * line._get_lacking_ordered() / line.product_uom_qty
                for line in lines
            )
        )


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _get_lacking_quantity(self):
        """Return what is not reserved, in the product's unit."""
        return sum(move._get_unreserved_quantity() for move in self._get_broken_moves())

    def _get_lacking_ordered(self):
        """Return what is not reserved, in the unit of the order."""
        return self.product_id.uom_id._compute_quantity(
            self._get_lacking_quantity(), self.product_uom_id, rounding_method="HALF-UP"
        )

    def _get_moves_at(self, warehouse):
        """Return the moves that begin in a place and are not done."""
        return self.move_ids.filtered(
            lambda move: (
                not move.move_orig_ids
                and move.location_id.warehouse_id == warehouse
                and move.state not in ("done", "cancel")
            )
        )

    def _get_reserved_at(self, warehouse):
        return sum(
            move.product_uom._compute_quantity(move.quantity, move.product_id.uom_id)
            for move in self._get_moves_at(warehouse)
        )

    def _drop_lacking(self, except_at=None):
        """Take back what is asked of a place and not reserved there.

        :param except_at: the place that is asked again
        :return: what was taken back, in the product's unit
        """
        dropped = 0.0
        # sudo: a seller changes the order; the moves follow
        for move in self.sudo()._get_broken_moves():
            if move.location_id.warehouse_id == except_at:
                continue
            dropped += move._get_unreserved_quantity()
            if move.product_uom.is_zero(move.quantity):
                move._action_cancel()
            elif move.move_dest_ids:
                raise UserError(
                    self.env._(
                        "%(transfer)s is prepared in several steps and partly "
                        "reserved: unreserve it first.",
                        transfer=move.picking_id.name or move.reference,
                    )
                )
            else:
                move.product_uom_qty = move.quantity
        return dropped


class StockMove(models.Model):
    _inherit = "stock.move"

    def _get_unreserved_quantity(self):
        return self.product_uom._compute_quantity(
            self.product_uom_qty - self.quantity,
            self.product_id.uom_id,
            rounding_method="HALF-UP",
        )
