# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from hmac import compare_digest

from odoo import api, fields, models
from odoo.exceptions import UserError

from .cart_ticket import as_id, as_number
from .commerce_approval import ACTIONS

TRIES_PER_FIVE_MINUTES = 10
TRIES_PER_DAY = 200


class PosConfig(models.Model):
    """What asks for a manager at the till, and the check of the manager's PIN."""

    _inherit = "pos.config"

    approval_discount = fields.Boolean(
        string="Approve discounts",
        default=True,
        help="A discount above the limit asks for the PIN of a manager.",
    )
    max_discount_without_approval = fields.Float(
        string="Discount limit (%)",
        default=10.0,
        help="Largest discount, in percent, that a cashier gives alone.",
    )
    approval_price = fields.Boolean(
        string="Approve price changes",
        default=True,
        help="A price typed by hand asks for the PIN of a manager.",
    )
    approval_refund = fields.Boolean(
        string="Approve refunds",
        default=True,
        help="Goods taken back ask for the PIN of a manager.",
    )
    approval_line_removal = fields.Boolean(
        string="Approve line removals",
        default=True,
        help="A line taken off a ticket asks for the PIN of a manager.",
    )

    _discount_limit_is_percentage = models.Constraint(
        "CHECK (max_discount_without_approval BETWEEN 0 AND 100)",
        "The discount limit is a percentage between 0 and 100.",
    )

    def unified_approve(self, request, pin, approver_id=None):
        """Check the PIN of a manager and record what it was given for.

        :param request: {uuid, action, order_uuid, order_name, line_uuid, product_id,
            operator_id, before, after, reason}
        :param pin: digits typed at the till
        :param approver_id: which manager, when several have the same PIN
        :return: {status: approved | wrong | choose | blocked, ...}
        """
        session = self._check_till()
        if not self._is_approval_request(request):
            raise UserError(self.env._("Nothing to approve."))
        if not self._may_try_pin():
            message = self.env._(
                "Too many PINs were tried at this till. Try again in five minutes."
            )
            return {"status": "blocked", "message": message}
        approvers = self._find_approvers_by_pin(pin)
        if approver_id:
            approvers = approvers.filtered(lambda one: one.id == int(approver_id))
        if not approvers:
            message = self.env._("This PIN is not the PIN of a manager of this till.")
            return {"status": "wrong", "message": message}
        if len(approvers) > 1:
            names = [{"id": one.id, "name": one.name} for one in approvers]
            return {"status": "choose", "approvers": names}
        approval = self.env["commerce.approval"]._record(
            self._prepare_approval_values(request, session, approvers)
        )
        return {
            "status": "approved",
            "uuid": approval.uuid,
            "approver": {"id": approvers.id, "name": approvers.name},
        }

    @api.model
    def _is_approval_request(self, request):
        return (
            isinstance(request, dict)
            and bool(request.get("uuid"))
            and request.get("action") in dict(ACTIONS)
        )

    def _may_try_pin(self):
        hit = self.env["commerce.rate.limit"]._hit
        return hit("unified_pos.pin", self.id, TRIES_PER_FIVE_MINUTES, 300) and hit(
            "unified_pos.pin_day", self.id, TRIES_PER_DAY, 86400
        )

    def _get_approvers(self):
        """Return the employees who may approve at this till."""
        # sudo: a cashier may not read who is a manager
        config = self.sudo()
        managers = config.advanced_employee_ids | (
            config._get_group_pos_manager().all_user_ids.employee_ids
        )
        return managers.filtered(
            lambda employee: (
                employee.active
                and employee.company_id
                in (config.company_id, config.company_id.browse())
            )
        )

    def _find_approvers_by_pin(self, pin):
        pin = str(pin or "").encode()
        return self._get_approvers().filtered(
            lambda employee: employee.pin and compare_digest(employee.pin.encode(), pin)
        )

    def _is_manager(self, employee):
        """Say whether the employee works at this till without asking anybody."""
        return bool(employee) and employee.sudo() in self._get_approvers()

    def _prepare_approval_values(self, request, session, approver):
        product = self.env["product.product"].browse(as_id(request.get("product_id")))
        return {
            "uuid": str(request["uuid"]),
            "action": request["action"],
            "config_id": self.id,
            "session_id": session.id,
            "order_uuid": request.get("order_uuid"),
            "order_name": request.get("order_name"),
            "line_uuid": request.get("line_uuid"),
            "product_id": product.exists().id,
            "operator_id": self._get_operator(as_id(request.get("operator_id"))).id,
            "approver_id": approver.id,
            "before": as_number(request.get("before")),
            "after": as_number(request.get("after")),
            "reason": request.get("reason"),
        }
