import { ConnectionLostError } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";
import OrderPaymentValidation from "@point_of_sale/app/utils/order_payment_validation";

patch(OrderPaymentValidation.prototype, {
    async askBeforeValidation() {
        // asked before the payment screen, but for payments that skip that screen
        const settled = await this.pos.settle(this.order);
        const promised = settled && (await this.pos.stockDesk.promiseLater(this.order));
        return promised && super.askBeforeValidation(...arguments);
    },

    handleValidationError(error) {
        if (error instanceof ConnectionLostError) {
            this.pos.offlineDesk.noteSoldAlone(this.order);
        }
        return super.handleValidationError(...arguments);
    },
});
