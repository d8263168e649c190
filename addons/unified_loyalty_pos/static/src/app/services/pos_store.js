import { patch } from "@web/core/utils/patch";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { PosStore } from "@point_of_sale/app/services/pos_store";
// what is changed here must be there before
import "@pos_loyalty/app/services/pos_store";
import "@unified_pos/app/services/pos_store";
import { PointsDesk } from "./points_desk";

const CENT = 0.005;

patch(PosStore.prototype, {
    async setup() {
        this.pointsDesk = new PointsDesk(this);
        await super.setup(...arguments);
        this.pointsDesk.start();
    },

    async postProcessLoyalty(order) {
        await super.postProcessLoyalty(...arguments);
        if (this.cartDesk.summaryOf(order.partner_id)) {
            await this.cartDesk.refresh(order.partner_id);
        }
    },

    async pay() {
        const order = this.getOrder();
        await this.workOutCartRewards(order);
        if (!order.canPay() || (await this.pointsDesk.authorize(order))) {
            return super.pay(...arguments);
        }
    },

    async validateOrderFast() {
        const order = this.getOrder();
        await this.workOutCartRewards(order);
        if (await this.pointsDesk.authorize(order)) {
            return super.validateOrderFast(...arguments);
        }
    },

    setPartnerToCurrentOrder() {
        const order = this.getOrder();
        const before = order?.getPartner();
        const result = super.setPartnerToCurrentOrder(...arguments);
        if (order && order.getPartner() !== before) {
            this.pointsDesk.setAside(order);
        }
        return result;
    },

    async deleteOrders(orders) {
        const keeping = orders.filter((order) => order && this.pointsDesk.hasKept(order));
        const uuids = keeping.map((order) => order.uuid);
        const deleted = await super.deleteOrders(...arguments);
        if (deleted) {
            await this.pointsDesk.releaseKeys(uuids);
        }
        return deleted;
    },

    /** The card of the customer, on paper or on the phone, says whose the ticket is. */
    async activateCode(code) {
        const [partnerId] =
            (await this.data.call("loyalty.card", "get_loyalty_card_partner_by_code", [code])) ||
            [];
        if (!partnerId) {
            return super.activateCode(...arguments);
        }
        if (!this.models["res.partner"].get(partnerId)) {
            await this.data.read("res.partner", [partnerId]);
        }
        // as if the cashier had chosen them: a cart in hand asks first
        await this.setPartnerToCurrentOrder(this.models["res.partner"].get(partnerId));
        this.updateRewards();
        return true;
    },

    /**
     * The rewards of a cart are for all its articles. Before the customer pays, the
     * server says what they are for the articles that are taken now.
     */
    async workOutCartRewards(order) {
        const rewards = order?.cartRewardLines || [];
        if (!rewards.length) {
            return;
        }
        const quantities = {};
        for (const line of order.cartLines.filter((l) => !rewards.includes(l))) {
            const id = line.sale_order_line_id?.id;
            quantities[id] = (quantities[id] || 0) + line.getQuantity();
        }
        let due = {};
        try {
            due = await this.cartDesk.call("unified_cart_rewards", [
                order.cartInHand.id,
                quantities,
            ]);
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            // without network: only the whole cart keeps the rewards as they were
            if (this._isWholeCart(order, quantities)) {
                return;
            }
        }
        const changed = rewards.map((line) => this._setCartReward(order, line, due));
        if (changed.some(Boolean)) {
            this.notification.add(
                _t("The rewards of the cart were worked out again for what is taken now."),
                { type: "info" }
            );
        }
    },

    _isWholeCart(order, quantities) {
        return order.cartInHand.order_line
            .filter((line) => !line.is_reward_line && !line.display_type)
            .every((line) => (quantities[line.id] || 0) >= line.product_uom_qty);
    },

    _setCartReward(order, line, due) {
        const reward = due[line.sale_order_line_id.id];
        if (!reward) {
            order.removeOrderline(line);
            return true;
        }
        if (
            Math.abs(line.price_unit - reward.price_unit) < CENT &&
            Math.abs(line.getQuantity() - reward.qty) < CENT
        ) {
            return false;
        }
        line.setQuantity(reward.qty, true);
        line.setUnitPrice(reward.price_unit);
        line.setDiscount(reward.discount);
        return true;
    },
});
