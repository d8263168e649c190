import { patch } from "@web/core/utils/patch";
import { generateQRCodeDataUrl } from "@point_of_sale/utils";
import { ReceiptScreen } from "@point_of_sale/app/screens/receipt_screen/receipt_screen";

patch(ReceiptScreen.prototype, {
    /** The page of what is sealed, for the telephone of the customer. */
    get digitalTicket() {
        const { fiscalDesk } = this.pos;
        const order = this.currentOrder;
        if (!fiscalDesk.isOn || order.isTraining || !order.isSynced || !order.access_token) {
            return "";
        }
        const path = `/pos/sealed_ticket/${order.id}/${order.access_token}`;
        return generateQRCodeDataUrl(`${this.pos.config._base_url}${path}`);
    },

    /** A ticket that was sent by e-mail has left the till. */
    async _sendReceiptToCustomer() {
        const order = this.currentOrder;
        if (!this.pos.fiscalDesk.isOn || !order.isSynced) {
            return super._sendReceiptToCustomer(...arguments);
        }
        return this.pos.receiptDesk.issue(order, async () => {
            await super._sendReceiptToCustomer(...arguments);
            await this.pos.data.write("pos.order", [order.id], {
                nb_print: (order.nb_print || 0) + 1,
            });
        });
    },
});
