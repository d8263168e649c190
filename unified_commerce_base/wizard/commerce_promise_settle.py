# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import LockError, UserError, ValidationError
from odoo.fields import Command


class CommercePromiseSettle(models.TransientModel):
    """What becomes of an order whose goods went to somebody else.

    A person chooses once: from another place, money back, or wait. Whoever comes
    second is told who was faster.
    """

    _name = "commerce.promise.settle"
    _description = "Settle a Promise Not Kept"

    exception_id = fields.Many2one(
        "commerce.exception", required=True, readonly=True, ondelete="cascade"
    )
    waiting_order_ids = fields.Many2many(
        "sale.order", compute="_compute_waiting_order_ids"
    )
    several_orders = fields.Boolean(compute="_compute_waiting_order_ids")
    order_id = fields.Many2one(
        "sale.order",
        compute="_compute_order_id",
        store=True,
        readonly=False,
        domain="[('id', 'in', waiting_order_ids)]",
    )
    partner_id = fields.Many2one(related="order_id.partner_id", string="Customer")
    currency_id = fields.Many2one(related="order_id.currency_id")
    line_ids = fields.One2many(
        "commerce.promise.settle.line",
        "settle_id",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )
    found = fields.Char(compute="_compute_found")
    can_ship = fields.Boolean(compute="_compute_can_ship")
    refundable = fields.Monetary(string="Paid", compute="_compute_refundable")
    refund_amount = fields.Monetary(
        string="To refund",
        compute="_compute_refund_amount",
        store=True,
        readonly=False,
        help="What the missing articles cost; the whole order when nothing is left "
        "of it.",
    )
    tell_customer = fields.Boolean(
        default=True,
        string="Write to the customer next",
        help="Opens a message that is ready to be sent. You send it.",
    )
    wait_until = fields.Date()
    wait_reason = fields.Char(string="Reason")

    @api.depends("exception_id")
    def _compute_waiting_order_ids(self):
        for choice in self:
            choice.waiting_order_ids = choice.exception_id._get_waiting_orders()
            choice.several_orders = len(choice.waiting_order_ids) > 1

    @api.depends("exception_id")
    def _compute_order_id(self):
        for choice in self:
            choice.order_id = choice.exception_id._get_waiting_orders()[:1]

    @api.depends("order_id")
    def _compute_line_ids(self):
        for choice in self:
            choice.line_ids = [
                Command.clear(),
                *map(Command.create, choice._prepare_lines()),
            ]

    @api.depends("line_ids.warehouse_id")
    def _compute_found(self):
        for choice in self:
            places = choice.line_ids.warehouse_id
            if not places:
                choice.found = self.env._("No place has the goods now.")
            elif not all(line.warehouse_id for line in choice.line_ids):
                choice.found = self.env._("Some of the goods are in no place now.")
            elif len(places) == 1:
                choice.found = self.env._("%s has everything.", places.name)
            else:
                choice.found = self.env._("No place has everything: several have it.")

    @api.depends("line_ids.warehouse_id")
    def _compute_can_ship(self):
        for choice in self:
            choice.can_ship = bool(choice.line_ids.warehouse_id)

    @api.depends("order_id")
    def _compute_refundable(self):
        for choice in self:
            order = choice.order_id
            choice.refundable = order and order._get_refundable_amount()

    @api.depends("order_id")
    def _compute_refund_amount(self):
        for choice in self:
            order = choice.order_id
            choice.refund_amount = order and min(
                order._get_lost_value(order._get_lacking_lines()), choice.refundable
            )

    @api.constrains("refund_amount")
    def _check_refund_amount(self):
        for choice in self:
            if not 0 <= choice.refund_amount <= choice.refundable:
                raise ValidationError(
                    self.env._(
                        "Between nothing and %s can be refunded.",
                        choice.currency_id.format(choice.refundable),
                    )
                )

    # What each place has --------------------------------------------------------

    def _prepare_lines(self):
        """Return a line for each that lacks goods, with the best place for it.

        One place that has everything comes before several.
        """
        self.ensure_one()
        order = self.order_id
        if not order:
            return []
        lines = order._get_lacking_lines()
        lacking = {line: line._get_lacking_quantity() for line in lines}
        places = self._get_places()
        found = self._read_found(lines.product_id, places)
        total = {}
        for line, quantity in lacking.items():
            total[line.product_id] = total.get(line.product_id, 0.0) + quantity
        whole = places.filtered(
            lambda place: all(
                product.uom_id.compare(found[product, place], quantity) >= 0
                for product, quantity in total.items()
            )
        )
        best = max(
            whole,
            key=lambda place: sum(found[product, place] for product in total),
            default=None,
        )
        prepared = []
        for line, quantity in lacking.items():
            able = places.filtered(
                lambda place, line=line, quantity=quantity: (
                    line.product_id.uom_id.compare(
                        found[line.product_id, place], quantity
                    )
                    >= 0
                )
            )
            chosen = best or max(
                able,
                key=lambda place, line=line: found[line.product_id, place],
                default=places.browse(),
            )
            prepared.append(
                {
                    "sale_line_id": line.id,
                    "lacking": quantity,
                    "found": self._describe(line.product_id, places, found),
                    "place_ids": [Command.set(able.ids)],
                    "warehouse_id": chosen.id,
                }
            )
            if chosen:
                found[line.product_id, chosen] -= quantity
        return prepared

    def _get_places(self):
        return self.env["stock.warehouse"].search(
            [("company_id", "=", self.order_id.company_id.id)]
        )

    def _read_found(self, products, places):
        """Return {(product, place): what the order could have}, in one statement.

        What the order holds itself is free for it; what it has reserved is not.
        """
        order = self.order_id
        token = order._get_hold_token()
        available = self.env["commerce.availability"]._read(
            products, places, order.channel_id, token
        )
        borne = self.env["stock.move"]._get_borne(token)
        return {
            (product, place): max(
                available[product.id, place.id] - borne.get((product, place), 0.0), 0.0
            )
            for product in products
            for place in places
        }

    def _describe(self, product, places, found):
        return ", ".join(
            self.env._(
                "%(place)s: %(quantity)s",
                place=place.name,
                quantity=f"{found[product, place]:g}",
            )
            for place in places
            if found[product, place] > 0
        )

    # The three ways -------------------------------------------------------------

    def action_ship(self):
        """Have the chosen places send what is missing; the rest stays to settle."""
        order = self._begin()
        notes = []
        for place, chosen in self.line_ids.grouped("warehouse_id").items():
            if not place:
                continue
            goods = chosen._describe()
            order._source_elsewhere(chosen.sale_line_id, place)
            notes.append(
                self.env._(
                    "%(place)s ships what was missing: %(goods)s.",
                    place=place.name,
                    goods=goods,
                )
            )
        if not notes:
            raise UserError(self.env._("Choose the place that ships the goods."))
        template = "unified_commerce_base.mail_template_sourced_elsewhere"
        return self._finish(" ".join(notes), template)

    def action_give_up(self):
        """Take what is missing out of the order and give the money back."""
        order = self._begin()
        lines = self.line_ids.sale_line_id
        goods = self.line_ids._describe()
        told = self._get_customer_articles(lines)
        order._give_up_lines(lines)
        refunded, left = order._pay_back(self.refund_amount)
        note = self.env._("Given up, because nobody has it any more: %s.", goods)
        if refunded:
            note += " " + self.env._("%s refunded.", order.currency_id.format(refunded))
        if left:
            note += " " + self.env._(
                "%s to refund by hand.", order.currency_id.format(left)
            )
        return self._finish(
            note,
            "unified_commerce_base.mail_template_given_up",
            unified_articles=told,
            unified_amount=refunded + left,
        )

    def action_wait(self):
        """Leave the line open until a date, with the reason."""
        order = self._begin()
        if not self.wait_until or not (self.wait_reason or "").strip():
            raise UserError(
                self.env._("Say until when to wait, and what you are waiting for.")
            )
        if self.wait_until <= fields.Date.context_today(self):
            raise UserError(self.env._("Choose a day to come."))
        self.exception_id.write(
            {
                "wait_until": self.wait_until,
                "wait_reason": self.wait_reason,
                "user_id": self.env.uid,
            }
        )
        order.message_post(
            body=self.env._(
                "The missing goods are waited for until %(date)s: %(reason)s",
                date=fields.Date.to_string(self.wait_until),
                reason=self.wait_reason,
            )
        )
        return {"type": "ir.actions.act_window_close"}

    def _begin(self):
        """Have the line and its order alone until the commit, and return the order.

        :raise UserError: somebody was faster, with who and when
        """
        self.ensure_one()
        self.exception_id._check_store_manager()
        self.exception_id._lock_open()
        order = self.order_id
        order.check_access("write")
        try:
            # a claim may not wait for its own caller: no wider lock than this
            order.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(
                self.env._(
                    "Somebody is changing %s at the very moment. Try again in a few "
                    "seconds.",
                    order.name,
                )
            ) from error
        order._check_lacking(self.line_ids.sale_line_id)
        if any(line._has_changed() for line in self.line_ids):
            raise UserError(
                self.env._(
                    "What is missing has changed meanwhile. Close this, and settle it "
                    "again."
                )
            )
        return order.with_company(order.company_id)

    def _finish(self, note, template, **context):
        """Say on the order what was done, close what is settled, open what is next."""
        order = self.order_id
        order.message_post(body=note)
        lines = self.exception_id | self.exception_id.search(
            [
                ("kind", "=", "promise"),
                ("state", "=", "open"),
                ("res_model", "=", order._name),
                ("res_id", "=", order.id),
            ]
        )
        lines.filtered(lambda line: not line._is_waited_for())._close("done")
        if self.tell_customer:
            return self._get_message_action(template, context)
        if self.exception_id._get_waiting_orders():
            return self.exception_id._get_settle_action()
        return {"type": "ir.actions.act_window_close"}

    def _get_customer_articles(self, lines):
        language = self.partner_id.lang or self.env.lang
        return ", ".join(
            lines.with_context(lang=language).product_id.mapped("display_name")
        )

    def _get_message_action(self, template, context):
        return {
            "name": self.env._("Write to the customer"),
            "type": "ir.actions.act_window",
            "res_model": "mail.compose.message",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                **context,
                "default_model": self.order_id._name,
                "default_res_ids": self.order_id.ids,
                "default_template_id": self.env.ref(template).id,
                "default_composition_mode": "comment",
                "default_email_layout_xmlid": (
                    "mail.mail_notification_layout_with_responsible_signature"
                ),
                "force_email": True,
            },
        }


class CommercePromiseSettleLine(models.TransientModel):
    _name = "commerce.promise.settle.line"
    _description = "Goods an Order Lacks"

    settle_id = fields.Many2one(
        "commerce.promise.settle", required=True, ondelete="cascade", index=True
    )
    sale_line_id = fields.Many2one(
        "sale.order.line", required=True, readonly=True, ondelete="cascade"
    )
    product_id = fields.Many2one(related="sale_line_id.product_id", string="Article")
    lacking = fields.Float(string="Missing", digits="Product Unit", readonly=True)
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    found = fields.Char(string="Where it is", readonly=True)
    place_ids = fields.Many2many("stock.warehouse", readonly=True)
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        string="Ship from",
        domain="[('id', 'in', place_ids)]",
    )

    def _has_changed(self):
        """Say whether something else is missing than what the person was shown."""
        return self.product_id.uom_id.compare(
            self.lacking, self.sale_line_id._get_lacking_quantity()
        )

    def _describe(self):
        return ", ".join(
            f"{line.lacking:g} × {line.product_id.display_name}" for line in self
        )
