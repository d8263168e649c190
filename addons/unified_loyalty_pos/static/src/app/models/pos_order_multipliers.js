import { patch } from "@web/core/utils/patch";
import { PosOrder } from "@point_of_sale/app/models/pos_order";
import { multiplyPoints } from "@unified_loyalty_pos/app/utils/multipliers";
// what is changed here must be there before
import "@pos_loyalty/app/models/pos_order";

/** The ids of a category and of those above it. */
function getCategoryPath(category) {
    const path = [];
    while (category) {
        path.push(category.id);
        category = category.parent_id;
    }
    return path;
}

patch(PosOrder.prototype, {
    pointsForPrograms(programs) {
        const result = super.pointsForPrograms(...arguments);
        for (const program of programs) {
            const rules = program._multipliers || [];
            if (rules.length && result[program.id]?.length) {
                result[program.id] = this._multiplyPoints(program, rules, result[program.id]);
            }
        }
        return result;
    },

    _multiplyPoints(program, rules, won) {
        const lines = this._getMultipliedLines(program);
        const day = luxon.DateTime.now().toISODate();
        const channel = this.config_id.raw.channel_id;
        const tiers = this._getTiers(program);
        return won.map((one) => ({
            ...one,
            points: multiplyPoints(one.points, lines, rules, day, channel, tiers),
        }));
    },

    _getMultipliedLines(program) {
        return this.getOrderlines()
            .filter(
                (line) =>
                    !line.combo_parent_id &&
                    !line.is_reward_line &&
                    !line.ignoreLoyaltyPoints({ program }) &&
                    program.rule_ids.some(
                        (rule) => rule.any_product || rule.validProductIds.has(line.product_id.id)
                    )
            )
            .map((line) => ({
                product: line.product_id.id,
                categories: getCategoryPath(line.product_id.product_tmpl_id?.categ_id),
                amount: line.combo_line_ids.length
                    ? line.comboTotalPrice
                    : line.prices.total_included,
            }));
    },

    /** The tier of the customer in a programme, as a list of ids. */
    _getTiers(program) {
        const partner = this.getPartner();
        const card =
            partner &&
            this.models["loyalty.card"].find(
                (one) => one.partner_id?.id === partner.id && one.program_id?.id === program.id
            );
        return card?.till_tier ? [card.till_tier] : [];
    },
});
