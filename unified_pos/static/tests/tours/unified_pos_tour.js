/* global posmodel */

import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as Dialog from "@point_of_sale/../tests/generic_helpers/dialog_util";
import * as Notification from "@point_of_sale/../tests/generic_helpers/notification_util";
import * as Offline from "@point_of_sale/../tests/generic_helpers/offline_util";
import * as Order from "@point_of_sale/../tests/generic_helpers/order_widget_util";
import * as PosHr from "@pos_hr/../tests/tours/utils/pos_hr_helpers";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as SelectionPopup from "@point_of_sale/../tests/generic_helpers/selection_popup_util";
import { scan_barcode } from "@point_of_sale/../tests/generic_helpers/utils";
import { registry } from "@web/core/registry";
import * as Cart from "./utils/cart_util";

const tours = registry.category("web_tour.tours");

function openTill() {
    return [Chrome.startPoS(), PosHr.login("Amélie Roux", "1111")].flat();
}

function chooseCamille() {
    return [
        ProductScreen.clickPartnerButton(),
        ProductScreen.clickCustomer("Camille Martin"),
    ].flat();
}

tours.add("unified_pos_take_cart", {
    steps: () =>
        [
            openTill(),
            chooseCamille(),
            Cart.cartIsOffered("Camille"),
            Cart.cartHasLine("T-shirt", "10 here"),
            Cart.takeCart(),
            Cart.cartIsInHand(),
            Order.hasLine({ productName: "T-shirt", quantity: "2" }),
            Order.hasLine({ productName: "Mug", quantity: "1" }),
            scan_barcode("3701234500019"),
            Order.hasLine({ productName: "Pen", quantity: "1" }),
            Cart.payByCard(),
        ].flat(),
});

tours.add("unified_pos_cart_left_then_given_back", {
    steps: () =>
        [
            openTill(),
            chooseCamille(),
            Cart.cartIsOffered("Camille"),
            Cart.leaveCart(),
            Cart.cartIsWaiting("3"),
            {
                content: "open the cart from the chip",
                trigger: ".o_unified_chip_cart",
                run: "click",
            },
            Cart.takeCart(),
            Cart.cartIsInHand(),
            Cart.giveCartBack(),
            Cart.cartIsWaiting("3"),
            ProductScreen.orderIsEmpty(),
        ].flat(),
});

tours.add("unified_pos_cart_held_elsewhere", {
    steps: () =>
        [
            openTill(),
            chooseCamille(),
            Cart.cartIsHeldBy("Lyon – Lyon 2"),
            Cart.takeCart(),
            SelectionPopup.has("The customer is here", { run: "click" }),
            Cart.cartIsInHand(),
            Order.hasLine({ productName: "T-shirt", quantity: "2" }),
        ].flat(),
});

tours.add("unified_pos_manager_approval", {
    steps: () =>
        [
            openTill(),
            ProductScreen.clickDisplayedProduct("Pen"),
            ProductScreen.clickNumpad("%", "2", "5"),
            Cart.managerIsAsked("25"),
            PosHr.enterPin("9999"),
            Notification.has("This PIN is not the PIN of a manager"),
            PosHr.enterPin("1234"),
            Cart.lineHasDiscount("Pen", "25"),
            ProductScreen.clickNumpad("Qty", "⌫", "⌫"),
            Cart.managerIsAsked("Pen"),
            Dialog.discard(),
            Order.hasLine({ productName: "Pen", quantity: "1" }),
            Cart.payByCard(),
        ].flat(),
});

tours.add("unified_pos_paid_without_network", {
    steps: () =>
        [
            openTill(),
            chooseCamille(),
            Cart.cartIsOffered("Camille"),
            Cart.takeCart(),
            Cart.cartIsInHand(),
            Offline.setOfflineMode(),
            Cart.payByCard(),
            Offline.setOnlineMode(),
            {
                content: "the ticket reaches the server",
                trigger: "body",
                run: async () => {
                    await posmodel.syncAllOrders();
                },
            },
            Chrome.isSynced(),
        ].flat(),
});
