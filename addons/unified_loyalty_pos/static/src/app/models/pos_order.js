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

/** What a discount is worth for each set of taxes: so much a unit is no part of a share. */
function withoutFixedTaxes(models, discountablePerTax) {
    const merged = {};
    for (const [key, amount] of Object.entries(discountablePerTax)) {
        const shares = key
            .split(",")
            .filter((id) => models["account.tax"].get(parseInt(id))?.amount_type !== "fixed");
        merged[shares] = (merged[shares] || 0) + amount;
    }
    return merged;
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

    /**
     * What the customer pays for one unit of the cheapest article, as on an order.
     *
     * Odoo's till takes its share of the price without tax, and gives less than it says
     * where prices include taxes.
     */
    _getDiscountableOnCheapest(reward) {
        return this._onShelfOnly(reward, () => {
            const found = super._getDiscountableOnCheapest(...arguments);
            const cheapest = found.discountable && this._getCheapestLine(reward);
            if (!cheapest) {
                return found;
            }
            const lines = cheapest.combo_line_ids.length ? cheapest.combo_line_ids : [cheapest];
            const discountablePerTax = {};
            let discountable = 0;
            for (const line of lines.filter((line) => line.qty)) {
                const key = line.tax_ids.map((tax) => tax.id);
                discountable += line.prices.total_included / line.qty;
                discountablePerTax[key] =
                    (discountablePerTax[key] || 0) + line.basePrice / line.qty;
            }
            return {
                discountable,
                discountablePerTax: withoutFixedTaxes(this.models, discountablePerTax),
            };
        });
    },

    _getDiscountableOnSpecific(reward) {
        return this._onShelfOnly(reward, () => {
            const found = super._getDiscountableOnSpecific(...arguments);
            return {
                ...found,
                discountablePerTax: withoutFixedTaxes(this.models, found.discountablePerTax),
            };
        });
    },

    /** An article that is given is worth what it costs on this ticket, not more. */
    _getRewardLineValuesProduct() {
        const found = super._getRewardLineValuesProduct(...arguments);
        for (const values of Array.isArray(found) ? found : []) {
            const paid = this._get_regular_order_lines().filter(
                (line) => line.product_id.id === values._reward_product_id.id && line.qty > 0
            );
            const least = Math.min(...paid.map((line) => line.basePrice / line.qty));
            values.price_unit = Math.max(values.price_unit, -this.currency.round(least));
        }
        return found;
    },
});
