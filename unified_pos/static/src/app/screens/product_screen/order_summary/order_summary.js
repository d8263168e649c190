import { patch } from "@web/core/utils/patch";
import { _t } from "@web/core/l10n/translation";
import { makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { NumberPopup } from "@point_of_sale/app/components/popups/number_popup/number_popup";
import { toNumber } from "@unified_pos/app/utils/to_number";
import { OrderSummary } from "@point_of_sale/app/screens/product_screen/order_summary/order_summary";

patch(OrderSummary.prototype, {
    get approvals() {
        return this.pos.approvalDesk;
    },

    async updateSelectedOrderline({ buffer, key }) {
        const line = this.pos.getOrder().getSelectedOrderline();
        if (
            line &&
            this.pos.numpadMode === "price" &&
            key !== "Backspace" &&
            !line.isTipLine() &&
            this.approvals.isRequired("price")
        ) {
            this.numberBuffer.reset();
            return this.askNewPrice(line);
        }
        const owes = line?.order_id.owedLines.length;
        const result = await super.updateSelectedOrderline(...arguments);
        if (owes) {
            this.pos.fulfilmentDesk.refreshSoon(this.pos.getOrder());
        }
        return result;
    },

    /** One question for the whole price: a manager is not called at every digit. */
    async askNewPrice(line) {
        const price = await makeAwaitable(this.dialog, NumberPopup, {
            title: _t("Which price?"),
            subtitle: line.full_product_name,
            startingValue: line.price_unit,
            isValid: (value) => value !== "",
        });
        if (price !== undefined) {
            await this.setLinePrice(line, price);
        }
    },

    async setLinePrice(line, price) {
        const after = toNumber(price);
        const approved = await this.approvals.ask({
            action: "price",
            order: line.order_id,
            line,
            before: line.price_unit,
            after,
            text: _t("%(product)s at %(price)s", {
                product: line.full_product_name,
                price: this.env.utils.formatCurrency(after),
            }),
        });
        if (approved) {
            await super.setLinePrice(...arguments);
        }
    },

    _setValue(val) {
        const selected = this.currentOrder.getSelectedOrderline();
        const line = selected?.combo_parent_id || selected;
        if (!line || this.pos.numpadMode !== "quantity") {
            return super._setValue(...arguments);
        }
        if (val === "remove" && this._removalQuantity(line) > 0) {
            return this._askRemoval(line, () => super._setValue(val));
        }
        this.approvals.noteTyped(line, val === "remove" ? "" : String(val));
        const quantity = toNumber(val === "remove" ? 0 : val);
        if (quantity < 0 && line.qty >= 0 && !line.refunded_orderline_id) {
            return this._askReturn(line, () => super._setValue(val));
        }
        return super._setValue(...arguments);
    },

    /** The quantity a cashier may not take off alone, 0 when they may. */
    _removalQuantity(line) {
        const quantity = Math.max(line.qty, line.uiState.countedQty || 0);
        return this.approvals.mayBeTakenOff(line) ? 0 : quantity;
    },

    async _askRemoval(line, remove) {
        const approved = await this.approvals.ask({
            action: "line_removal",
            order: line.order_id,
            line,
            before: this._removalQuantity(line),
            text: _t("Take %s off the ticket", line.full_product_name),
        });
        this.numberBuffer.reset();
        if (approved) {
            this.currentOrder.selectOrderline(line);
            remove();
        } else {
            this.approvals.restoreCounted(line);
        }
    },

    async _askReturn(line, apply) {
        const approved = await this.approvals.ask({
            action: "refund",
            order: line.order_id,
            line,
            text: _t("Take %s back from the customer", line.full_product_name),
        });
        if (approved) {
            apply();
        } else {
            this.numberBuffer.reset();
        }
    },
});
