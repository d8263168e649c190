import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { PaymentScreen } from "@point_of_sale/app/screens/payment_screen/payment_screen";

patch(PaymentScreen.prototype, {
    async toggleShippingDatePicker() {
        if (this.currentOrder.owedLines.length && !this.currentOrder.shipping_date) {
            this.pos.notification.add(
                _t("Each article of this ticket says by itself how it reaches the customer."),
                { type: "info" }
            );
            return;
        }
        await super.toggleShippingDatePicker(...arguments);
        if (!this.currentOrder.shipping_date) {
            await this.pos.stockDesk.promiseLater(this.currentOrder);
        }
    },

    /** A card is not charged for goods that cannot be sent. */
    async sendPaymentRequest() {
        if (await this.pos.stockDesk.promiseLater(this.currentOrder)) {
            return super.sendPaymentRequest(...arguments);
        }
    },
});
