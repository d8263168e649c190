# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

from odoo.addons.unified_loyalty.models.commerce_consent import LOYALTY, MARKETING
from odoo.addons.unified_pos.models.cart_ticket import as_id

LONGEST_NAME = 100
SHORTEST_NUMBER = 6


class PosConfig(models.Model):
    """A customer joins the loyalty programme at the till, in two fields."""

    _inherit = "pos.config"

    def unified_enrolment(self):
        """Return what the cashier reads to a customer who may join.

        :return: {program, text, marketing_text}; no programme to join: False
        :raise AccessError: not the staff of an open till
        """
        self._check_till()
        program = self._get_program_to_join()
        consents = self.env["commerce.consent"].with_company(self.company_id)
        return bool(program) and {
            "program": program.name,
            "text": consents._get_text(LOYALTY),
            "marketing_text": consents._get_text(MARKETING),
        }

    def unified_enrol(
        self,
        name=None,
        contact=None,
        partner_id=None,
        marketing=False,
        operator_id=None,
    ):
        """Make a customer a member: their file, their card, what they agreed to.

        Asked again, nothing is made twice.

        :param name: first name, or first and last name
        :param contact: phone number or e-mail address
        :param partner_id: a customer who is known already, instead of both
        :param marketing: they also want to hear of offers, and said so
        :return: {partner_id, card_id, code}
        :raise UserError: no programme, or a name, number or address that is none
        :raise AccessError: not the staff of an open till
        """
        self._check_till()
        program = self._get_program_to_join()
        if not program:
            raise UserError(self.env._("This till has no loyalty programme to join."))
        if partner_id:
            partner = self._get_till_customer(as_id(partner_id))
        else:
            partner = self._create_member(name, contact)
        card = self._get_or_make_card(program, partner)
        self.env["commerce.consent"].with_company(self.company_id)._give(
            partner,
            self.company_id,
            [LOYALTY, *([MARKETING] if marketing is True else [])],
            "till",
            self.name,
            self._get_operator(operator_id).name or self.env.user.name,
        )
        return {"partner_id": partner.id, "card_id": card.id, "code": card.code}

    def _get_program_to_join(self):
        """Hook: return the programme of points that this till offers."""
        programs = self._get_till_programs()
        return programs.filtered(
            lambda program: program.program_type == "loyalty" and program.is_nominative
        )[:1]

    def _create_member(self, name, contact):
        name = " ".join(str(name or "").split())[:LONGEST_NAME]
        contact = str(contact or "").strip()
        email = email_normalize(contact) if "@" in contact else False
        digits = sum(character.isdigit() for character in contact)
        if not name or not (
            email or ("@" not in contact and digits >= SHORTEST_NUMBER)
        ):
            raise UserError(
                self.env._(
                    "A name, and a phone number or an e-mail address, are needed."
                )
            )
        known = self.env["res.partner"]._find_customers(
            email or None, contact if not email else None, self.company_id
        )
        same = known.filtered(
            lambda one: one.name and one.name.lower() == name.lower() and one.active
        )
        if email and known[:1].active:
            # an address is somebody's own: it is them
            return known[:1]
        if same:
            return same[:1]
        # sudo: a cashier need not edit contacts; three fields of who stands here
        return (
            self.env["res.partner"]
            .sudo()
            .create(
                {
                    "name": name,
                    "email": email,
                    "phone": False if email else contact,
                    "company_id": False,
                }
            )
            .sudo(False)
        )

    def _get_or_make_card(self, program, partner):
        # sudo: a cashier makes no card, joining does
        cards = self.env["loyalty.card"].sudo()
        card = cards.search(
            [("program_id", "=", program.id), ("partner_id", "=", partner.id)], limit=1
        )
        return card or cards.create(
            {"program_id": program.id, "partner_id": partner.id}
        )
