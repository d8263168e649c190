import { expect, test } from "@odoo/hoot";
import { queryAttribute, queryText } from "@odoo/hoot-dom";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { CustomerChip } from "@unified_pos/app/components/customer_chip/customer_chip";
import { setupTill } from "@unified_pos/../tests/unit/till_utils";
import { listenToLoyalty } from "../loyalty_utils";

definePosModels();

async function mountChip() {
    const { store, order, customer } = await setupTill();
    order.setPartner(customer);
    await store.cartDesk.refresh(customer);
    await mountWithCleanup(CustomerChip, {});
}

test("the chip shows the points and what they are worth", async () => {
    listenToLoyalty({
        points: 250,
        points_display: "250 Points",
        value_display: "€ 10",
        cards: [],
    });
    await mountChip();
    expect(queryText(".o_unified_chip_points")).toBe("250 Points (€ 10)");
});

test("the chip says what the next reward asks for", async () => {
    const next_reward = { description: "5 € off", missing: 40, missing_display: "40 Points" };
    listenToLoyalty({
        points: 60,
        points_display: "60 Points",
        value_display: "",
        cards: [{ next_reward }],
    });
    await mountChip();
    expect(queryAttribute(".o_unified_chip_points", "title")).toBe("40 Points more for: 5 € off");
});

test("a customer without card has no points on the chip", async () => {
    listenToLoyalty(false);
    await mountChip();
    expect(".o_unified_chip").toHaveCount(1);
    expect(".o_unified_chip_points").toHaveCount(0);
});

test("the chip marks points that a household shares, and names no other member", async () => {
    listenToLoyalty({
        points: 200,
        points_display: "200 Points",
        value_display: "",
        cards: [{ household: true }],
    });
    await mountChip();
    expect(queryText(".o_unified_chip_points")).toBe("200 Points Household");
});
