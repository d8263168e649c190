import { expect, test } from "@odoo/hoot";
import { onRpc } from "@web/../tests/web_test_helpers";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupTillWithPoints } from "../loyalty_utils";

definePosModels();

/** A reward of one cent per point, on a card with 300 points. */
async function setupPerPoint() {
    onRpc("pos.config", "unified_set_points_aside", () => ({
        status: "held",
        left: {},
        kept: {},
        seconds: 1,
    }));
    const till = await setupTillWithPoints({ spent: 0 });
    const { store } = till;
    const reward = store.models["loyalty.reward"].get(3);
    Object.assign(reward, {
        reward_type: "discount",
        discount_mode: "per_point",
        discount: 0.01,
        discount_applicability: "order",
        required_points: 1,
        is_global_discount: false,
    });
    store.models["loyalty.card"].get(4).points = 300;
    return { ...till, reward };
}

function apply(order, reward) {
    const result = order._applyReward(reward, 4, {});
    const lines = order._get_reward_lines();
    return {
        result,
        cost: lines.reduce((sum, line) => sum + line.points_cost, 0),
    };
}

test("the most useful is all that the card has", async () => {
    const { order, reward } = await setupPerPoint();
    expect(order.priceIncl).toBeGreaterThan(3);
    expect(order.mostPointsFor(reward, 4)).toBe(300);
});

test("no more is spent than there is to pay", async () => {
    const { store, order, reward } = await setupPerPoint();
    store.models["loyalty.card"].get(4).points = 1e6;
    expect(order.mostPointsFor(reward, 4)).toBeCloseTo(order.priceIncl / 0.01);
});

test("what the cashier chose is spent, and no more", async () => {
    const { order, reward } = await setupPerPoint();
    order.choosePoints(reward, 120);
    expect(apply(order, reward)).toEqual({ result: true, cost: 120 });
});

test("nothing chosen is as much as possible", async () => {
    const { order, reward } = await setupPerPoint();
    order.choosePoints(reward, 120);
    order.choosePoints(reward);
    expect(apply(order, reward)).toEqual({ result: true, cost: 300 });
});

test("the choice holds while the ticket goes on", async () => {
    const { order, reward } = await setupPerPoint();
    order.choosePoints(reward, 120);
    apply(order, reward);
    order._updateRewardLines();
    const [line] = order._get_reward_lines();
    expect(line.points_cost).toBe(120);
});
