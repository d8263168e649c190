import { patch } from "@web/core/utils/patch";
import { PaymentScreen } from "@point_of_sale/app/screens/payment_screen/payment_screen";

patch(PaymentScreen.prototype, {
    async toggleShippingDatePicker() {
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
