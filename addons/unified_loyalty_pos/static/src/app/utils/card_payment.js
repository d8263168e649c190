import { PaymentInterface } from "@point_of_sale/app/utils/payment/payment_interface";
import { register_payment_method } from "@point_of_sale/app/services/pos_store";
import { CARD_METHOD } from "@unified_loyalty_pos/app/services/card_desk";

/** A card of the house on a payment line, as a payment terminal of Odoo. */
export class CardPayment extends PaymentInterface {
    setup() {
        super.setup(...arguments);
        this.supports_reversals = true;
    }

    getLine(uuid) {
        return this.pos.models["pos.payment"].getBy("uuid", uuid);
    }

    async sendPaymentRequest(uuid) {
        await super.sendPaymentRequest(...arguments);
        const line = this.getLine(uuid);
        const order = line.pos_order_id;
        return line.amount < 0
            ? this.pos.cardDesk.refund(order, line)
            : this.pos.cardDesk.pay(order, line);
    }

    async sendPaymentCancel(order, uuid) {
        await super.sendPaymentCancel(...arguments);
        return this.pos.cardDesk.release(order, [uuid]);
    }

    async sendPaymentReversal(uuid) {
        await super.sendPaymentReversal(...arguments);
        const line = this.getLine(uuid);
        await this.pos.cardDesk.release(line.pos_order_id, [uuid]);
        line.ticket = "";
        return true;
    }
}

register_payment_method(CARD_METHOD, CardPayment);
