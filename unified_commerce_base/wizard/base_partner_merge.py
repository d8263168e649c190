# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError

from ..tools import forget_cached


class BasePartnerMerge(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        # Two open carts of one person, or two alerts on one article, would break
        # their index half-way.
        partners = self.env["res.partner"].browse(partner_ids).exists()
        if len(partners) > 1:
            if not (dst_partner and dst_partner in partners):
                dst_partner = self._get_ordered_partner(partners.ids)[-1]
            sources = partners - dst_partner
            partners.check_access("write")
            refusal = self._get_merge_refusal(partners, dst_partner)
            if not refusal and extra_checks and not self.env.is_admin():
                refusal = self._get_emails_refusal(partners)
            if refusal:
                raise UserError(refusal)
            self._merge_carts(sources, dst_partner)
            # sudo: whoever may merge contacts merges what they wait for
            self.env["commerce.stock.alert"].sudo()._merge_waiting(partners)
            self._merge_consents(sources, dst_partner)
            # sudo: lists of ids that go with the contacts
            self.env["commerce.customer.pair"].sudo()._merge_pairs(sources, dst_partner)
            self.env["commerce.partner.merged"].sudo()._note(sources, dst_partner)
        # sudo: core reads what most who may merge contacts must not (web visitors, keys
        # of accounts) and refuses half-way; contacts and addresses were checked above
        result = super(BasePartnerMerge, self.sudo())._merge(
            partner_ids, dst_partner=dst_partner and dst_partner.sudo()
        )
        # what an account may see is remembered with the id of its contact
        forget_cached(self.env)
        return result

    @api.model
    def _get_ordered_partner(self, partner_ids):
        # the last one is kept: what is sealed must stay, then whoever has an account,
        # then, as core says, the oldest (files of one import were made in one instant)
        ordered = super()._get_ordered_partner(sorted(partner_ids, reverse=True))
        sealed = self._get_sealed(ordered)
        return ordered.sorted(lambda one: (one in sealed, one._has_account()))

    # What cannot be done ----------------------------------------------------------

    @api.model
    def _get_merge_refusal(self, partners, target=None, sealed=None):
        """Return in words why these contacts cannot become one, "" when they can.

        Odoo would change the customer of entries that are sealed, and break their
        chain: the check that the accounting app has is never called by the wizard.

        :param target: the contact that is kept; none: whichever can be
        :param sealed: what ``_get_sealed`` says of many contacts, asked once
        """
        # sudo: names of accounts, told to whoever may merge contacts
        users = partners.sudo().with_context(active_test=False).user_ids
        if len(users) > 1:
            return self.env._(
                "Each of these files has its own account (%(logins)s), and two "
                "accounts cannot become one. Ask the customer which one they use, "
                "delete the other account in the settings, then merge.",
                logins=", ".join(users.mapped("login")),
            )
        if sealed is None:
            sealed = self._get_sealed(partners)
        sealed &= partners
        if len(sealed) > 1:
            return self.env._(
                "%(names)s are named in sealed accounting entries, which nobody may "
                "change: they stay files of their own. Archive the one that is not to "
                "be used any more.",
                names=", ".join(sealed.mapped("display_name")),
            )
        if sealed and target and sealed != target:
            return self.env._(
                "%(name)s is named in sealed accounting entries, which nobody may "
                "change: keep this file as the destination and merge the other one "
                "into it.",
                name=sealed.display_name,
            )
        return ""

    @api.model
    def _get_sealed(self, partners):
        """Return the contacts that something sealed names.

        Hook: whoever seals other documents adds the contacts they name.
        """
        # sudo: a yes or a no; whoever merges contacts need not see the books
        rows = (
            self.env["account.move.line"]
            .sudo()
            ._read_group(
                [
                    ("partner_id", "in", partners.ids),
                    ("move_id.inalterable_hash", "!=", False),
                ],
                ["partner_id"],
            )
        )
        return partners.browse(partner.id for [partner] in rows)

    @api.model
    def _get_emails_refusal(self, partners):
        """Return why an administrator must vouch for these contacts, "" when none must.

        Odoo asks for one whenever the fields differ: a file without address, or with
        a capital letter more, is no other address.
        """
        emails = sorted(set(filter(None, partners.mapped("email_normalized"))))
        if len(emails) < 2:
            return ""
        return self.env._(
            "These files have different addresses (%(emails)s): correct the one that "
            "is wrong, or ask an administrator to merge them.",
            emails=", ".join(emails),
        )

    # What goes along --------------------------------------------------------------

    def _merge_carts(self, sources, target):
        """Join the open carts of the people who turn out to be one."""
        # sudo: whoever may merge contacts merges their carts, sales rights or not
        carts = (
            self.env["sale.order"]
            .sudo()
            .search([("cart_state", "=", "open"), ("partner_id", "in", sources.ids)])
        )
        for cart in carts:
            cart._cart_identify(target)

    def _merge_consents(self, sources, target):
        """Keep what the person refused: no advertising on one file is none at all."""
        # sudo: whoever may merge contacts keeps their refusals
        env = self.sudo().env
        for model, field, value in (
            ("mail.blacklist", "email", "email_normalized"),
            ("phone.blacklist", "number", "phone_sanitized"),
        ):
            known = list(filter(None, sources.mapped(value)))
            refused = known and env[model].search_count([(field, "in", known)], limit=1)
            if refused and target[value]:
                env[model]._add(target[value])
