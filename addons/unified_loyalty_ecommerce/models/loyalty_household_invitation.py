# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import secrets
from datetime import timedelta
from hashlib import sha256

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import consteq, email_normalize

VALID = timedelta(days=7)
DAY = 86_400
ASKED_PER_DAY = 10
# nobody is written to more often, whoever invites them
MAILS_PER_DAY = 3
TRIES_PER_HOUR = 30


def fingerprint(text):
    return sha256(text.encode()).hexdigest()


class LoyaltyHouseholdInvitation(models.Model):
    """An address that was invited to a household, until it has answered.

    The link in the mail holds a token of which only the fingerprint is kept. It is good
    for who is signed in with the address it was sent to, once. Nothing says whether an
    address is a customer's. Answered or over, the line is deleted, and the address with
    it.
    """

    _name = "loyalty.household.invitation"
    _description = "Invitation to a Household"
    _order = "id"
    _rec_name = "household_id"

    household_id = fields.Many2one(
        "loyalty.card", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="household_id.company_id")
    email = fields.Char(required=True, readonly=True)
    token_hash = fields.Char(required=True, readonly=True, groups="base.group_system")
    expires_at = fields.Datetime(required=True, readonly=True)

    _token_uniq = models.UniqueIndex("(token_hash)")
    _email_uniq = models.UniqueIndex("(household_id, email)")

    @api.model
    def _get_open(self, household):
        return self.search(
            [
                ("household_id", "=", household.id),
                ("expires_at", ">", fields.Datetime.now()),
            ]
        )

    # Inviting -------------------------------------------------------------------

    @api.model
    def _invite(self, household, email, website):
        """Write to an address that it may join this household.

        The same answer for every address; invited again, the former link is over.

        :param household: card of the household, in sudo; the caller is its head
        :raise UserError: no address, too many today, or no place left
        """
        email = email_normalize(email or "")
        if not email:
            raise UserError(self.env._("This is no e-mail address: look at it again."))
        limiter = self.env["commerce.rate.limit"]
        if not limiter._hit("household_invite", household.id, ASKED_PER_DAY, DAY):
            raise UserError(
                self.env._("You have invited many people today: go on tomorrow.")
            )
        pending = self._get_open(household).filtered(lambda one: one.email != email)
        places = household.program_id.household_max - household._count_members()
        if not household.program_id._offers_household() or len(pending) >= places:
            raise UserError(
                self.env._(
                    "There is no place left in your household: withdraw an invitation "
                    "or take somebody out first."
                )
            )
        self.search(
            [("household_id", "=", household.id), ("email", "=", email)]
        ).unlink()
        token = secrets.token_urlsafe(32)
        invitation = self.create(
            {
                "household_id": household.id,
                "email": email,
                "token_hash": fingerprint(token),
                "expires_at": fields.Datetime.now() + VALID,
            }
        )
        if limiter._hit("household_mail", fingerprint(email), MAILS_PER_DAY, DAY):
            invitation._send(token, website)

    def _send(self, token, website):
        template, queue = (
            self.env.ref(name, raise_if_not_found=False)
            for name in (
                "unified_loyalty_ecommerce.mail_template_household",
                "mail.ir_cron_mail_scheduler_action",
            )
        )
        if not template:
            return
        url = f"{website.get_base_url()}/my/household/invitation/{token}"
        template.with_context(unified_url=url, lang=self.env.lang).send_mail(
            self.id, email_layout_xmlid="mail.mail_notification_light"
        )
        if queue:
            queue._trigger()

    def _get_head_name(self):
        """Return who invites, recognisable by who knows them."""
        head = self.household_id.household_member_ids._get_head()
        return head.partner_id._get_masked_name()

    # Answering ------------------------------------------------------------------

    @api.model
    def _find(self, token, user):
        """Return (invitation, state) of a link that somebody opens, signed in.

        :return: the invitation with ``ready``; else no record with ``over`` (wrong,
            used or too old), ``other`` (sent to another address) or ``often``
        """
        nothing = self.browse()
        limiter = self.env["commerce.rate.limit"]
        if not limiter._hit("household_token", user.id, TRIES_PER_HOUR, 3600):
            return nothing, "often"
        expected = fingerprint(token)
        found = self.search([("token_hash", "=", expected)], limit=1)
        if (
            not found
            or not consteq(found.token_hash, expected)
            or found.expires_at <= fields.Datetime.now()
            or not found.household_id.active
        ):
            return nothing, "over"
        # the link came to this address: who has both is its owner
        if user._is_public() or user.partner_id.email_normalized != found.email:
            return nothing, "other"
        return found, "ready"

    def _accept(self, partner, bring, place):
        """Make the customer a member, and forget their invitation.

        :param bring: their own points become the household's
        :param place: website on which they agreed
        :raise UserError: full, or in a household already
        """
        self.ensure_one()
        self.env["loyalty.card.member"]._join_customer(
            self.household_id,
            partner,
            bring,
            how="account",
            place=place,
            by=partner.name,
        )
        self.unlink()

    @api.autovacuum
    def _gc_over(self):
        """The address of who did not answer is not kept."""
        self.search(
            [
                "|",
                ("expires_at", "<=", fields.Datetime.now()),
                ("household_id.active", "=", False),
            ]
        ).unlink()
