import { patch } from "@web/core/utils/patch";
import { PosOrder } from "@point_of_sale/app/models/pos_order";
// what is changed here must be there before
import "@pos_loyalty/app/models/pos_order";
import "@unified_pos/app/models/pos_order";

/** The ticket whose cart is left out of a discount being computed, by uuid. */
let shelfOnlyUuid = null;

/** Programmes that already worked on the cart before it came to the till. */
function isForShelfOnly(reward) {
    const program = reward.program_id;
    return !program.is_nominative && !["gift_card", "ewallet"].includes(program.program_type);
}

patch(PosOrder.prototype, {
    /** The rewards that came with the customer's cart. */
    get cartRewardLines() {
        return this.cartLines.filter((line) => line.sale_order_line_id?.is_reward_line);
    },

    getOrderlines() {
        const lines = super.getOrderlines(...arguments);
        return this.uuid === shelfOnlyUuid
            ? lines.filter((line) => !line.sale_order_origin_id?.is_cart)
            : lines;
    },

    // An automatic discount was given in the cart: the till gives it to the shelf only.

    _onShelfOnly(reward, compute) {
        if (!isForShelfOnly(reward)) {
            return compute();
        }
        shelfOnlyUuid = this.uuid;
        try {
            return compute();
        } finally {
            shelfOnlyUuid = null;
        }
    },

    _getDiscountableOnOrder(reward) {
        return this._onShelfOnly(reward, () => super._getDiscountableOnOrder(...arguments));
    },

    _getDiscountableOnCheapest(reward) {
        return this._onShelfOnly(reward, () => super._getDiscountableOnCheapest(...arguments));
    },

    _getDiscountableOnSpecific(reward) {
        return this._onShelfOnly(reward, () => super._getDiscountableOnSpecific(...arguments));
    },
});
