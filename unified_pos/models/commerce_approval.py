# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

ACTIONS = [
    ("discount", "Discount"),
    ("price", "Price change"),
    ("refund", "Refund"),
    ("line_removal", "Line removal"),
    ("offline_sale", "Scarce article without network"),
]


class CommerceApproval(models.Model):
    """What a manager let a cashier do at a till. Lines are added, never changed.

    A line is identified by a key that the till draws, so that what was sent
    twice is kept once.
    """

    _name = "commerce.approval"
    _description = "Approval at the Till"
    _order = "date desc, id desc"
    _rec_name = "order_name"
    _check_company_auto = True

    uuid = fields.Char(required=True, readonly=True)
    action = fields.Selection(ACTIONS, required=True, readonly=True, index=True)
    date = fields.Datetime(
        required=True, readonly=True, default=fields.Datetime.now, index=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    config_id = fields.Many2one(
        "pos.config", string="Till", readonly=True, ondelete="restrict", index=True
    )
    session_id = fields.Many2one("pos.session", readonly=True, ondelete="restrict")
    channel_id = fields.Many2one("commerce.channel", readonly=True, ondelete="restrict")
    order_uuid = fields.Char(string="Ticket key", readonly=True, index=True)
    order_name = fields.Char(string="Ticket", readonly=True)
    line_uuid = fields.Char(string="Line key", readonly=True)
    product_id = fields.Many2one(
        "product.product", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    operator_id = fields.Many2one(
        "hr.employee",
        string="Cashier",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    approver_id = fields.Many2one(
        "hr.employee",
        string="Approved by",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    before = fields.Float(
        readonly=True, help="Discount, price or quantity before the action."
    )
    after = fields.Float(
        readonly=True, help="Discount, price, amount or quantity that was approved."
    )
    reason = fields.Char(readonly=True)
    offline = fields.Boolean(
        readonly=True,
        help="The till had no network: it checked the PIN itself.",
    )
    own_action = fields.Boolean(
        string="By a manager",
        readonly=True,
        help="A manager was at the till: no PIN was asked.",
    )

    _uuid_uniq = models.UniqueIndex("(uuid)", "This approval is already recorded.")

    @api.model
    def _record(self, values):
        """Add one line to the log; the same key is recorded once.

        :param values: field values; ``uuid``, ``action``, ``config_id`` and
            ``approver_id`` are required
        :return: the approval, new or already there
        """
        # sudo: the till records, nobody holds the right to write in this log
        log = self.sudo()
        if known := log.search([("uuid", "=", values["uuid"])], limit=1):
            return known
        config = log.env["pos.config"].browse(values["config_id"])
        return log.create(
            {
                "company_id": config.company_id.id,
                "channel_id": config.channel_id.id,
                **values,
            }
        )

    def write(self, vals):
        raise UserError(
            self.env._("The log of approvals cannot be changed, only added to.")
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not self.env.context.get(MODULE_UNINSTALL_FLAG):
            raise UserError(
                self.env._("The log of approvals cannot be deleted: it is kept whole.")
            )

    def action_open_ticket(self):
        """Open the ticket the approval was given for."""
        self.ensure_one()
        self.check_access("read")
        order = self.env["pos.order"].search([("uuid", "=", self.order_uuid)], limit=1)
        if not order:
            raise UserError(
                self.env._(
                    "Ticket %(ticket)s was abandoned or has not been received yet.",
                    ticket=self.order_name,
                )
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": "pos.order",
            "res_id": order.id,
            "views": [(False, "form")],
        }
