import { patch } from "@web/core/utils/patch";
import { ControlButtons } from "@point_of_sale/app/screens/product_screen/control_buttons/control_buttons";

patch(ControlButtons.prototype, {
    get mayChooseFulfilment() {
        return this.pos.fulfilmentDesk.mayChoose(this.pos.getOrder()?.getSelectedOrderline());
    },

    get mayOpenDeposit() {
        return this.pos.depositDesk.mayOpen(this.pos.getOrder());
    },

    async openDeposit() {
        this.props.close?.();
        await this.pos.depositDesk.open(this.pos.getOrder());
    },

    async chooseFulfilment() {
        this.props.close?.();
        await this.pos.fulfilmentDesk.choose(this.pos.getOrder().getSelectedOrderline());
    },
});
