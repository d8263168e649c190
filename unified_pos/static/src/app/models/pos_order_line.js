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

    /** Whether this line lowers the total as a programme or an order decided it. */
    get isAgreedReduction() {
        return Boolean(
            this.is_reward_line || this.sale_order_origin_id || this.refunded_orderline_id
        );
    },
});
