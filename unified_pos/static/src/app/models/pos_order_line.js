import { patch } from "@web/core/utils/patch";
import { PosOrderline } from "@point_of_sale/app/models/pos_order_line";

patch(PosOrderline.prototype, {
    setOptions(options) {
        super.setOptions(...arguments);
        if (options.code?.type === "price") {
            // the scale set this price, not the cashier
            this.price_type = "automatic";
        }
    },
});
