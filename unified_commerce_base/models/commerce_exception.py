# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, LockError, UserError
from odoo.tools import format_datetime


class CommerceException(models.Model):
    """One line for one person: what a program could not settle, and what to do."""

    _name = "commerce.exception"
    _description = "To Settle"
    _order = "state, create_date desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="What happened", required=True, readonly=True)
    advice = fields.Text(string="What to do", readonly=True)
    kind = fields.Selection(
        [
            ("cart", "Cart"),
            ("stock", "Stock"),
            ("promise", "Promise not kept"),
            ("payment", "Payment"),
            ("loyalty", "Loyalty"),
            ("fiscal", "Fiscal"),
            ("data", "Data taken over"),
            ("other", "Other"),
        ],
        required=True,
        readonly=True,
        index=True,
    )
    state = fields.Selection(
        [("open", "To settle"), ("done", "Settled"), ("ignored", "Nothing to do")],
        required=True,
        default="open",
        index=True,
    )
    res_model = fields.Char(string="Document model", readonly=True)
    res_id = fields.Many2oneReference(
        string="Document", model_field="res_model", readonly=True
    )
    channel_id = fields.Many2one("commerce.channel", readonly=True, index=True)
    warehouse_id = fields.Many2one("stock.warehouse", string="Place", readonly=True)
    product_id = fields.Many2one(
        "product.product", string="Article", readonly=True, ondelete="set null"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    user_id = fields.Many2one("res.users", string="Taken by")
    closed_by_id = fields.Many2one("res.users", readonly=True)
    closed_date = fields.Datetime(readonly=True)
    wait_until = fields.Date(
        readonly=True, help="Nobody needs to look at this line before."
    )
    wait_reason = fields.Char(readonly=True)
    can_settle = fields.Boolean(compute="_compute_can_settle")
    key = fields.Char(
        readonly=True,
        copy=False,
        help="The same event reported twice makes one line.",
    )

    _key_uniq = models.UniqueIndex("(key) WHERE key IS NOT NULL")

    @api.depends("kind", "state", "res_model", "product_id", "warehouse_id")
    @api.depends_context("uid")
    def _compute_can_settle(self):
        allowed = self._may_settle()
        for line in self:
            line.can_settle = (
                allowed
                and line.kind == "promise"
                and line.state == "open"
                and (
                    line.res_model == "sale.order"
                    or bool(line.product_id and line.warehouse_id)
                )
            )

    @api.model
    def _report(
        self,
        kind,
        record,
        summary,
        advice,
        channel=None,
        warehouse=None,
        product=None,
        key=None,
    ):
        """Put one line on the list of a person; the same key makes one line only.

        :param kind: a value of ``kind``
        :param record: the document concerned (may be empty)
        :param summary: what happened, one sentence, translated
        :param advice: what the person can do about it, translated
        :param product: the article that is missing, when it is one
        :return: the exception, new or already there
        """
        # sudo: a cashier or a shopper may cause a line, only staff may read it
        exceptions = self.sudo()
        if key and (known := exceptions.search([("key", "=", key)], limit=1)):
            return known
        company = self._company_of(record, channel, warehouse)
        return exceptions.create(
            {
                "name": summary,
                "advice": advice,
                "kind": kind,
                "res_model": record._name if record else False,
                "res_id": record[:1].id if record else False,
                "channel_id": channel.id if channel else False,
                "warehouse_id": warehouse.id if warehouse else False,
                "product_id": product.id if product else False,
                "company_id": company.id,
                "key": key,
            }
        )

    @api.model
    def _report_finding(self, kind, finding, key):
        """Report what a control or a back-fill found; found again, its line is renewed.

        A line that was settled and is found again is not settled. One that needs
        nothing rests until something else is found.

        :param finding: a ``Finding``
        :return: the exception, new or already there
        """
        exceptions = self.with_company(finding.company or self.env.company)
        line = exceptions._report(
            kind,
            finding.record,
            finding.summary,
            finding.advice,
            warehouse=finding.place,
            key=key,
        )
        renewed = line.name != finding.summary
        if line.state == "done" or (renewed and line.state == "ignored"):
            line.action_reopen()
        if renewed:
            line.write(
                {
                    "name": finding.summary,
                    "advice": finding.advice,
                    "res_model": finding.record._name,
                    "res_id": finding.record[:1].id,
                }
            )
        return line

    def _company_of(self, record, channel, warehouse):
        for source in (record, channel, warehouse):
            if source and "company_id" in source._fields and source[:1].company_id:
                return source[:1].company_id
        return self.env.company

    def action_open_document(self):
        """Open the document the line is about."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    def action_done(self):
        """Mark the lines as settled by the current user."""
        self._close("done")

    def action_ignore(self):
        """Mark the lines as needing nothing."""
        self._close("ignored")

    def action_reopen(self):
        """Put the lines back on the list."""
        self.write({"state": "open", "closed_by_id": False, "closed_date": False})

    def _close(self, state):
        self._check_store_manager()
        self.write(
            {
                "state": state,
                "closed_by_id": self.env.uid,
                "closed_date": fields.Datetime.now(),
            }
        )

    def _check_store_manager(self):
        if not self.env.user.has_group("unified_commerce_base.group_commerce_user"):
            raise AccessError(
                self.env._("Ask a store manager to settle what is on this list.")
            )

    # A promise that was not kept ------------------------------------------------

    @api.model
    def _may_settle(self):
        """Say whether the user may choose what becomes of an order."""
        return self.env.user.has_group(
            "unified_commerce_base.group_commerce_user"
        ) and self.env["sale.order"].has_access("write")

    def action_settle(self):
        """Open the choice: goods from elsewhere, money back, or wait.

        For store managers who may change orders. A line whose goods have come
        meanwhile is settled at once.
        """
        self.ensure_one()
        self._check_store_manager()
        self.env["sale.order"].check_access("write")
        self._check_open()
        if self._get_waiting_orders():
            return self._get_settle_action()
        if self._is_waited_for():
            raise AccessError(
                self.env._(
                    "An order of another seller waits for these goods: ask a sales "
                    "manager to settle it."
                )
            )
        self._close("done")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "No order waits for these goods any more: this is settled."
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _get_settle_action(self):
        choice = self.env["commerce.promise.settle"].create({"exception_id": self.id})
        return {
            "name": self.env._("What becomes of this order?"),
            "type": "ir.actions.act_window",
            "res_model": choice._name,
            "res_id": choice.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _get_waiting_orders(self):
        """Return the orders that lack goods because of this, the oldest first.

        The document is the order itself, or what took the goods of others: then
        the orders that wait for the article in that place, of those that the user
        may change.
        """
        self.ensure_one()
        orders = self.env["sale.order"]
        if self.res_model == orders._name:
            orders = orders.browse(self.res_id).exists()
        elif self.product_id and self.warehouse_id:
            # sudo: moves lead to orders, whose own rules decide
            moves = (
                self.env["stock.move"]
                .sudo()
                .search(
                    [
                        ("product_id", "=", self.product_id.id),
                        ("location_id.warehouse_id", "=", self.warehouse_id.id),
                        ("state", "in", ("confirmed", "partially_available")),
                        ("sale_line_id", "!=", False),
                    ]
                )
            )
            orders = moves.sale_line_id.order_id.with_env(self.env)
            orders = orders._filtered_access("write")
        return orders.filtered(lambda order: order._get_lacking_lines()).sorted(
            lambda order: (order.date_order, order.id)
        )

    def _is_waited_for(self):
        """Say whether an order waits, whoever may see it."""
        # sudo: a line is not closed over an order that the user may not see
        return bool(self.sudo()._get_waiting_orders())

    def _lock_open(self):
        """Have this line alone until the commit.

        :raise UserError: somebody settles it now, or has settled it
        """
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(
                self.env._(
                    "Somebody is settling this at the very moment. Look again in a "
                    "few seconds."
                )
            ) from error
        self._check_open()

    def _check_open(self):
        if self.state != "open":
            raise UserError(
                self.env._(
                    "%(who)s has settled this on %(when)s. Nothing is left to do.",
                    # sudo: the name of a colleague
                    who=self.closed_by_id.sudo().name,
                    when=format_datetime(self.env, self.closed_date),
                )
            )
