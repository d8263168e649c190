import { onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { CartServer, setupTillWithCart } from "@unified_pos/../tests/unit/till_utils";

export const REWARD_LINE = 93;

/** The server also knows the points of the customer. */
export function listenToLoyalty(loyalty) {
    patchWithCleanup(CartServer.prototype, {
        get summary() {
            return { ...super.summary, loyalty };
        },
    });
}

/** A cart of two articles and a reward of −25, in hand at a till. */
export async function setupTillWithReward(due) {
    patchWithCleanup(CartServer.prototype, {
        get taken() {
            const taken = super.taken;
            taken.lines.push({
                ...taken.lines[1],
                sale_line_id: REWARD_LINE,
                qty: 1,
                price_unit: -25,
                discount: 0,
            });
            const records = taken.records;
            records["sale.order"][0].order_line.push(REWARD_LINE);
            records["sale.order.line"][0].product_uom_qty = 2;
            records["sale.order.line"][1].product_uom_qty = 1;
            records["sale.order.line"].push({
                id: REWARD_LINE,
                product_id: 6,
                name: "Reward",
                tax_ids: [],
                product_uom_qty: 1,
                is_reward_line: true,
            });
            return taken;
        },
    });
    const asked = [];
    onRpc("pos.config", "unified_cart_rewards", ({ args }) => {
        asked.push(args);
        return due;
    });
    return { ...(await setupTillWithCart()), asked };
}
