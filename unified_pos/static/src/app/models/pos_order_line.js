import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/core/utils/numbers";
import { patch } from "@web/core/utils/patch";
import { PosOrderline } from "@point_of_sale/app/models/pos_order_line";

function describeWay(mode, place) {
    return mode === "ship" ? _t("Shipped home from %s", place) : _t("Collected in %s", place);
}

/** Odoo gives the articles of a deposit as a list, or as text. */
function parsed(details) {
    return typeof details === "string" ? JSON.parse(details) : details;
}

patch(PosOrderline.prototype, {
    setOptions(options) {
        super.setOptions(...arguments);
        if (options.code?.type === "price") {
            // the scale set this price, not the cashier
            this.price_type = "automatic";
        }
    },

    /** Whether a place sends or keeps these goods: the customer leaves without them. */
    get isOwed() {
        return ["ship", "collect"].includes(this.fulfilment_mode) && this.qty > 0;
    },

    /** How the line reaches the customer, in words; empty when they leave with it. */
    get fulfilmentLabel() {
        const place = this.fulfilment_place_id?.name || "";
        if (!this.isOwed || this.product_id.type === "service") {
            return "";
        }
        return describeWay(this.fulfilment_mode, place);
    },

    /** The tax of a deposit is set on its line: a unit by itself may differ by a cent. */
    get displayPriceUnit() {
        const isSet = this.sale_order_origin_id && this.extra_tax_data?.manual_tax_amounts;
        return isSet && Math.abs(this.qty) === 1
            ? Math.abs(this.displayPrice)
            : super.displayPriceUnit;
    },

    /** Of a deposit: the articles, each with how it reaches the customer. */
    get saleDetails() {
        const details = super.saleDetails;
        const kept = details && parsed(this.down_payment_details);
        return details?.map((detail, index) => {
            const { mode, place } = kept[index];
            return {
                ...detail,
                quantity: formatFloat(detail.product_uom_qty, { trailingZeros: false }),
                way: mode ? describeWay(mode, place) : "",
            };
        });
    },

    canBeMergedWith(orderline) {
        // what is added is taken away, whatever was said of the same article before
        return !this.isOwed && !orderline.isOwed && super.canBeMergedWith(...arguments);
    },

    /** Odoo takes goods that have left as settled: these leave before they are paid. */
    async setQuantityFromSOL(saleOrderLine) {
        if (["ship", "collect"].includes(saleOrderLine.fulfilment_mode)) {
            const { product_uom_qty, qty_invoiced } = saleOrderLine;
            return this.setQuantity(product_uom_qty - qty_invoiced);
        }
        return super.setQuantityFromSOL(...arguments);
    },

    /** Whether this line lowers the total as a programme or an order decided it. */
    get isAgreedReduction() {
        return Boolean(
            this.is_reward_line || this.sale_order_origin_id || this.refunded_orderline_id
        );
    },
});
