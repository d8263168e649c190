import { patch } from "@web/core/utils/patch";
import { PaymentScreen } from "@point_of_sale/app/screens/payment_screen/payment_screen";
import "@unified_pos/app/screens/payment_screen/payment_screen";
import { CARD_METHOD, isCardLine } from "@unified_loyalty_pos/app/services/card_desk";

patch(PaymentScreen.prototype, {
    /** Odoo asks no terminal for a refund; a card has to be named. */
    async addNewPaymentLine(paymentMethod) {
        const added = await super.addNewPaymentLine(...arguments);
        if (added && this.isRefundOrder && paymentMethod.use_payment_terminal === CARD_METHOD) {
            const line = this.paymentLines.at(-1);
            line.setPaymentStatus("pending");
            await this.sendPaymentRequest(line);
        }
        return added;
    },

    /** Another means that is refused must not keep the money of the card. */
    async sendPaymentRequest() {
        const result = await super.sendPaymentRequest(...arguments);
        for (const line of this.paymentLines.filter(isCardLine)) {
            line.can_be_reversed = line.payment_status === "done";
        }
        return result;
    },

    /** Only the server says that a card pays. */
    async sendForceDone(line) {
        if (!isCardLine(line)) {
            return super.sendForceDone(...arguments);
        }
    },
});
