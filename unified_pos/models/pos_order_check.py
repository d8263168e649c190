# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import Any, NamedTuple

from odoo import fields, models

from .cart_ticket import Problem, as_id


class ApprovedAction(NamedTuple):
    """Something on a ticket that a cashier does not do alone."""

    action: str
    line: Any
    before: float
    after: float


class PosOrder(models.Model):
    """The server looks again at what the till should have asked a manager for."""

    _inherit = "pos.order"

    def _after_ticket(self, ticket, approvals):
        result = super()._after_ticket(ticket, approvals)
        discounts = ticket.agreed_discounts if ticket else {}
        for order in self:
            if order.config_id.module_pos_hr and order.state in ("paid", "done"):
                order._record_till_approvals(approvals)
                order._check_approvals(discounts)
        return result

    def _record_till_approvals(self, requests):
        """Keep what the till decided by itself: without network, or for a manager."""
        config = self.config_id
        managers = config._get_approvers() if requests else ()
        for request in filter(config._is_approval_request, requests):
            # sudo: only the managers of the till count
            approver = managers.browse(as_id(request.get("approver_id"))) & managers
            if not approver:
                continue
            own_action = bool(request.get("own_action"))
            if own_action and approver != self.employee_id.sudo():
                continue
            self.env["commerce.approval"]._record(
                {
                    **config._prepare_approval_values(
                        request, self.session_id, approver
                    ),
                    "date": self._read_till_date(request.get("date")),
                    "order_uuid": self.uuid,
                    "order_name": self.pos_reference,
                    "offline": not own_action,
                    "own_action": own_action,
                }
            )

    def _read_till_date(self, date):
        """Return the moment a till gives, the ticket's when it makes no sense."""
        try:
            return fields.Datetime.to_datetime(date) or self.date_order
        except (TypeError, ValueError):
            return self.date_order

    def _check_approvals(self, agreed_discounts):
        """Report what a cashier did without the approval it takes.

        What a manager does alone is recorded, too.
        """
        self.ensure_one()
        actions = self._get_actions_to_approve(agreed_discounts)
        if not actions:
            return
        if self.config_id._is_manager(self.employee_id):
            self._record_own_actions(actions)
            return
        # sudo: the cashier may not read the log
        approvals = self.env["commerce.approval"].sudo()
        approvals = approvals.search([("order_uuid", "=", self.uuid)])
        missing = [
            action for action in actions if not self._is_approved(action, approvals)
        ]
        if missing:
            self._report_ticket("approval", self._prepare_approval_problem(missing))

    def _get_actions_to_approve(self, agreed_discounts):
        config = self.config_id
        actions = []
        returned = self.lines.filtered(lambda line: line.qty < 0)
        if config.approval_refund and any(
            not line._needs_no_approval() for line in returned
        ):
            actions.append(
                ApprovedAction("refund", self.lines.browse(), 0.0, self.amount_total)
            )
        for line in self.lines - returned:
            actions += line._get_actions_to_approve(agreed_discounts.get(line.uuid))
        if config.approval_discount and (percent := self._get_ticket_discount()):
            actions.append(
                ApprovedAction("discount", self.lines.browse(), 0.0, percent)
            )
        return actions

    def _get_ticket_discount(self):
        """Return the percentage that lines with a negative price take off the ticket.

        :return: 0.0 when a cashier may give it alone
        """
        sold = self.lines.filtered(lambda line: line.qty > 0)
        reductions = sold.filtered(
            lambda line: (
                line.price_subtotal_incl < 0 and not line._is_agreed_reduction()
            )
        )
        if not reductions:
            return 0.0
        taken = -sum(reductions.mapped("price_subtotal_incl"))
        total = sum(
            amount for amount in sold.mapped("price_subtotal_incl") if amount > 0
        )
        # each line of a discount may be rounded up by one cent
        free = total * self.config_id.max_discount_without_approval / 100
        free += self.currency_id.rounding * len(reductions)
        if self.currency_id.compare_amounts(taken, free) <= 0:
            return 0.0
        return 100.0 * taken / total if total else 100.0

    def _is_approved(self, action, approvals):
        same = approvals.filtered(lambda one: one.action == action.action)
        if action.action == "refund":
            return bool(same)
        same = same.filtered(lambda one: one.line_uuid == action.line.uuid)
        if action.action == "discount":
            return any(one.after >= action.after - 0.005 for one in same)
        return any(abs(one.after - action.after) < 0.005 for one in same)

    def _record_own_actions(self, actions):
        for action in actions:
            self.env["commerce.approval"]._record(
                {
                    "uuid": f"{self.uuid}:{action.action}:{action.line.uuid or ''}",
                    "action": action.action,
                    "config_id": self.config_id.id,
                    "session_id": self.session_id.id,
                    "date": self.date_order,
                    "order_uuid": self.uuid,
                    "order_name": self.pos_reference,
                    "line_uuid": action.line.uuid,
                    "product_id": action.line.product_id.id,
                    "operator_id": self.employee_id.id,
                    "approver_id": self.employee_id.id,
                    "before": action.before,
                    "after": action.after,
                    "own_action": True,
                }
            )

    def _prepare_approval_problem(self, missing):
        Approval = self.env["commerce.approval"]
        labels = dict(Approval._fields["action"]._description_selection(self.env))
        what = ", ".join(
            " ".join(
                filter(None, [labels[one.action], one.line.product_id.display_name])
            )
            for one in missing
        )
        return Problem(
            f"approval:{self.uuid}",
            self.env._(
                "Ticket %(ticket)s of %(cashier)s was paid without the approval of a "
                "manager: %(what)s.",
                ticket=self.pos_reference,
                cashier=self.cashier,
                what=what,
            ),
            self.env._(
                "The ticket stands. Look at it with the cashier, and check that the "
                "till asks for the PIN."
            ),
        )


class PosOrderLine(models.Model):
    _inherit = "pos.order.line"

    def _get_actions_to_approve(self, agreed_discount):
        """Return what on this line asks for a manager."""
        self.ensure_one()
        config = self.order_id.config_id
        actions = []
        limit = max(config.max_discount_without_approval, agreed_discount or 0.0)
        if (
            config.approval_discount
            and self.discount > limit + 0.005
            and not self.combo_parent_id
        ):
            actions.append(ApprovedAction("discount", self, 0.0, self.discount))
        if config.approval_price and self.price_type == "manual":
            actions.append(
                ApprovedAction(
                    "price", self, self.product_id.lst_price, self.price_unit
                )
            )
        return actions if actions and not self._needs_no_approval() else []
