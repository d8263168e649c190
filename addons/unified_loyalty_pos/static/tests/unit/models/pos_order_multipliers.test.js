import { expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupTillWithReward } from "../loyalty_utils";

definePosModels();

const DOUBLE = {
    factor: 2,
    products: [],
    categories: [],
    weekdays: [],
    date_from: "",
    date_to: "",
    channels: [],
    tiers: [],
};

async function setupProgram() {
    const { order } = await setupTillWithReward({});
    const program = {
        id: 1,
        program_type: "loyalty",
        applies_on: "both",
        rule_ids: [
            {
                id: 1,
                mode: "auto",
                any_product: true,
                validProductIds: new Set(),
                minimum_amount: 0,
                minimum_qty: 0,
                reward_point_mode: "money",
                reward_point_amount: 1,
            },
        ],
    };
    const won = (rules) =>
        order.pointsForPrograms([{ ...program, _multipliers: rules }])[1][0].points;
    return { order, won, plain: won([]) };
}

test("the till multiplies what a ticket wins", async () => {
    const { won, plain } = await setupProgram();
    expect(plain).toBeGreaterThan(0);
    expect(won([DOUBLE])).toBeCloseTo(2 * plain);
});

test("a multiplier of another channel is not for this till", async () => {
    const { won, plain } = await setupProgram();
    expect(won([{ ...DOUBLE, channels: [987654] }])).toBeCloseTo(plain);
});

test("a multiplier of a tier is for its members", async () => {
    const { order, won, plain } = await setupProgram();
    const rules = [{ ...DOUBLE, tiers: [7] }];
    expect(won(rules)).toBeCloseTo(plain);
    order._getTiers = () => [7];
    expect(won(rules)).toBeCloseTo(2 * plain);
});
