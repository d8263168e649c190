import { reactive } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { AlertDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { ConnectionLostError } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { SentBasketPopup } from "@unified_pos/app/components/popups/sent_basket_popup/sent_basket_popup";

export const SENT_EVENT = "UNIFIED_SENT_BASKET";
const { DateTime } = luxon;

/**
 * The till's side of the baskets it sends to customers: it sends, shows what the server
 * tells of them, and takes them back. Each change comes by the bus; nothing is polled.
 */
export class SendDesk {
    constructor(pos) {
        this.pos = pos;
        this.state = reactive({ baskets: {}, seen: {} });
    }

    get available() {
        return Boolean(this.pos.config._has_shop);
    }

    start() {
        if (!this.available) {
            return;
        }
        this.keep(this.pos.config._sent_baskets || []);
        this.pos.data.connectWebSocket(SENT_EVENT, (basket) => this.onChanged(basket));
        window.addEventListener("pos-network-online", () => this.refresh());
    }

    call(method, args = [], kwargs = {}) {
        return this.pos.data.call("pos.config", method, [this.pos.config.id, ...args], kwargs);
    }

    // ---- what is known

    keep(baskets) {
        this.state.baskets = Object.fromEntries(baskets.map((basket) => [basket.key, basket]));
    }

    async refresh() {
        try {
            this.keep(await this.call("unified_sent_baskets"));
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
        }
    }

    /** Newest first. */
    get baskets() {
        return Object.values(this.state.baskets).sort((a, b) => (a.sent_at < b.sent_at ? 1 : -1));
    }

    /** The end of the stated time is nobody's change: the till knows it by itself. */
    stateOf(basket) {
        const over = deserializeDateTime(basket.until) <= DateTime.now();
        return over && ["waiting", "opened"].includes(basket.state) ? "expired" : basket.state;
    }

    isPaid(basket) {
        return ["paid", "ordered"].includes(basket.state);
    }

    /** Paid, and the cashier has not looked yet. */
    get news() {
        return this.baskets.filter((one) => this.isPaid(one) && !this.state.seen[one.key]);
    }

    look() {
        for (const basket of this.news) {
            this.state.seen[basket.key] = true;
        }
    }

    onChanged(basket) {
        const before = this.state.baskets[basket.key]?.state;
        if (basket.state === "gone") {
            delete this.state.baskets[basket.key];
            return;
        }
        this.state.baskets[basket.key] = basket;
        if (before === basket.state) {
            return;
        }
        const values = {
            name: basket.name,
            customer: basket.customer,
            total: this.pos.env.utils.formatCurrency(basket.total),
        };
        if (basket.state === "paid") {
            const text = basket.customer
                ? _t("Paid: %(total)s, order %(name)s of %(customer)s", values)
                : _t("Paid: %(total)s, order %(name)s", values);
            this.pos.notification.add(text, { type: "success", sticky: true });
        } else if (basket.state === "refused") {
            const text = _t("Payment refused: %s. The customer can try again.", values.total);
            this.pos.notification.add(text, { type: "warning" });
        }
    }

    // ---- sending

    async send(order) {
        if (this.pos.data.network.offline) {
            return this.tellOffline();
        }
        if (!(await this.pos.approvalDesk.settle(order))) {
            return;
        }
        try {
            await this.pos.syncAllOrders({ orders: [order], throw: true, force: true });
            const answer = await this.call("unified_send_basket", [order.uuid], {
                context: { device_identifier: this.pos.device.identifier },
            });
            if (answer.status === "refused") {
                this.refuse(answer.message);
            } else {
                await this.onSent(order, answer);
            }
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            this.tellOffline();
        }
    }

    async onSent(order, answer) {
        const partner = order.partner_id;
        this.state.baskets[answer.basket.key] = answer.basket;
        this.pos.removeOrder(order, false);
        this.pos.removePendingOrder(order);
        await this.pos.afterOrderDeletion();
        this.pos.cartDesk.refresh(partner);
        this.show(answer);
    }

    show(answer) {
        this.pos.dialog.add(SentBasketPopup, { answer });
    }

    async showAgain(basket) {
        const answer = await this.call("unified_sent_link", [basket.key]);
        if (answer.url) {
            this.show(answer);
        } else {
            await this.refresh();
        }
    }

    mail(basket, email) {
        return this.call("unified_sent_mail", [basket.key, email]);
    }

    // ---- taking back

    /** Put a basket on a ticket again: nobody can pay it by its link any more. */
    async takeBack(basket) {
        const answer = await this.call("unified_sent_take_back", [basket.key], {
            operator_id: this.pos.cartDesk.operatorId,
        });
        if (["held", "gone"].includes(answer.status)) {
            this.refuse(answer.message);
            return false;
        }
        let order = this.pos.getOrder();
        if (!order || order.lines.length || order.partner_id) {
            order = this.pos.addNewOrder();
        }
        if (answer.status === "customer") {
            const partner = await this.getCustomer(answer.partner_id);
            order.setPartner(partner);
            await this.pos.cartDesk.onPartnerChosen(order, partner);
        } else {
            await this.pos.cartDesk.addCart(order, answer);
            delete this.state.baskets[basket.key];
        }
        return true;
    }

    async getCustomer(id) {
        const known = this.pos.models["res.partner"].get(id);
        if (known) {
            return known;
        }
        const [partner] = await this.pos.data.read("res.partner", [id]);
        return partner;
    }

    // ---- telling

    refuse(body) {
        this.pos.dialog.add(AlertDialog, { title: _t("It was not done"), body });
    }

    tellOffline() {
        this.pos.notification.add(
            _t("No network: nothing was sent, the ticket is as it was. Try again in a moment."),
            { type: "warning" }
        );
    }
}

patch(PosStore.prototype, {
    async setup() {
        this.sendDesk = new SendDesk(this);
        await super.setup(...arguments);
        this.sendDesk.start();
    },
});
