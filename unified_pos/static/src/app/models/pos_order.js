import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { PosOrder } from "@point_of_sale/app/models/pos_order";

patch(PosOrder.prototype, {
    initState() {
        super.initState();
        this.uiState.approvals = [];
    },

    /** The lines that come from the customer's cart. */
    get cartLines() {
        return this.lines.filter((line) => line.sale_order_origin_id?.is_cart);
    },

    /** The cart this ticket works on, undefined when there is none. */
    get cartInHand() {
        return this.cartLines[0]?.sale_order_origin_id;
    },

    /** Whether the cart in hand is that of somebody without account. */
    get bearsVisitorCart() {
        return this.cartInHand?.cart_state === "guest";
    },

    /** The lines of goods that come from nobody's cart. */
    get shelfLines() {
        return this.lines.filter(
            (line) => line.qty > 0 && line.product_id.is_storable && !line.sale_order_origin_id
        );
    },

    /** Those that the customer leaves with. */
    get handedOverLines() {
        return this.shipping_date ? [] : this.shelfLines.filter((line) => !line.isOwed);
    },

    /** The lines of goods that a place owes, from a cart or not. */
    get owedLines() {
        return this.lines.filter((line) => line.isOwed && line.product_id.type !== "service");
    },

    get shippedLines() {
        return this.owedLines.filter((line) => line.fulfilment_mode === "ship");
    },

    /** The price of shipping. */
    get shippingLines() {
        return this.lines.filter((line) => line.isOwed && line.product_id.type === "service");
    },

    /** What is paid now for goods of an order that this ticket makes. */
    get depositLines() {
        const product = this.config.down_payment_product_id;
        return this.lines.filter(
            (line) =>
                product &&
                line.product_id.id === product.id &&
                line.qty > 0 &&
                line.sale_order_origin_id?.state === "draft"
        );
    },

    /** Of a paid ticket that takes or deducts deposits, what is left of each order. */
    get ordersOnAccount() {
        const product = this.config.raw.down_payment_product_id;
        const known = new Map();
        if (product && this.finalized && !this.isWaitingForNetwork) {
            for (const line of this.lines) {
                const order = line.sale_order_origin_id;
                if (order && line.product_id.id === product && !line.refunded_orderline_id) {
                    known.set(order.id, [order.name, line.order_left_to_pay]);
                }
            }
        }
        return [...known.values()].map(([name, left]) => ({
            label: left ? _t("Left to pay on %s", name) : _t("%s is paid in full", name),
            left,
        }));
    },

    /** [product, quantity, place] of all that the customer does not leave with. */
    get linesToPromise() {
        const later = this.shipping_date ? this.shelfLines.filter((line) => !line.isOwed) : [];
        return [
            ...later.map((line) => [line.product_id.id, line.qty]),
            ...this.owedLines.map((line) => [
                line.product_id.id,
                line.qty,
                line.fulfilment_place_id?.id || false,
            ]),
            ...(this.depositLines.length ? this.uiState.depositPromise || [] : []),
        ];
    },

    /** Paid, and the server does not know it. */
    get isWaitingForNetwork() {
        const isPaid = this.finalized && this.state !== "cancel";
        return isPaid && Boolean(this.uiState.soldAloneBy || !this.isSynced);
    },

    /** The lines that take money off the ticket because somebody at the till said so. */
    get reductionLines() {
        return this.lines.filter(
            (line) => line.qty > 0 && line.priceIncl < 0 && !line.isAgreedReduction
        );
    },

    serializeForORM() {
        const data = super.serializeForORM(...arguments);
        const unknown = (this.uiState?.approvals || []).filter(
            (approval) => approval.offline || approval.own_action
        );
        if (unknown.length) {
            data.unified_approvals = unknown;
        }
        if (this.uiState?.soldAloneBy) {
            data.unified_device = this.uiState.soldAloneBy;
        }
        return data;
    },
});
