# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound

from odoo.exceptions import UserError
from odoo.http import Controller, request, route

from odoo.addons.sale.controllers.portal import CustomerPortal

FORM = {
    "type": "http",
    "auth": "user",
    "methods": ["POST"],
    "website": True,
    "sitemap": False,
}


class SavedCarts(Controller):
    """What a customer does with baskets beside the open cart.

    Plain forms: they work on any phone, and a page that is out of date changes
    nothing else than what its button says. Each looks for the basket among the
    customer's own, and is refused in words while somebody else edits the cart.
    """

    @route("/shop/cart/choose", **FORM)
    def choose(self, keep="both", **post):
        """Settle what happens to baskets from before signing in.

        :param keep: "both", "open" for the cart at hand, or the id of another basket
        """
        website = request.website
        waiting = website._get_kept_carts()._cart_of_state("waiting")
        cart = request.cart
        if waiting and cart:
            if keep == "both":
                self._try(lambda: cart._cart_join(waiting))
            else:
                kept = cart if keep == "open" else self._find(waiting, keep)
                self._try(lambda: cart._cart_keep(kept, waiting))
        return request.redirect("/shop/cart")

    @route("/shop/cart/save", **FORM)
    def save(self, line_id=None, **post):
        """Save the cart, or one line of it, for later."""
        cart = request.cart
        if cart and request.website._get_cart_customer():
            if line_id is None:
                self._try(cart._cart_save)
            elif line := self._find(cart._cart_items(), line_id, missing=True):
                self._try(lambda: cart._cart_save_lines(line))
        return request.redirect("/shop/cart#saved_carts")

    @route("/shop/cart/saved/<int:list_id>/put_back", **FORM)
    def put_back(self, list_id, line_id=None, **post):
        """Put a saved list, or one line of it, back in the cart."""
        website = request.website
        saved = self._find_list(list_id)
        lines = saved.order_line._filter_sold_on(website)
        if line_id is not None:
            lines &= self._find(saved.order_line, line_id, missing=True)
        if lines:
            cart = request.cart or website._create_cart()
            self._try(lambda: saved._cart_put_back(cart, lines))
        return request.redirect("/shop/cart")

    @route("/shop/cart/saved/<int:list_id>/delete", **FORM)
    def delete(self, list_id, **post):
        """Delete a saved list, or what is not sold here."""
        self._find_list(list_id)._cart_delete_list()
        return request.redirect("/shop/cart#saved_carts")

    @route("/my/carts", type="http", auth="user", website=True, sitemap=False)
    def my_carts(self, **kwargs):
        return request.render(
            "unified_ecommerce.portal_my_carts",
            {
                "page_name": "saved_carts",
                "kept_carts": request.website._get_kept_carts(),
            },
        )

    def _find_list(self, list_id):
        kept = request.website._get_kept_carts()._cart_of_state("saved", "aside")
        return self._find(kept, list_id, missing=True)

    def _find(self, records, wanted, missing=False):
        """Return the record with an id as a browser sends it.

        :param missing: no record, in place of an error, when it is not there: the
            form was sent twice, or from a page that is out of date
        """
        found = records.filtered(lambda one: str(one.id) == str(wanted))
        if not found and not missing:
            raise NotFound()
        return found

    def _try(self, work):
        """Do the work, or tell the customer on the cart page why not."""
        try:
            with request.env.cr.savepoint():
                work()
        except UserError as refusal:
            request.cart.shop_warning = str(refusal)


class Portal(CustomerPortal):
    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "saved_cart_count" in counters:
            values["saved_cart_count"] = len(request.website._get_kept_carts())
        return values
