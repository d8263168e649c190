# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound

from odoo.exceptions import UserError
from odoo.http import request, route

from .portal import CustomerPortal

MESSAGE = "unified_household_message"


class HouseholdPortal(CustomerPortal):
    """A household on the account page: who shares, and nobody's purchases."""

    def _prepare_loyalty_account(self, movements):
        account = super()._prepare_loyalty_account(movements)
        shopper = self._get_shopper()
        # sudo: the shopper's own cards
        cards = request.env["loyalty.card"].sudo()
        for values in account["cards"]:
            card = cards.browse(values["id"])
            values["shared"] = shopper._get_household(card)
            values["may_share"] = card.program_id._offers_household()
        return account

    @route(
        "/my/household/<int:card_id>",
        type="http",
        auth="user",
        website=True,
        sitemap=False,
    )
    def my_household(self, card_id, **_kwargs):
        """Show with whom the points of this card are shared, and how to begin."""
        card = self._get_own_card(card_id)
        shared = self._get_shopper()._get_household(card)
        if not shared and not card.program_id._offers_household():
            raise NotFound
        invitations = self._get_invitations()
        consents = request.env["commerce.consent"].with_company(self._get_company())
        response = request.render(
            "unified_loyalty_ecommerce.my_household",
            {
                "page_name": "my_household",
                "card": card,
                "points_display": card.points_display.strip(),
                "shared": shared,
                "invitations": invitations._get_open(card.household_card_id)
                if shared and shared["is_head"]
                else invitations,
                "most": card.program_id.household_max,
                "consent_text": consents._get_text("household"),
                "message": request.session.pop(MESSAGE, None),
                "format_day": self._format_day,
            },
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    @route(
        "/my/household/<int:card_id>/invite",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def my_household_invite(self, card_id, email="", **_kwargs):
        """Invite an address; the first invitation begins the household."""
        card = self._get_own_card(card_id)

        def invite():
            members = request.env["loyalty.card.member"]
            household = card.household_card_id or members._found(
                card, **self._prepare_consent()
            )
            if card != household.household_member_ids._get_head().card_id:
                raise NotFound
            self._get_invitations()._invite(household, email, request.website)
            return request.env._(
                "The invitation is on its way. It is good for seven days."
            )

        return self._answer(card, invite)

    @route(
        "/my/household/<int:card_id>/cancel/<int:invitation_id>",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def my_household_cancel(self, card_id, invitation_id, **_kwargs):
        """Withdraw an invitation: its link opens nothing any more."""
        card = self._get_own_card(card_id)
        self._get_own_membership(card, head=True)
        invitations = self._get_invitations()._get_open(card.household_card_id)
        invitations.filtered(lambda one: one.id == invitation_id).unlink()
        return request.redirect(self._get_url(card))

    @route(
        "/my/household/<int:card_id>/bring",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def my_household_bring(self, card_id, **_kwargs):
        """Bring the points that were kept aside into the household."""
        card = self._get_own_card(card_id)
        self._get_own_membership(card)
        return self._answer(card, card._bring_points)

    @route(
        [
            "/my/household/<int:card_id>/leave",
            "/my/household/<int:card_id>/leave/<int:member_id>",
        ],
        type="http",
        auth="user",
        methods=["GET", "POST"],
        website=True,
        sitemap=False,
    )
    def my_household_leave(self, card_id, member_id=None, **_kwargs):
        """Say what becomes of the points, then leave, or take a member out as head."""
        card = self._get_own_card(card_id)
        own = self._get_own_membership(card, head=bool(member_id))
        members = own.household_id.household_member_ids.filtered(
            lambda one: not one.ended_at
        )
        member = members.filtered(lambda one: one.id == (member_id or own.id))
        if not member:
            raise NotFound
        if request.httprequest.method == "GET":
            return request.render(
                "unified_loyalty_ecommerce.my_household_leave",
                {
                    "page_name": "my_household",
                    "card": card,
                    "member": member,
                    "is_self": member == own,
                    "is_last": len(members) == 1,
                    "shared": self._get_shopper()._get_household(card),
                },
            )
        reason = "left" if member == own else "removed"
        return self._answer(
            card, lambda: member._leave(reason, **self._prepare_consent())
        )

    # Invited --------------------------------------------------------------------

    @route(
        "/my/household/invitation/<string:token>",
        type="http",
        auth="user",
        methods=["GET", "POST"],
        website=True,
        sitemap=False,
    )
    def my_household_invitation(self, token, answer="", bring="", **_kwargs):
        """Show who invites, and join or decline when a button is used.

        A robot that reads mails opens the link: opening it changes nothing.
        """
        invitation, state = self._get_invitations()._find(token, request.env.user)
        shopper = self._get_shopper()
        values = {"page_name": "my_household", "state": state, "message": ""}
        if invitation and request.httprequest.method == "POST":
            if answer == "no":
                invitation.unlink()
                values["state"] = "declined"
            elif answer == "yes":
                program = invitation.household_id.program_id
                try:
                    with request.env.cr.savepoint():
                        invitation._accept(shopper, bring == "1", request.website.name)
                except UserError as refusal:
                    values["message"] = str(refusal)
                else:
                    members = request.env["loyalty.card.member"]
                    card = members._find_card(shopper, program)
                    return request.redirect(self._get_url(card))
        if values["state"] == "ready":
            values.update(self._prepare_invitation(invitation, shopper))
        response = request.render(
            "unified_loyalty_ecommerce.my_household_invitation", values
        )
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
        return response

    def _prepare_invitation(self, invitation, shopper):
        program = invitation.household_id.program_id
        own = request.env["loyalty.card.member"]._find_card(shopper, program)
        consents = request.env["commerce.consent"].with_company(self._get_company())
        return {
            "head_name": invitation._get_head_name(),
            "program": program.name,
            "own_points": own.points_display.strip() if own.points else "",
            "consent_text": consents._get_text("household"),
        }

    # ----------------------------------------------------------------------------

    def _get_invitations(self):
        # sudo: invitations are nobody's to read; each page shows what it may
        return request.env["loyalty.household.invitation"].sudo()

    def _get_own_membership(self, card, head=False):
        """Return the membership of the holder of a card.

        :raise NotFound: none, or not the head
        """
        members = card.household_card_id.household_member_ids
        own = members.filtered(lambda one: one.card_id == card and not one.ended_at)
        if not own or (head and not own.is_head):
            raise NotFound
        return own

    def _prepare_consent(self):
        return {
            "how": "account",
            "place": request.website.name,
            "by": request.env.user.name,
        }

    def _answer(self, card, work):
        """Do some work, and show its words, or why it was refused, on the page."""
        try:
            with request.env.cr.savepoint():
                words, refused = work(), False
        except UserError as refusal:
            words, refused = str(refusal), True
        if isinstance(words, str):
            request.session[MESSAGE] = {"text": words, "refused": refused}
        url = self._get_url(card)
        if not card.household_card_id and not card.program_id._offers_household():
            url = "/my"
        return request.redirect(url)

    @staticmethod
    def _get_url(card):
        return f"/my/household/{card.id}"
