import { patch } from "@web/core/utils/patch";
import { ControlButtons } from "@point_of_sale/app/screens/product_screen/control_buttons/control_buttons";
import { ProductScreen } from "@point_of_sale/app/screens/product_screen/product_screen";
import { SentChip } from "@unified_pos/app/components/sent_chip/sent_chip";

patch(ProductScreen, {
    components: { ...ProductScreen.components, SentChip },
});

patch(ControlButtons.prototype, {
    get canSendBasket() {
        return this.pos.sendDesk.available && this.pos.cashier._role !== "minimal";
    },

    async clickSendBasket() {
        const order = this.currentOrder;
        this.props.close?.();
        await this.pos.sendDesk.send(order);
    },
});
