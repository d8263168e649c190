import { reactive } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { AlertDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { NumberPopup } from "@point_of_sale/app/components/popups/number_popup/number_popup";
import { SelectionPopup } from "@point_of_sale/app/components/popups/selection_popup/selection_popup";
import { CustomerPanel } from "@unified_pos/app/components/customer_panel/customer_panel";

const CONSENT_EVENT = "unified_pos.consent";

/**
 * Opens customers' files at the till. The server says who may see what; here is only
 * kept, per employee, what proves that the PIN was typed.
 */
export class PanelDesk {
    constructor(pos) {
        this.pos = pos;
        this.keys = {};
        this.state = reactive({ purposes: {} });
    }

    start() {
        this.pos.bus.subscribe(CONSENT_EVENT, ({ partner_id, purposes }) => {
            this.state.purposes[partner_id] = purposes;
        });
    }

    get offline() {
        return this.pos.data.network.offline;
    }

    get operatorId() {
        return this.pos.cartDesk.operatorId;
    }

    get who() {
        return { operator_id: this.operatorId, key: this.keys[this.operatorId] || false };
    }

    call(method, args, kwargs = {}) {
        return this.pos.data.call("pos.config", method, [this.pos.config.id, ...args], {
            ...this.who,
            ...kwargs,
        });
    }

    isOnTicket(partner) {
        return this.pos.getOrder()?.getPartner()?.id === partner.id;
    }

    async open(partner) {
        if (typeof partner?.id !== "number") {
            this.pos.notification.add(
                _t("This customer is not saved yet: open the customer once."),
                { type: "warning" }
            );
            return;
        }
        const onTicket = this.isOnTicket(partner);
        const reason = onTicket ? "present" : await this.askReason(partner);
        if (reason) {
            this.pos.dialog.add(CustomerPanel, { partner, reason, onTicket });
        }
    }

    /** The file of somebody who is not on the ticket is opened for a reason. */
    askReason(partner) {
        const reasons = [
            ["present", _t("The customer is here")],
            ["phone", _t("The customer is on the phone")],
            ["appointment", _t("I prepare an appointment")],
        ];
        return makeAwaitable(this.pos.dialog, SelectionPopup, {
            title: _t("Why do you open the file of %s?", partner.name),
            list: reasons.map(([item, label], id) => ({ id, label, item })),
        });
    }

    async load(partner, reason, onTicket) {
        const panel = await this.call("unified_customer_panel", [partner.id], {
            reason,
            on_ticket: onTicket,
        });
        this.pos.cartDesk.listen(panel.summary.channel);
        this.state.purposes[partner.id] = panel.purposes;
        return panel;
    }

    /** @returns {Promise<boolean>} whether the employee proved who they are */
    async askPin() {
        for (;;) {
            const pin = await makeAwaitable(this.pos.dialog, NumberPopup, {
                title: _t("Is it you?"),
                subtitle: _t("Your PIN opens the adviser's part until the till is closed."),
                placeholder: _t("Your PIN"),
                formatDisplayedValue: (digits) => String(digits).replace(/./g, "•"),
                confirmButtonLabel: _t("Open"),
                isValid: (digits) => Boolean(digits),
            });
            if (!pin) {
                return false;
            }
            const operatorId = this.operatorId;
            const answer = await this.pos.data.call("pos.config", "unified_panel_key", [
                this.pos.config.id,
                operatorId,
                String(pin),
            ]);
            if (answer.status === "given") {
                this.keys[operatorId] = answer.key;
                return true;
            }
            if (answer.status === "blocked") {
                this.pos.dialog.add(AlertDialog, {
                    title: _t("No more tries for now"),
                    body: answer.message,
                });
                return false;
            }
            this.pos.notification.add(answer.message, { type: "warning" });
        }
    }

    /**
     * Add an article of the file to the customer's ticket.
     *
     * @returns {Promise<boolean>} whether it is on the ticket
     */
    async add(article, partner) {
        const order = this.pos.getOrder();
        if (!order || order.finalized || !this.isOnTicket(partner)) {
            return false;
        }
        const product = await this.findProduct(article.product_id);
        if (!product) {
            this.pos.notification.add(_t("This till does not sell: %s.", article.name), {
                type: "warning",
            });
            return false;
        }
        const template = product.product_tmpl_id;
        const line = await this.pos.addLineToOrder(
            { product_tmpl_id: template, product_id: product },
            order,
            {},
            Boolean(template.needToConfigure() || template.isCombo() || template.isTracked())
        );
        return Boolean(line);
    }

    async findProduct(productId) {
        const products = this.pos.models["product.product"];
        if (!products.get(productId) && !this.offline) {
            try {
                await this.pos.loadNewProducts([["product_variant_ids", "in", [productId]]]);
            } catch (error) {
                if (!(error instanceof ConnectionLostError)) {
                    throw error;
                }
            }
        }
        return products.get(productId);
    }
}
