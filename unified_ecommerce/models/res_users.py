# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import hash_sign, verify_hash_signed

LINK_SCOPE = "unified_ecommerce.store_file"
LINK_HOURS = 48
MAILS_PER_DAY = 3


class ResUsers(models.Model):
    """A shopper takes over the file that a store has made for them.

    Only once they have shown that the address is theirs: a link in a mail to it, opened
    by the very account it was asked for. Whoever opens an account with the address of
    somebody else sees nothing, and whoever gets such a mail unasked can give nothing
    away, not knowing the password of that account.
    """

    _inherit = "res.users"

    @api.model
    def _signup_create_user(self, values):
        user = super()._signup_create_user(values)
        user._send_store_file_link()
        return user

    # Asking ---------------------------------------------------------------------

    def _send_store_file_link(self):
        """Write to the address of the account, when a store knows that address.

        Whoever asks is not told whether one does: the mail alone says so. At most three
        mails a day to one address.
        """
        self.ensure_one()
        # sudo: a shopper has no right on mail templates, nor on the store's file
        user = self.sudo()
        email = user._get_address_to_confirm()
        if not email or not user._get_store_file():
            return
        limiter = user.env["commerce.rate.limit"]
        if not limiter._hit("store_file", email, MAILS_PER_DAY, 86400):
            return
        template, queue = (
            user.env.ref(name, raise_if_not_found=False)
            for name in (
                "unified_ecommerce.mail_template_store_file",
                "mail.ir_cron_mail_scheduler_action",
            )
        )
        if template:
            template.send_mail(
                user.id, email_layout_xmlid="mail.mail_notification_light"
            )
            # the sign-up does not wait for the mail server, the mail waits no hour
            if queue:
                queue._trigger()

    def _get_address_to_confirm(self):
        """Return the address of a shopper that nobody has confirmed yet, or ""."""
        self.ensure_one()
        partner = self.sudo().partner_id  # sudo: one's own address
        email = partner.email_normalized
        if not self._is_portal() or not email or partner.email_confirmed == email:
            return ""
        return email

    def _get_store_file(self):
        """Return the file of a person with this address and no account, or none.

        A file inside a company is left alone: it would show the company's documents.
        """
        partner = self.partner_id
        return partner._find_customers(
            partner.email_normalized, company=self.company_id
        ).filtered(
            lambda one: (
                one != partner
                and not one.is_company
                and not one.parent_id
                and not one.with_context(active_test=False).user_ids
            )
        )[:1]

    def _get_store_file_url(self):
        """Return the link for the mail: signed, for two days, for this account only."""
        self.ensure_one()
        website = self.env["website"].get_current_website()
        token = hash_sign(
            self.sudo().env,  # sudo: the secret of the database signs
            LINK_SCOPE,
            [self.id, self.partner_id.id, self.partner_id.email_normalized],
            expiration_hours=LINK_HOURS,
        )
        return f"{website.get_base_url()}/my/store_file/{token}"

    # Confirming -----------------------------------------------------------------

    def _read_store_file_link(self, token):
        """Say what the link is worth to who is signed in.

        :return: ``ready``, ``done`` (used before), ``other`` (of another account) or
            ``over`` (wrong, too old, or the address has changed since)
        """
        self.ensure_one()
        try:
            # sudo: the secret of the database signs
            payload = verify_hash_signed(self.sudo().env, LINK_SCOPE, token)
        except ValueError:
            return "over"
        if not payload:
            return "over"
        user_id, partner_id, email = payload
        if user_id != self.id:
            return "other"
        partner = self.sudo().partner_id  # sudo: one's own contact
        if partner.email_confirmed == email:
            return "done"
        same = partner.id == partner_id and partner.email_normalized == email
        return "ready" if same else "over"

    def _adopt_store_file(self, token):
        """Join the file of the store and the one of the account, the address confirmed.

        Orders, tickets, carts, points and alerts of both are on the one that is kept:
        the store's, so that what its till has sealed stays as it is.

        :return: what ``_read_store_file_link`` says; ``done`` when joined; ``staff``
            when a person must do it
        """
        state = self._read_store_file_link(token)
        if state != "ready":
            return state
        # sudo: a shopper changes no contacts; the link stands for the right
        user = self.sudo()
        mine, known = user.partner_id, user._get_store_file()
        email = mine.email_normalized
        if known:
            wizard = user.env["base.partner.merge.automatic.wizard"]
            both = mine | known
            sealed = wizard._get_sealed(both)
            kept = mine if sealed == mine else known
            if wizard._get_merge_refusal(both, kept, sealed):
                mine.email_confirmed = email
                user._propose_to_staff(mine, known)
                return "staff"
            if not known.active:
                known.action_unarchive()
            wizard._merge(both.ids, kept, extra_checks=False)
            mine = kept
        mine.email_confirmed = email
        return "done"

    def _propose_to_staff(self, mine, known):
        pairs = self.env["commerce.customer.pair"]
        pairs._add(
            [{**pairs._prepare_pair(mine.id, known.id), "reason": "email", "score": 1}]
        )
