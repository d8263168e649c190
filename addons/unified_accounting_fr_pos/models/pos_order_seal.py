# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.unified_accounting_fr.exceptions import SealingGapError
from odoo.addons.unified_pos.models.cart_ticket import as_id

PAID = ("paid", "done")
WAITING = "unified_accounting_fr_pos_waiting"
AFTERWARDS = "unified_accounting_fr_pos_afterwards"
# an object that no browser can put in a context
MARK = object()
TRIGGER = "fiscal_ticket_is_sealed"
# what the server tells a till of a seal, and no till tells the server
ANSWERS = (
    "fiscal_number",
    "fiscal_excerpt",
    "fiscal_rank",
    "fiscal_offline",
    "fiscal_state",
    "fiscal_type",
)


def is_marked(env, name):
    """Say whether the program itself put this mark in the context."""
    return env.context.get(name) is MARK


class PosOrder(models.Model):
    """A ticket is paid and sealed in one transaction, as its last step.

    Whatever pays it: a till, the back office, a payment online. A trigger of PostgreSQL
    refuses at the commit a ticket that is paid and not sealed.
    """

    _inherit = "pos.order"

    fiscal_number = fields.Char(
        string="Sealed as", compute="_compute_fiscal", compute_sudo=True
    )
    fiscal_excerpt = fields.Char(
        string="Signature", compute="_compute_fiscal", compute_sudo=True
    )
    fiscal_rank = fields.Integer(
        string="Rank in the chain", compute="_compute_fiscal", compute_sudo=True
    )
    fiscal_offline = fields.Boolean(
        string="Sold without network", compute="_compute_fiscal", compute_sudo=True
    )
    fiscal_type = fields.Char(
        string="Sealed document", compute="_compute_fiscal", compute_sudo=True
    )
    fiscal_state = fields.Selection(
        [("sealed", "Sealed"), ("waiting", "Waits for those before it")],
        string="Seal",
        compute="_compute_fiscal",
        compute_sudo=True,
    )

    @api.depends("state")
    def _compute_fiscal(self):
        # while a till sends it a ticket is not sealed yet
        paid = self.browse(
            order.id
            for order in self
            if order.state in PAID
            and order.company_id._is_sealed()
            and not is_marked(self.env, WAITING)
        )
        documents = paid._get_ticket_documents(paid)
        waiting = paid._get_waiting(paid.filtered(lambda one: one.id not in documents))
        for order in self:
            order.update(
                order._get_fiscal_answer(documents.get(order.id), waiting.get(order.id))
            )

    @api.model
    def _get_ticket_documents(self, orders):
        """Return {order id: the document that seals it}."""
        found = self.env["fiscal.document"]._of(orders) if orders else {}
        return {order_id: documents[0] for order_id, documents in found.items()}

    @api.model
    def _get_waiting(self, orders):
        """Return {order id: its quarantine, while it waits}."""
        return self.env["fiscal.quarantine"]._of(orders) if orders else {}

    @api.model
    def _get_fiscal_answer(self, document, waiting):
        if document:
            return {
                "fiscal_number": document.number,
                "fiscal_excerpt": document._get_excerpt(),
                "fiscal_rank": document.seq,
                "fiscal_offline": document.offline,
                "fiscal_type": document.doc_type,
                "fiscal_state": "sealed",
            }
        return {
            **dict.fromkeys(ANSWERS, False),
            "fiscal_number": waiting.number if waiting else False,
            "fiscal_state": "waiting" if waiting else False,
        }

    # Receiving ------------------------------------------------------------------

    @api.model
    def sync_from_ui(self, orders):
        if not orders:
            return super().sync_from_ui(orders)
        messages, signed, training = [], {}, []
        for order in orders:
            # a retry starts from the original
            message = {k: v for k, v in order.items() if k not in ANSWERS}
            told = message.pop("unified_fiscal", None)
            told = told if isinstance(told, dict) else {}
            if self._is_fiscal_training(message, told):
                training.append((message, told))
            else:
                signed[str(message.get("uuid"))] = told
                messages.append(message)
        # sealed here at last, when nothing more is written on the tickets
        receiver = self.with_context(**{WAITING: MARK, AFTERWARDS: MARK})
        result = super(PosOrder, receiver).sync_from_ui(messages)
        if training:
            result["unified_training"] = self._train(training)
        self._seal_received(result, signed)
        return result

    def _seal_received(self, result, signed):
        answers = {values["id"]: values for values in result.get("pos.order") or ()}
        # with a return core answers the ticket that it takes back, too
        orders = self.browse(answers)
        sent = orders.filtered(lambda order: order.uuid in signed)
        sealed = sent._seal_tickets(signed)
        # core read the tickets before they were sealed
        orders.invalidate_recordset(ANSWERS, flush=False)
        for order in orders:
            document, waiting = sealed.get(order.id, (None, None))
            answers[order.id].update(
                self._get_fiscal_answer(document, waiting)
                if document or waiting
                else {name: order[name] for name in ANSWERS}
            )

    # Sealing --------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        paid = []
        for vals in vals_list:
            state = vals.get("state")
            session = self.env["pos.session"].browse(as_id(vals.get("session_id")))
            sealed = state in PAID and session.company_id._is_sealed()
            paid.append(state if sealed else None)
        # a ticket is complete before it is paid: from then on nothing of it changes
        orders = super().create(
            [
                {**vals, "state": "draft"} if state else vals
                for vals, state in zip(vals_list, paid, strict=True)
            ]
        )
        if not is_marked(self.env, WAITING):
            for order, state in zip(orders, paid, strict=True):
                if state:
                    order.state = state
        return orders

    def write(self, vals):
        if vals.get("state") not in PAID:
            return super().write(vals)
        unpaid = self.filtered(lambda order: order.state not in PAID)
        result = super().write(vals)
        unpaid._seal_before_commit()
        return result

    def _seal_before_commit(self):
        """Let no commit hold one of these tickets paid and not sealed."""
        if is_marked(self.env, WAITING):
            return
        orders = self.filtered(lambda order: order.company_id._is_sealed())
        if not orders:
            return
        for company in orders.company_id:
            # a copy sells nothing: told here, where nobody takes the error for another
            company._get_fiscal_signer()
        env, precommit = self.env(su=True, context={}), self.env.cr.precommit
        if WAITING not in precommit.data:

            def seal():
                waiting = precommit.data.pop(WAITING)
                try:
                    # sudo: whoever is paid, the program seals
                    orders = env["pos.order"].browse(sorted(waiting)).exists()
                    orders._seal_tickets({})
                except Exception:
                    # core takes some errors for those of its own work: ask again
                    precommit.data[WAITING] = waiting
                    precommit.add(seal)
                    raise

            precommit.data[WAITING] = set()
            precommit.add(seal)
        precommit.data[WAITING].update(orders.ids)

    def _seal_tickets(self, signed):
        """Seal those of these tickets that are paid and not sealed yet, in order.

        :param signed: {uuid: {device, statement, signature}} as tills told it
        :return: {order id: (document, None) or (None, quarantine)} of those done now
        """
        # sudo: whoever sells, the program seals
        orders = self.sudo().filtered(
            lambda order: order.state in PAID and order.company_id._is_sealed()
        )
        if not orders:
            return {}
        done = orders._get_done_ids()
        # Odoo's own hash follows just after the commit, in another process
        orders.env.ref("unified_accounting_fr_pos.ir_cron_append_hashes")._trigger()
        return {
            order.id: order._seal_ticket(signed.get(order.uuid) or {})
            for order in orders.filtered(lambda one: one.id not in done).sorted("id")
        }

    def _get_done_ids(self):
        """Return the ids of these tickets that are sealed, or wait to be."""
        self.env.cr.execute(
            """
            SELECT res_id FROM fiscal_document
             WHERE res_model = 'pos.order' AND kind = 'ticket' AND res_id = ANY(%(ids)s)
             UNION
            SELECT order_id FROM fiscal_quarantine WHERE order_id = ANY(%(ids)s)
            """,
            {"ids": self.ids},
        )
        return {order_id for (order_id,) in self.env.cr.fetchall()}

    def _seal_ticket(self, told):
        """Seal this ticket; return (document, None), or (None, quarantine).

        :param told: {device, statement, signature} of the till, or {}
        """
        self.ensure_one()
        identifier, statement, signature = (
            value if isinstance(value, str) and value else None
            for value in map(told.get, ("device", "statement", "signature"))
        )
        device = self.config_id._get_fiscal_device(identifier)
        chain = device.till_id._get_chain("ticket", device)
        content = self._prepare_fiscal_content()
        try:
            document = self.env["fiscal.document"]._seal(
                chain, content, self, statement, signature
            )
        except SealingGapError as gap:
            return None, self.env["fiscal.quarantine"]._keep(
                self, chain, statement, signature, gap.expected
            )
        self._after_seal(document, content)
        if statement:
            self.env["fiscal.quarantine"]._release(chain)
        return document, None

    def _after_seal(self, document, content):
        """Hook: what follows the seal of a ticket, in its transaction."""
        self._compare_with_statement(document, content)
        if content["type"] in ("CANCEL", "REFUND", "CREDIT"):
            self._log_return(document, content)
        if self.account_move:
            self._seal_invoice()

    def _compare_with_statement(self, document, content):
        """Log, and tell a person, that a device printed other amounts than these."""
        if not document.statement:
            return
        stated = document._get_statement()
        paid = [payment["amount"] for payment in content["payments"]]
        # a device lists what was tendered, with or without the change
        tendered = sum(amount for amount in paid if amount > 0)
        try:
            told = sum(int(cents) for _mode, cents in stated.get("payments", ()))
            same = stated.get("total") == content["total"] and told in (
                sum(paid),
                tendered,
            )
        except (TypeError, ValueError):
            same = False
        if same:
            return
        self.env["fiscal.event"]._log(
            document.till_id,
            "90",
            f"Le ticket {document.number} ne porte pas les montants que l’appareil a "
            "signés.",
            {
                "document": document.number,
                "stated": str(stated.get("total")),
                "sealed": str(content["total"]),
            },
            document.device_id,
        )
        self.env["commerce.exception"]._report(
            "fiscal",
            self,
            self.env._(
                "Ticket %s was sealed with other amounts than the till printed.",
                document.number,
            ),
            self.env._(
                "Compare the printed ticket with the order. If the customer paid "
                "something else, refund the ticket and sell again."
            ),
            channel=self.channel_id,
            warehouse=self.config_id._get_place(),
            key=f"fiscal-amounts:{self.uuid}",
        )

    def _log_return(self, document, content):
        originals = ", ".join(
            link["no"] for link in content["links"] if link["rel"] != "order_of"
        )
        verb = "annule" if content["type"] == "CANCEL" else "rembourse"
        self.env["fiscal.event"]._log(
            document.till_id,
            "190",
            f"Le ticket {document.number} {verb} {originals or 'un ticket inconnu'}.",
            {"document": document.number, "originals": originals},
            document.device_id,
        )

    # A ticket that is paid and not sealed is found by the database --------------------

    def init(self):
        super().init()
        self.env.cr.execute(
            SQL(
                """
                CREATE OR REPLACE FUNCTION %(trigger)s()
                RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF EXISTS (
                        SELECT FROM res_company c
                         WHERE c.id = NEW.company_id
                           AND c.fiscal_started_on <= NEW.create_date
                    ) AND NOT EXISTS (
                        SELECT FROM fiscal_document d
                         WHERE d.res_model = 'pos.order' AND d.res_id = NEW.id
                           AND d.kind = 'ticket'
                    ) AND NOT EXISTS (
                        SELECT FROM fiscal_quarantine q WHERE q.order_id = NEW.id
                    ) AND EXISTS (
                        SELECT FROM pos_order o
                         WHERE o.id = NEW.id AND o.state IN ('paid', 'done')
                    ) THEN
                        RAISE EXCEPTION 'Ticket %% is paid and not sealed', NEW.id;
                    END IF;
                    RETURN NULL;
                END $$;
                DROP TRIGGER IF EXISTS %(trigger)s ON pos_order;
                CREATE CONSTRAINT TRIGGER %(trigger)s
                AFTER INSERT OR UPDATE OF state ON pos_order
                DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW WHEN (NEW.state IN ('paid', 'done'))
                EXECUTE FUNCTION %(trigger)s();
                """,
                trigger=SQL.identifier(TRIGGER),
            )
        )


class FiscalAppendOnly(models.AbstractModel):
    _inherit = "fiscal.append.only"

    @api.model
    def _get_missing_guards(self):
        self.env.cr.execute(
            """
            SELECT FROM pg_trigger g JOIN pg_proc f ON f.oid = g.tgfoid
             WHERE g.tgrelid = 'pos_order'::regclass AND g.tgname = %(name)s
               AND g.tgenabled IN ('O', 'A') AND f.proname = %(name)s
               AND f.prosrc LIKE '%%RAISE EXCEPTION%%'
            """,
            {"name": TRIGGER},
        )
        missing = [] if self.env.cr.rowcount else ["pos_order"]
        return [*super()._get_missing_guards(), *missing]


class FiscalDocument(models.Model):
    _inherit = "fiscal.document"

    # whatever is sent again, and by whom: one ticket, one seal
    _ticket_uniq = models.UniqueIndex(
        "(res_id) WHERE res_model = 'pos.order' AND kind = 'ticket'"
    )

    def _get_statement(self):
        """Return what the device signed, as a dict."""
        self.ensure_one()
        return json.loads(self.statement or "{}")
