# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound

from odoo.fields import Domain
from odoo.http import content_disposition, request, route

from odoo.addons.portal.controllers.portal import CustomerPortal, pager


class PurchasePortal(CustomerPortal):
    """What a customer bought, on the web and in the stores: their own only.

    No public route and no token: a ticket is found among those of the contact who
    is signed in, or not at all.
    """

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "purchase_history_count" in counters:
            values["purchase_history_count"] = self._get_customer()._count_purchases(
                request.website.company_id
            )
        return values

    def _get_customer(self):
        # sudo: a portal user may always know who they are
        return request.env.user.partner_id.sudo()

    @route(
        ["/my/purchases", "/my/purchases/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        sitemap=False,
    )
    def portal_my_purchases(self, page=1, **kwargs):
        customer, company = self._get_customer(), request.website.company_id
        step = self._items_per_page
        pages = pager(
            url="/my/purchases",
            total=customer._count_purchases(company),
            page=page,
            step=step,
        )
        purchases = customer._get_purchases(company, step, pages["offset"])
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "purchases",
            "purchases": [purchase._get_purchase_summary() for purchase in purchases],
            "pager": pages,
            "default_url": "/my/purchases",
        }
        return request.render("unified_pos_ecommerce.portal_my_purchases", values)

    @route(
        "/my/purchases/store/<int:ticket_id>",
        type="http",
        auth="user",
        website=True,
        sitemap=False,
    )
    def portal_my_ticket(self, ticket_id, **kwargs):
        ticket = self._get_own_ticket(ticket_id)
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "purchases",
            "ticket": ticket,
        }
        return request.render("unified_pos_ecommerce.portal_my_ticket", values)

    @route(
        "/my/purchases/store/<int:ticket_id>/receipt",
        type="http",
        auth="user",
        website=True,
        sitemap=False,
    )
    def portal_my_receipt(self, ticket_id, **kwargs):
        """Return the receipt as a PDF, or as a page to print where none can be made."""
        ticket = self._get_own_ticket(ticket_id)
        # sudo: the ticket was found among the customer's own
        report = request.env["ir.actions.report"].sudo()
        name = "unified_pos_ecommerce.action_report_store_receipt"
        if report.get_wkhtmltopdf_state() in ("install", "broken"):
            html = report._render_qweb_html(name, ticket.ids)[0]
            return request.make_response(html, [("Content-Type", "text/html")])
        pdf = report._render_qweb_pdf(name, ticket.ids)[0]
        filename = f"{ticket.pos_reference or ticket.name}.pdf".replace("/", "-")
        return request.make_response(
            pdf,
            [
                ("Content-Type", "application/pdf"),
                ("Content-Length", len(pdf)),
                ("Content-Disposition", content_disposition(filename)),
            ],
        )

    def _get_own_ticket(self, ticket_id):
        """Return a ticket of the customer, in sudo.

        :raise NotFound: there is no such ticket, or it is somebody else's
        """
        domain = self._get_customer()._store_purchases_domain(
            request.website.company_id
        )
        # sudo: a customer has no right on tickets; the domain names the contact itself
        ticket = (
            request.env["pos.order"]
            .sudo()
            .search(domain & Domain("id", "=", ticket_id), limit=1)
        )
        if not ticket:
            raise NotFound()
        return ticket
