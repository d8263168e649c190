import { onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { getFilledOrder, setupPosEnv } from "@point_of_sale/../tests/unit/utils";
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

/** A till with a ticket of a customer whose card 4 (programme 7) has three points. */
export async function setupTillWithPoints({ spent }) {
    const store = await setupPosEnv();
    const order = await getFilledOrder(store);
    await store.data.read("loyalty.card", [4]);
    const card = store.models["loyalty.card"].get(4);
    const partner = store.models["res.partner"].get(3);
    card.partner_id = partner;
    order.partner_id = partner;
    order.uiState.couponPointChanges = {
        4: { coupon_id: 4, program_id: 7, points: 0 },
    };
    store.models["loyalty.reward"].get(3).reward_type = "discount";
    if (spent) {
        store.models["pos.order.line"].create({
            order_id: order,
            product_id: order.lines[0].product_id,
            price_unit: -1,
            qty: 1,
            is_reward_line: true,
            reward_id: store.models["loyalty.reward"].get(3),
            coupon_id: card,
            points_cost: spent,
            reward_identifier_code: "abc",
        });
    }
    return { store, order, card, partner };
}
