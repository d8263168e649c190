import { patch } from "@web/core/utils/patch";
import { _t } from "@web/core/l10n/translation";
import { PosOrder } from "@point_of_sale/app/models/pos_order";
// what is changed here must be there before
import "@pos_loyalty/app/models/pos_order";

const CENT = 0.005;

/** Lines that are left out while a reward is worked out without them. */
let leftOut = null;

function takenOff(lines) {
    return -lines.reduce((sum, line) => sum + line.price_unit * line.qty, 0);
}

patch(PosOrder.prototype, {
    getOrderlines() {
        const lines = super.getOrderlines(...arguments);
        return leftOut ? lines.filter((line) => !leftOut.includes(line)) : lines;
    },

    // Of two rewards that do not combine, the better one for the customer stays.
    _applyReward(reward, coupon_id, args) {
        const rivals = this._getRivalLines(reward);
        if (!rivals.length) {
            return super._applyReward(...arguments);
        }
        const lines = this._workOutWithout(rivals, reward, coupon_id, args || {});
        if (!Array.isArray(lines)) {
            return lines;
        }
        if (takenOff(lines) < takenOff(rivals) + CENT) {
            return _t(
                "%(reward)s does not combine with %(kept)s, which takes off as much or more.",
                {
                    reward: reward.program_id.name,
                    kept: rivals[0].reward_id.program_id.name,
                }
            );
        }
        for (const line of rivals) {
            line.delete();
        }
        return super._applyReward(...arguments);
    },

    _getRivalLines(reward) {
        const program = reward.program_id;
        return this._get_reward_lines().filter((line) =>
            program._incompatible?.includes(line.reward_id?.program_id?.id)
        );
    },

    _workOutWithout(rivals, reward, coupon_id, args) {
        leftOut = rivals;
        try {
            return this._getRewardLineValues({
                reward,
                coupon_id,
                product: args.product || null,
                price: args.price || null,
                quantity: args.quantity || null,
                cost: args.cost || null,
            });
        } finally {
            leftOut = null;
        }
    },
});
