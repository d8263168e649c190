import { ConnectionLostError } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";
import OrderPaymentValidation from "@point_of_sale/app/utils/order_payment_validation";

patch(OrderPaymentValidation.prototype, {
    async askBeforeValidation() {
        // asked before the payment screen, but for payments that skip that screen
        return this.pos.maySellSealed() && super.askBeforeValidation(...arguments);
    },

    async finalizeValidation() {
        await this.pos.fiscalDesk.seal(this.order);
        return super.finalizeValidation(...arguments);
    },

    async afterOrderValidation() {
        const answer = await super.afterOrderValidation(...arguments);
        const { fiscalDesk, receiptDesk } = this.pos;
        if (fiscalDesk.isOn && !this.order.nb_print && receiptDesk.mustPrint(this.order)) {
            await this.pos.printReceipt({ order: this.order });
        }
        return answer;
    },

    handleValidationError(error) {
        if (error instanceof ConnectionLostError && this.pos.fiscalDesk.isOn) {
            this.pos.outageLog.add(this.order);
        }
        return super.handleValidationError(...arguments);
    },
});
