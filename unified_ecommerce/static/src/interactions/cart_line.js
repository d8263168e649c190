import { rpc } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";
import { redirect } from "@web/core/utils/urls";
import { CartLine } from "@website_sale/interactions/cart_line";
import wSaleUtils from "@website_sale/js/website_sale_utils";

import { applyCart, getShownVersion, showCartQuantity } from "./cart_page";

patch(CartLine.prototype, {
    /**
     * Send the version of the cart that the shopper sees with the change: the server
     * refuses it when another device or a till was faster, and answers the cart as it is.
     *
     * @override
     */
    async _changeQuantity(input) {
        const version = getShownVersion();
        if (version === undefined) {
            return super._changeQuantity(...arguments);
        }
        const quantity = parseInt(input.value || 0);
        const cart = await this.waitFor(
            rpc("/shop/cart/update", {
                line_id: parseInt(input.dataset.lineId),
                product_id: parseInt(input.dataset.productId),
                quantity: isNaN(quantity) ? 1 : quantity,
                cart_version: version,
            })
        );
        showCartQuantity(cart.cart_quantity);
        if (!cart.cart_quantity) {
            redirect("/shop/cart");
            return;
        }
        applyCart(this.services["public.interactions"], cart);
        wSaleUtils.showWarning(cart.warning);
        this.env.bus.trigger("cart_amount_changed", [cart.amount, cart.minor_amount]);
        this.env.bus.trigger("unified_cart_shown");
    },
});
