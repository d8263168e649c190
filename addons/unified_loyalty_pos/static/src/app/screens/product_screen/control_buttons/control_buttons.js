import { patch } from "@web/core/utils/patch";
import { makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { ControlButtons } from "@point_of_sale/app/screens/product_screen/control_buttons/control_buttons";
// what is changed here must be there before
import "@pos_loyalty/app/screens/product_screen/control_buttons/control_buttons";
import { PointsPopup } from "@unified_loyalty_pos/app/components/popups/points_popup/points_popup";

patch(ControlButtons.prototype, {
    async openEnrolment() {
        this.props.close?.();
        await this.pos.enrolDesk.open(this.pos.getOrder()?.getPartner());
    },

    get offersHousehold() {
        return this.pos.models["loyalty.program"].some((program) => program.household);
    },

    async openHousehold() {
        this.props.close?.();
        await this.pos.householdDesk.open(this.pos.getOrder()?.getPartner());
    },

    /** Of a reward of so much per point the cashier says how many points to spend. */
    async _applyReward(reward, coupon_id) {
        const order = this.pos.getOrder();
        if (!order.isSpentInPart(reward)) {
            return super._applyReward(...arguments);
        }
        const most = order.mostPointsFor(reward, coupon_id);
        const points = await makeAwaitable(this.dialog, PointsPopup, {
            reward,
            most,
            balance: order._getRealCouponPoints(coupon_id),
        });
        if (!points) {
            return false;
        }
        order.choosePoints(reward, points < most ? points : null);
        return super._applyReward(...arguments);
    },
});
