# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Enters the planned sales through Odoo's own flows.

A till's day is one session: opened with its float, tickets sent as the till sends
them, surplus cash taken to the bank, cash counted, session closed. A day of the web
is a series of orders paid with the demonstration provider, confirmed by the payment,
invoiced and shipped.
"""

from datetime import timedelta

from odoo import fields

from ..models.demo_clock import KEY, DemoClock
from . import company
from .places import PLACES, till_xmlid
from .plan import key_uuid
from .toolbox import Toolbox, dice

FLOAT = 150.0
STORE_USERS = {"LYO": "user_cashier", "PAR": "user_paris", "BOR": "user_bordeaux"}


class TillsInUse(Exception):
    """Both tills of the store are open: the day has to wait."""


class _Player:
    def __init__(self, env, moment, user=None):
        context = {
            **env.context,
            KEY: DemoClock(moment),
            "lang": "fr_FR",
            "tz": "Europe/Paris",
            "mail_auto_subscribe_no_notify": True,
            "mail_notify_force_send": False,
        }
        uid = user.id if user else env.uid
        # The installer enters the sales of every store and of the web.
        self.env = env(user=uid, su=True, context=context)
        self.box = Toolbox(self.env)
        self.box.env = self.env
        self.company = env.company

    def at(self, moment):
        """The environment at another time of the same day."""
        return self.env(context={**self.env.context, KEY: DemoClock(moment)})

    def customer(self, number):
        return (
            self.box.ref(f"customer_{number:03d}")
            if number
            else self.env["res.partner"]
        )

    def date_points(self, model, order):
        """The history of points shows the date of creation, which only SQL can set."""
        self.env["loyalty.history"].flush_model()
        self.env.cr.execute(
            """UPDATE loyalty_history SET create_date = %s
                WHERE order_model = %s AND order_id = %s""",
            [order.date_order, model, order.id],
        )
        self.env["loyalty.history"].invalidate_model(["create_date"])


class TillDay(_Player):
    def __init__(self, env, step):
        user = Toolbox(env).ref(STORE_USERS[step.place])
        super().__init__(env, step.sales[0].moment, user)
        self.step = step
        self.program = self.box.ref("loyalty_program")

    def play(self):
        session = self._open()
        self._sell(session)
        self._close(session)
        return session

    def _config(self):
        """The planned till, or its neighbour when somebody is selling on it."""
        numbers = (self.step.till, 3 - self.step.till)
        for number in numbers:
            config = self.box.ref(till_xmlid(self.step.place, number))
            if not self.env["pos.session"].search_count(
                [("config_id", "=", config.id), ("state", "!=", "closed")], limit=1
            ):
                return config
        raise TillsInUse(PLACES[self.step.place][0])

    def _open(self):
        opening = self.step.sales[0].moment - timedelta(minutes=20)
        config = self._config()
        first = not self.env["pos.session"].search_count(
            [("config_id", "=", config.id)], limit=1
        )
        session = self.env["pos.session"].create(
            {"config_id": config.id, "user_id": self.env.uid}
        )
        session.set_opening_control(session.cash_register_balance_start, "")
        session.start_at = opening
        if first:
            self._move_cash(session, FLOAT, "Fond de caisse")
        return session

    def _move_cash(self, session, amount, reason):
        values = session._prepare_account_bank_statement_line_vals(
            session, 1, amount, reason, False, {"translatedType": "Espèces"}
        )
        values["counterpart_account_id"] = company.account(
            self.box, "580000", "Internal transfers", "Virements internes", "asset_cash"
        ).id
        self.env["account.bank.statement.line"].with_context(
            no_retrieve_partner=True
        ).create(values)

    def _sell(self, session):
        for sale in self.step.sales:
            # The tills in use need not hear of sales of last month.
            Order = self.at(sale.moment)["pos.order"].with_context(preparation=True)
            payload, points = self._ticket(session, sale)
            if payload:
                Order.sync_from_ui([payload])
                if points:
                    order = Order.search([("uuid", "=", sale.uuid)])
                    order.confirm_coupon_programs(points)
                    self.date_points("pos.order", order)

    def _ticket(self, session, sale):
        """The ticket as the till sends it, and its loyalty points."""
        if sale.returns:
            return self._refund(session, sale), None
        partner = self.customer(sale.customer)
        lines = [
            {
                "product_id": self.box.ref(line.product),
                "qty": line.quantity,
                "discount": line.discount,
                "price_unit": self.box.ref(line.product).lst_price,
            }
            for line in sale.lines
        ]
        card = self._card(partner)
        reward = sale.spends_points and self._reward_line(card, lines)
        if reward:
            lines.append(reward)
        payload = self._payload(session, sale, partner, lines)
        if not partner:
            return payload, None
        cost = reward["points_cost"] if reward else 0
        won = round(payload["amount_total"], 2)
        key = card.id if card else -int(partner.id)
        points = {
            key: {
                "points": won - cost,
                "program_id": self.program.id,
                "partner_id": partner.id,
                "coupon_id": key,
                "barcode": False,
                "appliedRules": self.program.rule_ids.ids,
                "line_codes": [reward["reward_identifier_code"]] if reward else [],
            }
        }
        return payload, points

    def _card(self, partner):
        return (
            self.env["loyalty.card"].search(
                [("program_id", "=", self.program.id), ("partner_id", "=", partner.id)],
                limit=1,
            )
            if partner
            else self.env["loyalty.card"]
        )

    def _reward_line(self, card, lines):
        """5 € for 100 points, on tickets of one VAT rate that are worth it."""
        reward = self.box.ref("loyalty_reward")
        taxes = {line["product_id"].taxes_id for line in lines}
        worth = sum(
            line["price_unit"] * line["qty"] * (1 - line["discount"] / 100)
            for line in lines
        )
        if len(taxes) > 1 or worth <= 15 or card.points < reward.required_points:
            return None
        return {
            "product_id": reward.discount_line_product_id,
            "qty": 1,
            "discount": 0,
            "price_unit": -reward.discount,
            "tax_ids": taxes.pop(),
            "is_reward_line": True,
            "reward_id": reward.id,
            "coupon_id": card.id,
            "points_cost": reward.required_points,
            "reward_identifier_code": f"demo{card.id}",
        }

    def _refund(self, session, sale):
        first = self.env["pos.order"].search(
            [("uuid", "=", key_uuid(sale.returns))], limit=1
        )
        line = sale.lines[0]
        original = first.lines.filtered(
            lambda one: one.product_id == self.box.ref(line.product)
        )[:1]
        if not original:
            return None
        values = {
            "product_id": original.product_id,
            "qty": line.quantity,
            "discount": original.discount,
            "price_unit": original.price_unit,
            "refunded_orderline_id": original.id,
        }
        payload = self._payload(session, sale, first.partner_id, [values])
        return {**payload, "is_refund": True}

    def _payload(self, session, sale, partner, lines):
        totals = self._compute(lines)
        config = session.config_id
        method = self._payment_method(config, sale.means)
        moment = fields.Datetime.to_string(sale.moment)
        employee = self.box.ref(sale.employee)
        return {
            "uuid": sale.uuid,
            "access_token": sale.uuid,
            "state": "paid",
            "session_id": session.id,
            "user_id": self.env.uid,
            "employee_id": employee.id,
            "partner_id": partner.id,
            "date_order": moment,
            "pricelist_id": config.pricelist_id.id,
            "fiscal_position_id": False,
            "amount_total": totals["total"],
            "amount_tax": totals["tax"],
            "amount_paid": totals["total"],
            "amount_return": 0,
            "last_order_preparation_change": "{}",
            "to_invoice": False,
            "lines": [
                (0, 0, self._line_values(line, base, sale, rank))
                for rank, (line, base) in enumerate(
                    zip(lines, totals["lines"], strict=True), start=1
                )
            ],
            "payment_ids": [
                (
                    0,
                    0,
                    {
                        "uuid": key_uuid(f"{sale.key}/payment"),
                        "amount": totals["total"],
                        "name": moment,
                        "payment_date": moment,
                        "payment_method_id": method.id,
                    },
                )
            ],
        }

    def _line_values(self, line, base, sale, rank):
        taxes = line.get("tax_ids") or line["product_id"].taxes_id
        details = base["tax_details"]
        return {
            **line,
            "uuid": key_uuid(f"{sale.key}/{rank}"),
            "product_id": line["product_id"].id,
            "tax_ids": [(6, 0, taxes.ids)],
            "price_subtotal": self.company.currency_id.round(
                details["total_excluded_currency"]
            ),
            "price_subtotal_incl": self.company.currency_id.round(
                details["total_included_currency"]
            ),
            "pack_lot_ids": [],
        }

    def _compute(self, lines):
        """Amounts by Odoo's own engine, the one the till runs in the browser."""
        Tax = self.env["account.tax"]
        currency = self.company.currency_id
        base_lines = [
            Tax._prepare_base_line_for_taxes_computation(
                {},
                product_id=line["product_id"],
                tax_ids=line.get("tax_ids") or line["product_id"].taxes_id,
                price_unit=line["price_unit"],
                quantity=line["qty"],
                discount=line["discount"],
                currency_id=currency,
            )
            for line in lines
        ]
        Tax._add_tax_details_in_base_lines(base_lines, self.company)
        Tax._round_base_lines_tax_details(base_lines, self.company)
        summary = Tax._get_tax_totals_summary(base_lines, currency, self.company)
        return {
            "lines": base_lines,
            "total": summary["total_amount_currency"],
            "tax": summary["tax_amount_currency"],
        }

    def _payment_method(self, config, means):
        if means == "cash":
            return config.payment_method_ids.filtered("is_cash_count")
        return self.box.ref(f"payment_{means}")

    def _close(self, session):
        draw = dice("close", self.step.key)
        closing = self.step.sales[-1].moment + timedelta(minutes=25)
        session.stop_at = closing
        session.invalidate_recordset(["cash_register_balance_end"])
        surplus = round(session.cash_register_balance_end - FLOAT, 2)
        if surplus > 0:
            self._move_cash(session, -surplus, "Remise en banque")
        session.invalidate_recordset(["cash_register_balance_end"])
        counted = session.cash_register_balance_end
        if draw.random() < 0.08:
            counted = round(counted - draw.choice((0.5, 1.0, 2.0)), 2)
        session.post_closing_cash_details(counted)
        # Computed on what is not stored: still the one of before the count.
        session.invalidate_recordset(["cash_register_difference"])
        result = session.close_session_from_ui()
        if session.state != "closed":
            raise ValueError(f"{self.step.key}: {result}")


class WebDay(_Player):
    def __init__(self, env, step, ship):
        super().__init__(env, step.sales[0].moment)
        self.step = step
        self.ship = ship

    def play(self):
        for sale in self.step.sales:
            if not self.env["sale.order"].search_count(
                [("client_order_ref", "=", sale.key)], limit=1
            ):
                self._order(sale)

    def _order(self, sale):
        env = self.at(sale.moment)
        website = self.box.ref("website").with_env(env)
        partner = self.customer(sale.customer)
        carrier = self.box.ref(f"carrier_{sale.means}").with_env(env)
        order = (
            env["sale.order"]
            .with_context(website_id=website.id)
            .create(
                {
                    "partner_id": partner.id,
                    "website_id": website.id,
                    "company_id": self.company.id,
                    "warehouse_id": website.warehouse_id.id,
                    "pricelist_id": self.box.ref("pricelist_ttc").id,
                    "date_order": sale.moment,
                    "client_order_ref": sale.key,
                    "user_id": False,
                    "order_line": [
                        (
                            0,
                            0,
                            {
                                "product_id": self.box.ref(line.product).id,
                                "product_uom_qty": line.quantity,
                            },
                        )
                        for line in sale.lines
                    ],
                }
            )
        )
        price = carrier.rate_shipment(order).get("price", carrier.fixed_price)
        order.set_delivery_line(carrier, price)
        order._update_programs_and_rewards()
        self._pay(order)
        self._invoice(order)
        self.date_points("sale.order", order)
        if self.ship:
            self._ship(order)

    def _pay(self, order):
        env = order.env
        provider = self.box.ref("payment_web").with_env(env)
        transaction = env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": provider.payment_method_ids[:1].id,
                "reference": order.name,
                "amount": order.amount_total,
                "currency_id": order.currency_id.id,
                "partner_id": order.partner_id.id,
                "operation": "online_direct",
                "sale_order_ids": [(6, 0, order.ids)],
            }
        )
        transaction._process(
            "demo", {"reference": transaction.reference, "simulated_state": "done"}
        )
        transaction.with_context(skip_sale_auto_invoice_send=True)._post_process()
        transaction.write(
            {"last_state_change": env.context[KEY].moment, "is_post_processed": True}
        )

    def _invoice(self, order):
        invoice = order.invoice_ids or order._create_invoices(final=True)
        if invoice.state == "draft":
            invoice.action_post()
        payment = order.transaction_ids.payment_id
        (payment.move_id.line_ids + invoice.line_ids).filtered(
            lambda line: (
                line.account_id == payment.destination_account_id
                and not line.reconciled
            )
        ).reconcile()

    def _ship(self, order):
        moment = order.env.context[KEY].moment + timedelta(hours=5)
        for picking in order.picking_ids.with_env(self.at(moment)):
            if picking.state == "done":
                continue
            picking.action_assign()
            picking.move_ids.picked = True
            picking._action_done()
