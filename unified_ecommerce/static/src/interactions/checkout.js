import { patch } from "@web/core/utils/patch";
import { redirect } from "@web/core/utils/urls";
import { Checkout } from "@website_sale/interactions/checkout";

patch(Checkout.prototype, {
    /** @override A cart that a till has just taken is not changed: its page says so. */
    async _setDeliveryMethod() {
        const result = await super._setDeliveryMethod(...arguments);
        if (result.refused) {
            redirect("/shop/cart");
        }
        return result;
    },
});
