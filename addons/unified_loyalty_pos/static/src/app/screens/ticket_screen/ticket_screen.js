import { patch } from "@web/core/utils/patch";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { TicketScreen } from "@point_of_sale/app/screens/ticket_screen/ticket_screen";
// what is changed here must be there before
import "@unified_pos/app/screens/ticket_screen/ticket_screen";

/** A customer gets back what they paid: the server says what the rewards took off. */
patch(TicketScreen.prototype, {
    async onDoRefund() {
        const order = this.getSelectedOrder();
        this.withheld = null;
        if (order?.lines.some((line) => line.qty > 0 && line.priceIncl < 0)) {
            this.withheld = await this._askWithheld(order);
            if (!this.withheld) {
                return;
            }
        }
        return super.onDoRefund(...arguments);
    },

    async _askWithheld(order) {
        const quantities = {};
        for (const { line, qty } of this._getRefundableDetails(order.getPartner(), order)) {
            quantities[line.id] = qty;
        }
        try {
            return await this.pos.pointsDesk.call("unified_refund_rewards", [order.id, quantities]);
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            this.notification.add(
                _t(
                    "A reward was used on this ticket. Without network nobody can say how much to give back: refund it when the network is back."
                ),
                { type: "warning" }
            );
            return null;
        }
    },

    async addAdditionalRefundInfo(order, destinationOrder) {
        await super.addAdditionalRefundInfo(...arguments);
        for (const [id, { price_unit }] of Object.entries(this.withheld || {})) {
            this._withhold(order, destinationOrder, Number(id), price_unit);
        }
        this.withheld = null;
    },

    /** The reward comes back in the measure of what comes back, whatever was chosen. */
    _withhold(order, destinationOrder, lineId, price) {
        const reward = order.lines.find((line) => line.id === lineId);
        for (const line of [...destinationOrder.lines]) {
            if (line.refunded_orderline_id === reward) {
                line.delete();
            }
        }
        if (price) {
            this.pos.models["pos.order.line"].create({
                qty: -1,
                price_unit: price,
                product_id: reward.product_id,
                order_id: destinationOrder,
                tax_ids: reward.tax_ids.map((tax) => ["link", tax]),
                refunded_orderline_id: reward,
                price_type: "automatic",
            });
        }
    },
});
