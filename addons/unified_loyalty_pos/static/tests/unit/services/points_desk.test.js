import { expect, test } from "@odoo/hoot";
import { onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { ConnectionLostError } from "@web/core/network/rpc";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupTillWithPoints } from "../loyalty_utils";

definePosModels();

const UNTIL = 900;

/** The server's answers, and what it was asked. */
function listen(answers = {}) {
    const asked = [];
    const held = { status: "held", message: "", left: {}, kept: {}, seconds: UNTIL };
    for (const method of [
        "unified_authorize_points",
        "unified_set_points_aside",
        "unified_release_points",
    ]) {
        onRpc("pos.config", method, ({ args }) => {
            asked.push([method, ...args.slice(1)]);
            const answer = answers[method];
            return { ...held, ...answer };
        });
    }
    return asked;
}

function goOffline(store) {
    patchWithCleanup(store.pointsDesk, {
        call() {
            throw new ConnectionLostError("/web/dataset/call_kw");
        },
    });
}

function answerWith(store, confirmed) {
    const shown = [];
    patchWithCleanup(store.dialog, {
        add(_component, props) {
            shown.push(props.body);
            props[confirmed ? "confirm" : "cancel"]();
        },
    });
    return shown;
}

test("a ticket without reward asks nothing", async () => {
    const asked = listen();
    const { store, order } = await setupTillWithPoints({ spent: 0 });
    expect(await store.pointsDesk.authorize(order)).toBe(true);
    expect(asked).toEqual([]);
});

test("what the rewards spend is kept before the customer pays", async () => {
    const asked = listen({ unified_authorize_points: { kept: { 4: 2 } } });
    const { store, order, partner } = await setupTillWithPoints({ spent: 2 });
    expect(await store.pointsDesk.authorize(order)).toBe(true);
    expect(asked).toEqual([["unified_authorize_points", order.uuid, partner.id, [[4, 2, 0]]]]);
    expect(store.pointsDesk.keptOf(order, 4)).toBe(2);
});

test("refused, the reward is taken off when the cashier says so", async () => {
    listen({ unified_authorize_points: { status: "refused", message: "1 left", left: { 4: 1 } } });
    const { store, order } = await setupTillWithPoints({ spent: 2 });
    const shown = answerWith(store, true);
    expect(await store.pointsDesk.authorize(order)).toBe(false);
    expect(shown).toEqual(["1 left"]);
    expect(order._get_reward_lines().length).toBe(0);
    expect(store.models["loyalty.card"].get(4).points).toBe(1);
});

test("refused, the reward stays for the cashier to choose a smaller one", async () => {
    listen({ unified_authorize_points: { status: "refused", message: "1 left", left: {} } });
    const { store, order } = await setupTillWithPoints({ spent: 2 });
    answerWith(store, false);
    expect(await store.pointsDesk.authorize(order)).toBe(false);
    expect(order._get_reward_lines().length).toBe(1);
});

test("without network a ticket spends what was set aside for it", async () => {
    listen({ unified_set_points_aside: { kept: { 4: 2 } } });
    const { store, order } = await setupTillWithPoints({ spent: 2 });
    await store.pointsDesk.setAside(order);
    goOffline(store);
    expect(await store.pointsDesk.authorize(order)).toBe(true);
});

test("without network a ticket spends no more than that", async () => {
    listen({ unified_set_points_aside: { kept: { 4: 1 } } });
    const { store, order } = await setupTillWithPoints({ spent: 2 });
    await store.pointsDesk.setAside(order);
    goOffline(store);
    const shown = answerWith(store, true);
    expect(await store.pointsDesk.authorize(order)).toBe(false);
    expect(shown.length).toBe(1);
    expect(order._get_reward_lines().length).toBe(0);
});

test("without network what was set aside too long ago is not spent", async () => {
    listen({
        unified_set_points_aside: { kept: { 4: 2 }, seconds: -1 },
    });
    const { store, order } = await setupTillWithPoints({ spent: 2 });
    await store.pointsDesk.setAside(order);
    goOffline(store);
    answerWith(store, false);
    expect(await store.pointsDesk.authorize(order)).toBe(false);
});

test("a ticket given up gives its points back", async () => {
    const asked = listen({ unified_authorize_points: { kept: { 4: 2 } } });
    const { store, order } = await setupTillWithPoints({ spent: 2 });
    await store.pointsDesk.authorize(order);
    await store.pointsDesk.release([order]);
    expect(asked.at(-1)).toEqual(["unified_release_points", order.uuid]);
    expect(store.pointsDesk.hasKept(order)).toBe(false);
});

test("a ticket that had kept nothing releases nothing", async () => {
    const asked = listen();
    const { store, order } = await setupTillWithPoints({ spent: 0 });
    await store.pointsDesk.release([order]);
    expect(asked).toEqual([]);
});

test("a paid ticket says what it wins, a draft does not", async () => {
    listen();
    const { order } = await setupTillWithPoints({ spent: 2 });
    expect(order.serializeForORM().unified_points).toBe(undefined);
    order.state = "paid";
    const [won] = order.serializeForORM().unified_points.filter((one) => one.coupon_id === 4);
    expect([won.program_id, won.points, won.line_codes]).toEqual([7, 0, ["abc"]]);
});

test("goods that come back win nothing and lose nothing here", async () => {
    listen();
    const { store, order } = await setupTillWithPoints({ spent: 0 });
    const programs = store.models["loyalty.program"].getAll();
    const [sold] = order.lines;
    for (const line of order.lines) {
        line.qty = -1;
        line.refunded_orderline_id = sold;
    }
    const points = order.pointsForPrograms(programs);
    expect(Object.values(points).flat()).toEqual([]);
});

test("points that are valid later pay for nothing on the same ticket", async () => {
    listen();
    const { store, order } = await setupTillWithPoints({ spent: 0 });
    const program = store.models["loyalty.program"].get(7);
    program.applies_on = "both";
    order.uiState.couponPointChanges[4].points = 5;
    expect(order._getRealCouponPoints(4)).toBe(8);
    program.points_valid_after = 14;
    expect(order._getRealCouponPoints(4)).toBe(3);
});
