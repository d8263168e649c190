# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.unified_commerce_base.models.commerce_consent import (
    BROWSING,
    CLIENTELING,
)


class ConsentPortal(CustomerPortal):
    """What a customer agreed to, and the notes of the advisers: their own only."""

    @route("/my/advice", type="http", auth="user", website=True, sitemap=False)
    def portal_my_advice(self, **kwargs):
        customer, company = self._get_advised()
        Consent = request.env["commerce.consent"].with_company(company)
        consents = Consent._get_open(customer, company)
        # sudo: the notes on the customer who is signed in
        notes = request.env["commerce.customer.note"].sudo()
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "advice",
            "consents": {consent.purpose: consent for consent in consents},
            "texts": {
                purpose: Consent._get_text(purpose)
                for purpose in (CLIENTELING, BROWSING)
            },
            "notes": notes.search(
                [("partner_id", "=", customer.id), ("company_id", "=", company.id)]
            ),
        }
        return request.render("unified_ecommerce.portal_my_advice", values)

    @route(
        "/my/advice/agree",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def portal_agree(self, browsing=None, **kwargs):
        customer, company = self._get_advised()
        purposes = [CLIENTELING, *([BROWSING] if browsing else [])]
        request.env["commerce.consent"]._give(
            customer, company, purposes, "account", request.website.name, customer.name
        )
        return request.redirect("/my/advice")

    @route(
        "/my/advice/withdraw",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def portal_withdraw(self, purpose=None, **kwargs):
        """Withdraw one purpose, or all: as easy as it was to agree."""
        customer, company = self._get_advised()
        request.env["commerce.consent"]._withdraw(
            customer,
            company,
            "account",
            request.website.name,
            customer.name,
            purposes=[BROWSING] if purpose == BROWSING else None,
        )
        return request.redirect("/my/advice")

    def _get_advised(self):
        # sudo: a portal user may always know who they are
        return request.env.user.partner_id.sudo(), request.website.company_id
