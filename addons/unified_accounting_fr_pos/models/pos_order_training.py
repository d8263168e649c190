# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from odoo.addons.unified_pos.models.cart_ticket import as_id, as_number

from .pos_order_seal import PAID

# a till sends a ticket again within minutes
RECENT = 50


class PosOrder(models.Model):
    """Training: nothing is stored but a sealed document that says it is false.

    No order, no stock, no entry, no points. A copy of the database trains whatever its
    tills ask.
    """

    _inherit = "pos.order"

    @api.model
    def _is_fiscal_training(self, message, told):
        session = self._get_training_session(message)
        if not session or not session.company_id._is_sealed():
            return False
        if told.get("training"):
            return True
        # sudo: the key of the company, whoever sells
        return session.company_id.sudo()._is_fiscal_copy()

    @api.model
    def _get_training_session(self, message):
        sessions = self.env["pos.session"]
        return sessions.search([("id", "=", as_id(message.get("session_id")))])

    @api.model
    def _train(self, training):
        """Seal tickets of the training mode; return [{uuid, number, excerpt}].

        One that is not paid yet has no number. Sent twice, it is sealed once.
        """
        return [self._train_one(message, told) for message, told in training]

    def _train_one(self, message, told):
        uuid = str(message.get("uuid"))
        answer = {"uuid": uuid, "number": False, "excerpt": False}
        if message.get("state") not in PAID:
            return answer
        identifier = told.get("device")
        session = self._get_training_session(message).sudo()  # sudo: it trains
        device = session.config_id._get_fiscal_device(
            identifier if isinstance(identifier, str) else None
        )
        chain = device.till_id._get_chain("training", device)
        document = self._find_trained(chain, uuid)
        if not document:
            content = self._prepare_training_content(session, message)
            document = chain.env["fiscal.document"]._seal(
                chain, {**content, "uuid": uuid}
            )
        answer.update(number=document.number, excerpt=document._get_excerpt())
        return answer

    @api.model
    def _find_trained(self, chain, uuid):
        recent = chain.env["fiscal.document"].search(
            [("chain_id", "=", chain.id)], order="seq desc", limit=RECENT
        )
        return recent.filtered(lambda one: one._get_content().get("uuid") == uuid)[:1]

    def _prepare_training_content(self, session, message):
        company, currency = session.company_id, session.currency_id
        orders = self.sudo().with_company(company)  # sudo: taxes and prices, it trains
        base_lines = [
            orders._prepare_training_line(values, currency, session)
            for command in message.get("lines") or ()
            if command[0] == 0 and isinstance(values := command[2], dict)
        ]
        content = orders._prepare_fiscal_amounts(base_lines, currency)
        methods = session.payment_method_ids
        payments = []
        for command in message.get("payment_ids") or ():
            if command[0] == 0 and isinstance(command[2], dict):
                method = methods.filtered(
                    lambda one, vals=command[2]: (
                        one.id == as_id(vals.get("payment_method_id"))
                    )
                )
                payments.append(
                    {
                        "mode": method._get_fiscal_mode() if method else "",
                        "amount": self._to_cents(
                            as_number(command[2].get("amount")), currency
                        ),
                        "currency": currency.name,
                        "ref": "",
                    }
                )
        employee = as_id(message.get("employee_id"))
        content.update(
            {
                "type": "TRAINING",
                "training": True,
                "operator": f"E{employee}" if employee else f"U{self.env.uid}",
                "session": session.name or "",
                "payments": payments,
                "links": [],
                "vouchers": {},
            }
        )
        return content

    def _prepare_training_line(self, values, currency, session):
        product = self.env["product.product"].browse(as_id(values.get("product_id")))
        product = product.exists()
        ids = [
            one
            for command in values.get("tax_ids") or ()
            for one in (command[2] if command[0] == 6 else command[1:2])
            if as_id(one)
        ]
        taxes = self.env["account.tax"].browse(ids).exists()
        position = session.config_id.default_fiscal_position_id
        record = self.env["pos.order.line"].new(
            {"full_product_name": str(values.get("full_product_name") or "")}
        )
        return taxes._prepare_base_line_for_taxes_computation(
            record,
            product_id=product,
            tax_ids=position.map_tax(taxes) if position else taxes,
            price_unit=as_number(values.get("price_unit")),
            quantity=as_number(values.get("qty")),
            discount=as_number(values.get("discount")),
            currency_id=currency,
            rate=1.0,
            is_refund=False,
            sign=-1,
        )
