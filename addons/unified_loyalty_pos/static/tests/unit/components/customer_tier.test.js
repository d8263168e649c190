import { expect, test } from "@odoo/hoot";
import { queryText } from "@odoo/hoot-dom";
import { mountWithCleanup, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { CustomerChip } from "@unified_pos/app/components/customer_chip/customer_chip";
import { CartServer, setupTill } from "@unified_pos/../tests/unit/till_utils";

definePosModels();

async function mountChip(loyalty_tier) {
    patchWithCleanup(CartServer.prototype, {
        get summary() {
            return { ...super.summary, loyalty_tier };
        },
    });
    const { store, order, customer } = await setupTill();
    order.setPartner(customer);
    await store.cartDesk.refresh(customer);
    await mountWithCleanup(CustomerChip, {});
}

test("the chip says the tier of the customer", async () => {
    await mountChip("Gold");
    expect(queryText(".o_unified_chip_tier")).toBe("Gold");
});

test("a customer without tier has none on the chip", async () => {
    await mountChip("");
    expect(".o_unified_chip_tier").toHaveCount(0);
});
