import { expect, test } from "@odoo/hoot";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";
import { ConnectionLostError } from "@web/core/network/rpc";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { CART_ID } from "@unified_pos/../tests/unit/till_utils";
import { REWARD_LINE, setupTillWithReward } from "../loyalty_utils";

definePosModels();

const asBefore = { [REWARD_LINE]: { qty: 1, price_unit: -25, discount: 0 } };

function goOffline(store) {
    patchWithCleanup(store.cartDesk, {
        call() {
            throw new ConnectionLostError("/web/dataset/call_kw");
        },
    });
}

test("the rewards of the cart come with it", async () => {
    const { order } = await setupTillWithReward(asBefore);
    expect(order.cartRewardLines.map((line) => line.price_unit)).toEqual([-25]);
    expect(order.cartLines.length).toBe(3);
});

test("before payment the server is asked for the articles taken", async () => {
    const { store, order, asked } = await setupTillWithReward(asBefore);
    await store.workOutCartRewards(order);
    expect(asked).toEqual([[1, CART_ID, { 91: 2, 92: 1 }]]);
    expect(order.cartRewardLines[0].price_unit).toBe(-25);
});

test("a part of the cart gets the reward the server says", async () => {
    const { store, order, asked } = await setupTillWithReward({
        [REWARD_LINE]: { qty: 1, price_unit: -10, discount: 0 },
    });
    order.removeOrderline(order.cartLines.find((line) => line.sale_order_line_id.id === 92));
    await store.workOutCartRewards(order);
    expect(asked[0][2]).toEqual({ 91: 2 });
    expect(order.cartRewardLines[0].price_unit).toBe(-10);
});

test("a reward that is not due leaves the ticket", async () => {
    const { store, order } = await setupTillWithReward({ [REWARD_LINE]: false });
    await store.workOutCartRewards(order);
    expect(order.cartRewardLines.length).toBe(0);
    expect(order.cartLines.length).toBe(2);
});

test("without network the whole cart keeps its rewards", async () => {
    const { store, order } = await setupTillWithReward(asBefore);
    goOffline(store);
    await store.workOutCartRewards(order);
    expect(order.cartRewardLines.length).toBe(1);
});

test("without network the rewards of a part stay with the customer", async () => {
    const { store, order } = await setupTillWithReward(asBefore);
    goOffline(store);
    order.removeOrderline(order.cartLines.find((line) => line.sale_order_line_id.id === 92));
    await store.workOutCartRewards(order);
    expect(order.cartRewardLines.length).toBe(0);
});

test("a ticket without cart asks nothing", async () => {
    const { store, order, asked } = await setupTillWithReward(asBefore);
    await store.cartDesk.giveBack(order);
    await store.workOutCartRewards(order);
    expect(asked).toEqual([]);
});

test("an automatic discount of the till is for the shelf only", async () => {
    const { order } = await setupTillWithReward(asBefore);
    const shelf = order.lines
        .filter((line) => !line.sale_order_origin_id)
        .reduce((sum, line) => sum + line.prices.total_included, 0);
    const program = { is_nominative: false, program_type: "promotion" };
    const { discountable } = order._getDiscountableOnOrder({ program_id: program });
    expect(discountable).toBeCloseTo(shelf);
    expect(order.getOrderlines().length).toBe(order.lines.length);
});

test("points may be spent on the whole ticket", async () => {
    const { order } = await setupTillWithReward(asBefore);
    const program = { is_nominative: true, program_type: "loyalty" };
    const { discountable } = order._getDiscountableOnOrder({ program_id: program });
    expect(discountable).toBeCloseTo(
        order.lines.reduce((sum, line) => sum + line.prices.total_included, 0)
    );
});

test("the chip looks again once the points of a ticket are confirmed", async () => {
    const { store, order, server } = await setupTillWithReward(asBefore);
    const before = server.count("unified_customer_summary");
    await store.postProcessLoyalty(order);
    expect(server.count("unified_customer_summary")).toBe(before + 1);
});
