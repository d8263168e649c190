# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from .fiscal_document import COUNTED
from .fiscal_receipt_goods import share, total_of

# what a customer owes, or is owed, after an invoice: no money yet
ON_TERMS = "TERME"


class FiscalReceipt(models.AbstractModel):
    """The contents of seals of what is received and invoiced outside of tills.

    A sale counts once in the perpetual totals: when it is paid, or when it is invoiced
    if that comes first; what the customer then owes is the means of payment ``TERME``,
    and paying it is a document of type PAYMENT, whose total is nil. A part paid before
    is a DEPOSIT, which the SALE deducts. The payments of a document always add up to
    its total.
    """

    _name = "fiscal.receipt"
    _description = "Contents of Seals"

    # Payments -------------------------------------------------------------------

    @api.model
    def _prepare_payment(self, record, row):
        """Return (till, content, rows) of a payment, or False when it is none.

        What else waits of the same sale, and goes the same way, is in it.
        """
        orders, moves = record._get_fiscal_family()
        means = record._get_fiscal_means(row)
        if not means:
            return False
        rows = row
        for other in self._get_waiting(orders, moves) - row:
            source = self.env[other.res_model].browse(other.res_id)
            added = source._get_fiscal_means(other)
            if added and (added[0]["amount"] > 0) == (means[0]["amount"] > 0):
                means += added
                rows |= other
        content = self._prepare_receipt(orders, moves, means)
        return (
            self._get_till(orders, row.company_id),
            self._complete(content, row),
            rows,
        )

    @api.model
    def _prepare_receipt(self, orders, moves, means):
        documents = self._get_documents(orders, moves)
        amount = sum(one["amount"] for one in means)
        on_terms = self._get_on_terms(documents)
        if on_terms * amount > 0:
            settled = min(abs(on_terms), abs(amount)) * (1 if amount > 0 else -1)
        else:
            settled = 0
        rest = amount - settled
        if rest and (not orders or self._is_invoiced_before(moves)):
            # money on account, or of an invoice of before the seals: no sale begins
            settled, rest = amount, 0
        if not rest:
            content = {"type": "PAYMENT", "lines": [], "vat": {}}
        elif rest > 0:
            content = self._prepare_sold(orders, documents, rest)
        else:
            content = self._prepare_refunded(orders, documents, -rest)
        if settled:
            means = [*means, self._prepare_means(ON_TERMS, -settled)]
        links = content.pop("links", None) or self._link("payment_of", documents)
        return {**content, "payments": means, "links": links}

    @api.model
    def _is_invoiced_before(self, moves):
        rows = self.env["fiscal.pending"]._of(moves)
        return any(
            move.state == "posted" and move.id not in rows.mapped("res_id")
            for move in moves
        )

    @api.model
    def _prepare_sold(self, orders, documents, paid):
        goods = self.env["fiscal.receipt.goods"]
        lines, vat, issued = goods._of_orders(orders)
        sealed = self._get_net(documents)
        left = {
            rate: vat.get(rate, 0) - sealed.get(rate, 0) for rate in {**vat, **sealed}
        }
        remains = sum(left.values())
        if 0 < paid < remains:
            part = share(vat, paid)
            return {
                "type": "DEPOSIT",
                "lines": goods._of_rates(part, self.env._("Deposit")),
                "vat": part,
                "links": [
                    {"rel": "order", "no": name} for name in orders.mapped("name")
                ],
            }
        links = self._link("deposit_of", documents)
        if remains <= 0:
            lines, left, issued, remains = [], {}, 0, 0
        else:
            taken = {rate: -cents for rate, cents in sealed.items() if cents}
            lines += goods._of_rates(taken, self.env._("Deposit deducted"))
        over = paid - remains
        if over:
            left["NS"] = left.get("NS", 0) + over
            lines += goods._of_rates({"NS": over}, self.env._("Paid in excess"))
        return {
            "type": "SALE",
            "lines": lines,
            "vat": left,
            "vouchers": {"issued": issued} if issued else {},
            "links": links or self._link_orders(orders),
        }

    @api.model
    def _prepare_refunded(self, orders, documents, amount):
        goods = self.env["fiscal.receipt.goods"]
        sealed = {
            rate: cents for rate, cents in self._get_net(documents).items() if cents
        }
        known = total_of(sealed)
        vat = share(sealed, min(amount, known)) if known > 0 else {}
        over = amount - total_of(vat)
        if over:
            vat["NS"] = vat.get("NS", 0) + over
        vat = {rate: -cents for rate, cents in vat.items()}
        return {
            "type": "REFUND",
            "lines": goods._of_rates(vat, self.env._("Refund")),
            "vat": vat,
            "links": self._link("refund_of", documents),
        }

    # Invoices -------------------------------------------------------------------

    @api.model
    def _prepare_invoice(self, move, row):
        """Return (till, content, rows) of an invoice or a credit note."""
        if move.state != "posted" or move._is_fiscal_sold_elsewhere():
            return False
        goods = self.env["fiscal.receipt.goods"]
        orders, moves = move._get_fiscal_family()
        documents = self._get_documents(orders, moves)
        lines, vat, issued = goods._of_move(move)
        total = total_of(vat)
        counted = self._get_uncovered(move, moves, documents, total)
        content = {"type": "INVOICE", "lines": lines, "vat": vat, "payments": []}
        if counted in (0, total):
            content["taxes"] = goods._get_posted_taxes(move)
        if counted:
            content["payments"] = [self._prepare_means(ON_TERMS, counted)]
            content["type"] = self._get_invoice_type(move, total)
            content["vouchers"] = {"issued": issued} if issued else {}
            if counted != total:
                before = share(vat, total - counted)
                taken = {rate: -cents for rate, cents in before.items()}
                lines += goods._of_rates(taken, self.env._("Sealed before"))
                content["vat"] = {
                    rate: cents - before.get(rate, 0) for rate, cents in vat.items()
                }
        relation = {"INVOICE": "invoice_of", "REFUND": "refund_of"}.get(content["type"])
        content["links"] = [
            *self._link(relation or "deposit_of", documents),
            {"rel": "invoice", "no": move.name},
        ]
        content["identity"] = self.env["fiscal.identity"]._digest(move.partner_id)
        till = self._get_till(orders, move.company_id)
        return till, self._complete(content, row), row

    @api.model
    def _get_invoice_type(self, move, total):
        if total < 0:
            return "REFUND"
        return "DEPOSIT" if move._is_downpayment() else "SALE"

    @api.model
    def _get_uncovered(self, move, moves, documents, total):
        """Return the cents of an invoice that no sealed document has counted yet."""
        invoiced = move | moves.filtered(
            lambda other: (
                other.state == "posted"
                and self.env["fiscal.pending"]._of(other).document_id
            )
        )
        goods = self.env["fiscal.receipt.goods"]
        sold, ahead = 0, 0
        for one in invoiced:
            sold_here, ahead_here = goods._split_downpayment(one)
            sold, ahead = sold + sold_here, ahead + ahead_here
        missing = max(sold, ahead) - sum(self._get_net(documents).values())
        return max(min(0, total), min(missing, max(0, total)))

    # Cancellations --------------------------------------------------------------

    @api.model
    def _prepare_reversal(self, record, row):
        """Return what undoes the seal of an invoice or payment that was taken back."""
        before = self.env["fiscal.pending"]._of(record)
        before = before.filtered(
            lambda one: one.kind != "reversal" and one.id < row.id and one.document_id
        )[-1:]
        document = before.document_id
        if not document:
            return False
        content = document._get_content()
        if before.kind == "payment":
            means = record._get_fiscal_means(before, undone=True)
            amount = sum(one["amount"] for one in means)
            content = {
                "type": "PAYMENT",
                "lines": [],
                "vat": {},
                "payments": [
                    *(dict(one, amount=-one["amount"]) for one in means),
                    self._prepare_means(ON_TERMS, amount),
                ],
            }
        else:
            content = self._negate(content)
        content["links"] = self._link("cancels", document)
        return document.till_id, self._complete(content, row), row

    @api.model
    def _negate(self, content):
        lines = [
            dict(line, qty=f"-{line['qty']}", ttc=-line["ttc"], ht=-line["ht"])
            for line in content["lines"]
        ]
        return {
            "type": "CANCEL" if content["type"] in COUNTED else content["type"],
            "lines": lines,
            "vat": {row["rate"]: -row["base"] - row["tax"] for row in content["vat"]},
            "taxes": {row["rate"]: -row["tax"] for row in content["vat"]},
            "payments": [
                dict(one, amount=-one["amount"]) for one in content["payments"]
            ],
            "vouchers": {
                name: -cents for name, cents in content.get("vouchers", {}).items()
            },
        }

    # What they have in common ---------------------------------------------------

    @api.model
    def _complete(self, content, row):
        vat = content["vat"]
        redeemed = sum(
            one["amount"] for one in content["payments"] if one.pop("voucher", False)
        )
        vouchers = dict(content.get("vouchers") or {})
        if redeemed:
            vouchers["redeemed"] = redeemed
        taxes = content.pop("taxes", {})
        return {
            **content,
            "operator": f"U{row.create_uid.id}",
            "training": False,
            "nb_lines": len(content["lines"]),
            "vat": self.env["fiscal.receipt.goods"]._get_table(vat, taxes),
            "vouchers": vouchers,
            "total": total_of(vat),
        }

    @api.model
    def _prepare_means(self, mode, amount, ref="", voucher=False):
        return {
            "mode": mode,
            "amount": amount,
            "currency": "EUR",
            "ref": ref[:40],
            "voucher": voucher,
        }

    @api.model
    def _get_till(self, orders, company):
        if any(order.channel_id.channel_type == "web" for order in orders):
            return company._get_fiscal_web()
        return company._get_fiscal_office()

    @api.model
    def _get_waiting(self, orders, moves):
        rows = self._get_rows(orders, moves)
        return rows.filtered(
            lambda row: row.kind == "payment" and row.state == "waiting"
        )

    @api.model
    def _get_rows(self, orders, moves):
        transactions = orders.transaction_ids | moves.transaction_ids
        return self.env["fiscal.pending"]._of(
            orders,
            moves,
            transactions | transactions.child_transaction_ids,
            moves.matched_payment_ids | moves.reconciled_payment_ids,
        )

    @api.model
    def _get_documents(self, orders, moves):
        """Return what is sealed of these sales, in order."""
        found = self._get_rows(orders, moves).document_id
        others = orders._get_fiscal_documents() | moves._get_fiscal_documents()
        return (found | others).sorted("id")

    @api.model
    def _get_net(self, documents):
        """Return {rate: cents with VAT} that these documents count."""
        net = {}
        for document in documents.filtered(lambda one: one.doc_type in COUNTED):
            for row in document._get_content()["vat"]:
                cents = row["base"] + row["tax"]
                net[row["rate"]] = net.get(row["rate"], 0) + cents
        return net

    @api.model
    def _get_on_terms(self, documents):
        return sum(
            one["amount"]
            for document in documents
            for one in document._get_content().get("payments", ())
            if one["mode"] == ON_TERMS
        )

    @api.model
    def _link(self, relation, documents):
        counted = documents.filtered(
            lambda one: one.doc_type in (*COUNTED, "INVOICE", "PAYMENT")
        )
        return [{"rel": relation, "no": document.number} for document in counted]

    @api.model
    def _link_orders(self, orders):
        return [{"rel": "order", "no": name} for name in orders.mapped("name")]
