import { expect, test } from "@odoo/hoot";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupTillWithReward } from "../loyalty_utils";

definePosModels();

/** A ticket with a reward of −10 on it, and one of −`amount` that is claimed. */
async function setupRivals(amount, incompatible) {
    const { order } = await setupTillWithReward({});
    const removed = [];
    const old = {
        price_unit: -10,
        qty: 1,
        reward_id: { program_id: { id: 1, name: "Ten" } },
        delete: () => removed.push("Ten"),
    };
    patchWithCleanup(order, {
        _get_reward_lines: () => [old],
        _getRewardLineValues: () => [{ price_unit: -amount, qty: 1 }],
        _getRealCouponPoints: () => 0,
    });
    const program = { id: 2, name: "Twenty", _incompatible: incompatible };
    const claim = () => order._applyReward({ program_id: program, required_points: 1 }, 5, {});
    return { claim, removed };
}

test("the lesser of two rewards that do not combine is refused with the reason", async () => {
    const { claim, removed } = await setupRivals(9, [1]);
    expect(String(claim())).toInclude("does not combine");
    expect(removed).toEqual([]);
});

test("as much is not better", async () => {
    const { claim, removed } = await setupRivals(10, [1]);
    expect(String(claim())).toInclude("does not combine");
    expect(removed).toEqual([]);
});

test("the better one takes the place of the other", async () => {
    const { claim, removed } = await setupRivals(20, [1]);
    expect(String(claim())).not.toInclude("does not combine");
    expect(removed).toEqual(["Ten"]);
});

test("rewards that combine are left alone", async () => {
    const { claim, removed } = await setupRivals(20, []);
    claim();
    expect(removed).toEqual([]);
});
