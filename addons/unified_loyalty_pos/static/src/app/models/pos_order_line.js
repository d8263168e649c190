import { patch } from "@web/core/utils/patch";
import { PosOrderline } from "@point_of_sale/app/models/pos_order_line";
// what is changed here must be there before
import "@pos_loyalty/app/models/pos_order_line";

patch(PosOrderline.prototype, {
    /** The server takes back what the first ticket won: counted here, it goes twice. */
    ignoreLoyaltyPoints() {
        return Boolean(this.refunded_orderline_id) || super.ignoreLoyaltyPoints(...arguments);
    },
});
