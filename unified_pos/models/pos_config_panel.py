# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import consteq, hmac

from odoo.addons.unified_commerce_base.models.commerce_consent import (
    BROWSING,
    CLIENTELING,
)

from .cart_ticket import as_id
from .commerce_file_access import REASONS
from .hr_employee import ADVISER_GROUP

OPEN = "open"


class PosConfig(models.Model):
    """The file of a customer at the till: a part for everybody, a part for advisers.

    What is trusted: the account that is signed in, and the PIN of the employee, which
    the server checks (an account may serve several people, and a browser may say that
    it is anybody). What is not checked, since nobody but the person at the till can
    know it: whether the customer is there. It is written down instead.
    """

    _inherit = "pos.config"

    def unified_customer_panel(
        self, partner_id, operator_id=None, key=None, reason=None, on_ticket=False
    ):
        """Return the file of a customer, as much of it as the operator may see.

        Opening it for somebody who is not on the ticket, or opening the adviser's
        part, is written down.

        :param operator_id: employee at the till
        :param key: what ``unified_panel_key`` gave this employee
        :param reason: why it is opened: present, phone or appointment
        :param on_ticket: the ticket of the till is this customer's
        :return: {summary, adviser: none | pin | no_pin | consent | open, message,
            texts: words to ask the consent with, purposes, file}
        :raise AccessError: not the staff of this till, or a customer of others
        :raise UserError: no reason, or the customer does not exist any more
        """
        self._check_till()
        partner = self._get_till_customer(partner_id)
        operator = self._get_operator(as_id(operator_id))
        reason = self._check_file_reason(reason, on_ticket)
        adviser = self._get_adviser_status(operator, key)
        Consent = self.env["commerce.consent"]
        purposes = set()
        if adviser == OPEN:
            purposes = Consent._get_open_purposes(partner, self.company_id)
            adviser = OPEN if CLIENTELING in purposes else "consent"
        if adviser == OPEN or not on_ticket:
            self.env["commerce.file.access"]._record(
                partner,
                self.company_id,
                reason,
                "file" if adviser == OPEN else "summary",
                self,
                employee=operator,
                on_ticket=on_ticket,
            )
        return {
            "summary": self._unified_customer_summary(partner),
            "adviser": adviser,
            "message": self._get_adviser_message(adviser, operator),
            "texts": self._get_consent_texts() if adviser in (OPEN, "consent") else {},
            "purposes": sorted(purposes),
            "file": adviser == OPEN
            and self._prepare_customer_file(partner, operator, purposes),
        }

    def unified_panel_key(self, operator_id, pin):
        """Check the PIN of an adviser, once for the time the till stays open.

        :return: {status: given | wrong | blocked, key, message}
        """
        session = self._check_till()
        if not self._may_try_pin():
            message = self.env._(
                "Too many PINs were tried at this till. Try again in five minutes."
            )
            return {"status": "blocked", "message": message}
        # sudo: a cashier does not read PINs
        operator = self._get_operator(as_id(operator_id)).sudo()
        given = str(pin or "").encode()
        if not operator.pin or not consteq(operator.pin.encode(), given):
            message = self.env._("This is not your PIN. Try again.")
            return {"status": "wrong", "message": message}
        return {"status": "given", "key": self._get_panel_key(operator, session)}

    def unified_panel_consent(self, partner_id, purposes, operator_id=None, key=None):
        """Record, for an adviser, that the customer at the till agrees.

        :param purposes: what for, among those whose words were shown
        """
        partner, operator = self._check_adviser(partner_id, operator_id, key)
        self.env["commerce.consent"]._give(
            partner, self.company_id, purposes, "till", **self._get_recorder(operator)
        )
        return True

    def unified_panel_withdraw(self, partner_id, operator_id=None, key=None):
        """Record, for an adviser, that the customer withdraws every consent."""
        partner, operator = self._check_adviser(partner_id, operator_id, key)
        self.env["commerce.consent"]._withdraw(
            partner, self.company_id, "till", **self._get_recorder(operator)
        )
        return True

    def unified_panel_note(
        self, partner_id, body, note_id=None, operator_id=None, key=None
    ):
        """Write a note on the customer, or change one; an empty text deletes it.

        :return: the notes of the customer
        :raise AccessError: somebody else's note, and not a manager
        :raise UserError: no consent, or the note does not exist any more
        """
        partner, operator = self._check_adviser(partner_id, operator_id, key)
        body = str(body or "").strip()
        person = operator.name or self.env.user.name
        # sudo: the rights of the adviser were checked, and are not those of the account
        notes = self.env["commerce.customer.note"].sudo()
        if note_id:
            self._change_note(notes, partner, operator, as_id(note_id), body, person)
        else:
            notes.create(
                {
                    "partner_id": partner.id,
                    "company_id": self.company_id.id,
                    "body": body,
                    "author_id": self._get_note_author(operator).id,
                    "author_name": person,
                    "employee_id": operator.id,
                }
            )
        return self._get_panel_notes(partner, operator)

    # Who may ---------------------------------------------------------------------

    def _get_adviser_status(self, operator, key=None):
        """Say what the operator may see of the adviser's part: none, pin, no_pin, open.

        Where employees sign in at the till, the employee counts and not the account;
        the PIN proves who it is. Without a PIN it must be the employee's own account.
        """
        if not self.module_pos_hr:
            return OPEN if self.env.user.has_group(ADVISER_GROUP) else "none"
        if not self._is_employed_here(operator) or not operator._is_adviser():
            return "none"
        pin = operator.sudo().pin  # sudo: a cashier does not read PINs
        if not pin:
            return OPEN if operator.sudo().user_id == self.env.user else "no_pin"
        expected = self._get_panel_key(operator, self.running_session_id)
        return OPEN if key and consteq(expected, str(key)) else "pin"

    def _is_employed_here(self, operator):
        """Say whether the employee may sign in at this till."""
        # sudo: a cashier does not read employees; only yes or no leaves
        domain = self.sudo()._employee_domain(self.env.user.id)
        return bool(operator) and bool(operator.sudo().filtered_domain(domain))

    def _get_panel_key(self, operator, session):
        """Return what proves that an employee typed the PIN in this session."""
        employee = operator.sudo()  # sudo: a PIN that is changed ends the key
        scope = f"{session.id}:{self.env.uid}:{employee.id}:{employee.pin}"
        # sudo: the secret of the database signs the key
        return hmac(self.env(su=True), "unified_pos.panel", scope)

    def _check_adviser(self, partner_id, operator_id, key):
        """Return the customer and the operator of a call that is for advisers only."""
        self._check_till()
        partner = self._get_till_customer(partner_id)
        operator = self._get_operator(as_id(operator_id))
        if self._get_adviser_status(operator, key) != OPEN:
            raise AccessError(self.env._("Only sales advisers can do this."))
        return partner, operator

    def _check_file_reason(self, reason, on_ticket):
        if reason in dict(REASONS):
            return reason
        if on_ticket and not reason:
            return "present"
        raise UserError(self.env._("Say why you open the file of this customer."))

    def _get_adviser_message(self, status, operator):
        if status == "no_pin":
            return self.env._(
                "Ask a manager for a PIN: with it you open the file of customers who "
                "agreed to be advised."
            )
        return False

    def _get_consent_texts(self):
        Consent = self.env["commerce.consent"].with_company(self.company_id)
        return {
            purpose: Consent._get_text(purpose) for purpose in (CLIENTELING, BROWSING)
        }

    def _get_recorder(self, operator):
        return {"place": self.name, "by": operator.name or self.env.user.name}

    # What is shown ----------------------------------------------------------------

    def _prepare_customer_file(self, partner, operator, purposes):
        file = partner._get_customer_file(self.company_id, purposes)
        self._add_stock_here([*file["wishes"], *file["viewed"]])
        file["notes"] = self._get_panel_notes(partner, operator)
        return file

    def _add_stock_here(self, articles):
        """Say how many of each article this place may still promise."""
        place = self._get_place()
        products = self.env["product.product"].sudo()  # sudo: stock is told to staff
        products = products.browse({article["product_id"] for article in articles})
        counted = products.with_company(self.company_id)._filter_stock_counted()
        available = self.env["commerce.availability"].sudo()._read(counted, place)
        for article in articles:
            article["here"] = available.get((article["product_id"], place.id), False)

    # Notes ------------------------------------------------------------------------

    def _get_panel_notes(self, partner, operator):
        # sudo: the rights of the adviser were checked
        notes = self.env["commerce.customer.note"].sudo()
        notes = notes.search(
            [("partner_id", "=", partner.id), ("company_id", "=", self.company_id.id)]
        )
        return [
            {
                "id": note.id,
                "body": note.body,
                "author": note.author_name,
                "date": fields.Datetime.to_string(note.create_date),
                "changed_by": note.changed_by,
                "changed_at": fields.Datetime.to_string(note.changed_at),
                "mine": self._may_change_note(note, operator),
            }
            for note in notes
        ]

    def _may_change_note(self, note, operator):
        manager = (
            self._is_manager(operator)
            if self.module_pos_hr
            else self.env.user.has_group("point_of_sale.group_pos_manager")
        )
        return manager or note._is_by(operator)

    def _change_note(self, notes, partner, operator, note_id, body, person):
        note = notes.search(
            [
                ("id", "=", note_id),
                ("partner_id", "=", partner.id),
                ("company_id", "=", self.company_id.id),
            ]
        )
        if not note:
            raise UserError(self.env._("This note does not exist any more."))
        if not self._may_change_note(note, operator):
            raise AccessError(
                self.env._(
                    "Only %(author)s or a manager changes this note.",
                    author=note.author_name,
                )
            )
        if not body:
            note.unlink()
            return
        note.write(
            {
                "body": body,
                "changed_by": person,
                "changed_at": fields.Datetime.now(),
            }
        )

    def _get_note_author(self, operator):
        if operator and self.module_pos_hr:
            return operator.sudo().user_id  # sudo: the account of the employee
        return self.env.user
