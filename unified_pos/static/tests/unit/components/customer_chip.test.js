import { expect, test } from "@odoo/hoot";
import { animationFrame, click, queryText, waitFor } from "@odoo/hoot-dom";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { MainComponentsContainer } from "@web/core/main_components_container";
import { ControlButtons } from "@point_of_sale/app/screens/product_screen/control_buttons/control_buttons";
import { CustomerChip } from "@unified_pos/app/components/customer_chip/customer_chip";
import { setupTill, setupTillWithCart } from "../till_utils";

definePosModels();

test("no customer, no chip", async () => {
    await setupTill();
    await mountWithCleanup(CustomerChip, {});
    expect(".o_unified_chip").toHaveCount(0);
});

test("the chip says who is there and what waits for them", async () => {
    const { store, order, customer } = await setupTill();
    order.setPartner(customer);
    await store.cartDesk.refresh(customer);
    await mountWithCleanup(CustomerChip, {});
    expect(queryText(".o_unified_chip_name")).toBe("Camille");
    expect(queryText(".o_unified_chip_count")).toBe("3");
    expect(".o_unified_chip_dot").toHaveCount(1);
});

test("the amber dot goes out when the cart is gone", async () => {
    const { store, order, customer, server } = await setupTill();
    order.setPartner(customer);
    await store.cartDesk.refresh(customer);
    await mountWithCleanup(CustomerChip, {});
    server.hasCart = false;
    await store.cartDesk.onCartEvent({ partner_id: 3 });
    await animationFrame();
    expect(".o_unified_chip_dot").toHaveCount(0);
    expect(".o_unified_chip_name").toHaveCount(1);
});

test("the chip opens the cart", async () => {
    const { store, order, customer } = await setupTill();
    order.setPartner(customer);
    await store.cartDesk.refresh(customer);
    await mountWithCleanup(MainComponentsContainer);
    await mountWithCleanup(CustomerChip, {});
    await click(".o_unified_chip_cart");
    await waitFor(".o_unified_take_cart");
    expect(".o_unified_cart_line").toHaveCount(2);
});

test("a cart in hand is said to be here, and can be given back", async () => {
    const { order } = await setupTillWithCart();
    await mountWithCleanup(CustomerChip, {});
    expect(queryText(".o_unified_chip_in_hand")).toBe("Cart here");
    expect(".o_unified_chip_dot").toHaveCount(0);
    await click(".o_unified_chip_give_back");
    await animationFrame();
    expect(order.cartInHand).toBe(undefined);
});

test("without network a cart in hand is still here", async () => {
    const { store } = await setupTillWithCart();
    store.data.network.offline = true;
    await mountWithCleanup(CustomerChip, {});
    expect(queryText(".o_unified_chip_in_hand")).toBe("Cart here, no network");
});

test("the button for quotations is hidden from a cashier", async () => {
    const { store } = await setupTill();
    store.config._can_load_sale_orders = false;
    await mountWithCleanup(ControlButtons, { props: { showRemainingButtons: true } });
    expect("button:contains('Quotation/Order')").toHaveCount(0);
});

test("the button for quotations is there for a seller", async () => {
    const { store } = await setupTill();
    store.config._can_load_sale_orders = true;
    await mountWithCleanup(ControlButtons, { props: { showRemainingButtons: true } });
    expect("button:contains('Quotation/Order')").toHaveCount(1);
});
