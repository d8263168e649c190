import { patch } from "@web/core/utils/patch";
import { ControlButtons } from "@point_of_sale/app/screens/product_screen/control_buttons/control_buttons";

patch(ControlButtons.prototype, {
    get mayChooseFulfilment() {
        return this.pos.fulfilmentDesk.mayChoose(this.pos.getOrder()?.getSelectedOrderline());
    },

    async chooseFulfilment() {
        this.props.close?.();
        await this.pos.fulfilmentDesk.choose(this.pos.getOrder().getSelectedOrderline());
    },
});
