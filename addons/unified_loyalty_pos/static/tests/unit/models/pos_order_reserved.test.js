import { expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupTillWithReward } from "../loyalty_utils";

definePosModels();

test("a promotion reserved for tiers is for their members", async () => {
    const { order } = await setupTillWithReward({});
    expect(order._isOfReservedTier({ _reserved_tiers: [] })).toBe(true);
    expect(order._isOfReservedTier({ _reserved_tiers: [7] })).toBe(false);
    order._getAllTiers = () => [7];
    expect(order._isOfReservedTier({ _reserved_tiers: [7] })).toBe(true);
    expect(order._isOfReservedTier({ _reserved_tiers: [8] })).toBe(false);
});

test("without customer there is no tier", async () => {
    const { order } = await setupTillWithReward({});
    order.setPartner(false);
    expect(order._getAllTiers()).toEqual([]);
});
