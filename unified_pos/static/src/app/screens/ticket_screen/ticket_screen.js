import { patch } from "@web/core/utils/patch";
import { _t } from "@web/core/l10n/translation";
import { TicketScreen } from "@point_of_sale/app/screens/ticket_screen/ticket_screen";

patch(TicketScreen.prototype, {
    async onDoRefund() {
        const order = this.getSelectedOrder();
        if (!order || !this.pos.approvalDesk.isRequired("refund")) {
            return super.onDoRefund(...arguments);
        }
        const approved = await this.pos.approvalDesk.ask({
            action: "refund",
            order: this._getEmptyOrder(order.getPartner()),
            text: _t("Refund of ticket %s", order.pos_reference),
        });
        if (approved) {
            await super.onDoRefund(...arguments);
        }
    },
});
