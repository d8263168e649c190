import { patch } from "@web/core/utils/patch";
import { PosOrder } from "@point_of_sale/app/models/pos_order";
// what is changed here must be there before
import "@pos_loyalty/app/models/pos_order";
import "@unified_pos/app/models/pos_order";
import { givesPointsAtOnce } from "@unified_loyalty_pos/app/utils/points";

/** The ticket whose cart is left out of a discount being computed, by uuid. */
let shelfOnlyUuid = null;

/** What may be spent on the reward being computed, when the cashier chose. */
let spending = null;

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
    /** What this ticket wins, as the server hears it; what it spends is on its lines. */
    get pointsWon() {
        const programs = this.models["loyalty.program"];
        return Object.values(this.uiState.couponPointChanges || {}).map((change) => {
            const program = programs.get(change.program_id);
            const { coupon_id, program_id, barcode, code } = change;
            return {
                coupon_id,
                program_id,
                points: change.points - this._getPointsCorrection(program),
                barcode: barcode || false,
                code: code || false,
                expiration_date:
                    program.program_type === "loyalty"
                        ? false
                        : program.date_to || change.expiration_date || false,
                line_codes: this._get_reward_lines()
                    .filter((line) => line.coupon_id?.id === coupon_id)
                    .map((line) => line.reward_identifier_code),
            };
        });
    },

    serializeForORM() {
        const data = super.serializeForORM(...arguments);
        if (this.finalized && this.state !== "cancel") {
            data.unified_points = this.pointsWon;
        }
        return data;
    },

    /** Goods that come back win nothing; their points are taken back by the server. */
    pointsForPrograms(programs) {
        const points = super.pointsForPrograms(...arguments);
        const isRefund =
            this.lines.length && this.lines.every((line) => line.refunded_orderline_id);
        return isRefund ? Object.fromEntries(Object.keys(points).map((id) => [id, []])) : points;
    },

    isLineValidForLoyaltyPoints(line) {
        return !line.refunded_orderline_id && super.isLineValidForLoyaltyPoints(...arguments);
    },

    // Points that are valid later pay for nothing on the ticket that wins them.

    _getRealCouponPoints(coupon_id) {
        const points = super._getRealCouponPoints(...arguments);
        const change = this.uiState.couponPointChanges[coupon_id];
        const program = change && this.models["loyalty.program"].get(change.program_id);
        const later =
            program && program.applies_on !== "future" && !givesPointsAtOnce(program)
                ? change.points
                : 0;
        return Math.min(points - later, this._getPointsChosen(coupon_id));
    },

    /** Whether the cashier says how many points a reward spends. */
    isSpentInPart(reward) {
        return (
            reward.reward_type === "discount" &&
            reward.discount_mode === "per_point" &&
            !reward.clear_wallet &&
            !["gift_card", "ewallet"].includes(reward.program_id.program_type)
        );
    },

    /** Spend no more than this on a reward; nothing chosen is as much as possible. */
    choosePoints(reward, points = null) {
        const { [reward.id]: _before, ...chosen } = this.uiState.pointsChosen || {};
        this.uiState.pointsChosen = points === null ? chosen : { ...chosen, [reward.id]: points };
    },

    /** The most useful: all that the card has, and no more than there is to pay. */
    mostPointsFor(reward, coupon_id) {
        const step = reward.required_points || 1;
        const available = Math.floor(this._getRealCouponPoints(coupon_id) / step) * step;
        const { discountable } =
            reward.discount_applicability === "specific"
                ? this._getDiscountableOnSpecific(reward)
                : reward.discount_applicability === "cheapest"
                  ? this._getDiscountableOnCheapest(reward)
                  : this._getDiscountableOnOrder(reward);
        const due = Math.min(this.priceIncl, discountable, reward.discount_max_amount || Infinity);
        return Math.max(Math.min(available, due / reward.discount), 0);
    },

    // How many points the cashier chose to spend on a reward of so much per point.

    _getPointsChosen(coupon_id) {
        return spending?.order === this && spending.coupon === coupon_id
            ? spending.points
            : Infinity;
    },

    _getRewardLineValuesDiscount({ reward, coupon_id }) {
        const points = this.uiState.pointsChosen?.[reward.id];
        if (points === undefined || !this.isSpentInPart(reward)) {
            return super._getRewardLineValuesDiscount(...arguments);
        }
        spending = { order: this, coupon: coupon_id, points };
        try {
            return super._getRewardLineValuesDiscount(...arguments);
        } finally {
            spending = null;
        }
    },

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
