import { patch } from "@web/core/utils/patch";
import { PosOrderline } from "@point_of_sale/app/models/pos_order_line";
import "@unified_pos/app/models/pos_order_line";

patch(PosOrderline.prototype, {
    /** Each line puts money on a card of its own. */
    canBeMergedWith(orderline) {
        const isCard = this.config._card_product_ids?.includes(this.product_id?.id);
        return !isCard && super.canBeMergedWith(...arguments);
    },

    get soldCard() {
        return this.uiState?.soldCard;
    },
});
