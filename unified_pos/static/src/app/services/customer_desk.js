import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";
import { makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { KnownCustomerPopup } from "@unified_pos/app/components/popups/known_customer_popup/known_customer_popup";
import { CartDesk } from "./cart_desk";

/** One file for each customer: the till asks who is known before it makes another. */
export class CustomerDesk {
    constructor(pos) {
        this.pos = pos;
    }

    call(method, args) {
        return this.pos.data.call("pos.config", method, [this.pos.config.id, ...args]);
    }

    get offline() {
        return this.pos.data.network.offline;
    }

    /**
     * Ask what becomes of a file that is about to be made.
     *
     * @returns {{create?: boolean, use?: number}} make it, use a known one, or neither:
     *  the cashier goes on typing
     */
    async beforeCreate({ email, phone, parent_id, type }) {
        if (parent_id || (type && type !== "contact") || !(email || phone)) {
            return { create: true };
        }
        try {
            const customers = await this.call("unified_find_customer", [
                email || false,
                phone || false,
            ]);
            if (!customers.length) {
                return { create: true };
            }
            const answer = await makeAwaitable(this.pos.dialog, KnownCustomerPopup, {
                customers,
            });
            if (answer?.use) {
                await this.call("unified_use_customer", [answer.use]);
            }
            return answer || {};
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            this.tellOffline();
            return {};
        }
    }

    tellOffline() {
        this.pos.notification.add(
            _t(
                "Without network nobody can say whether this customer is known. Sell without a customer, or save the file when the network is back."
            ),
            { type: "warning" }
        );
    }

    /** The file was merged on another screen: tickets go on with the one that is kept. */
    async follow(partner, keptId) {
        const [kept] = await this.pos.data.read("res.partner", [keptId]);
        const orders = this.pos.models["pos.order"].filter(
            (order) => !order.finalized && order.partner_id?.id === partner.id
        );
        if (!kept || !orders.length) {
            return;
        }
        for (const order of orders) {
            order.setPartner(kept);
            this.pos.addPendingOrder([order.id]);
        }
        this.pos.notification.add(
            _t(
                "The file of %(old)s was merged: the ticket goes on with %(kept)s, with all its articles.",
                { old: partner.name, kept: kept.name }
            ),
            { type: "info" }
        );
        const current = this.pos.getOrder();
        if (orders.includes(current)) {
            await this.pos.cartDesk.onPartnerChosen(current, kept);
        }
    }
}

patch(CartDesk.prototype, {
    async refresh(partner) {
        const summary = await super.refresh(...arguments);
        if (summary && summary.partner_id !== partner.id) {
            delete this.state.summaries[partner.id];
            await this.pos.customerDesk.follow(partner, summary.partner_id);
            return null;
        }
        return summary;
    },
});

patch(PosStore.prototype, {
    async setup() {
        this.customerDesk = new CustomerDesk(this);
        await super.setup(...arguments);
    },

    /** The form says for which till it makes a file. */
    editPartnerContext() {
        return { ...super.editPartnerContext(...arguments), unified_till_id: this.config.id };
    },

    async editPartner() {
        if (this.customerDesk.offline) {
            this.customerDesk.tellOffline();
            return;
        }
        return super.editPartner(...arguments);
    },
});
