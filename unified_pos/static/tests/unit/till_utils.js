import { onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { HrEmployee } from "@pos_hr/../tests/unit/data/hr_employee.data";
import { getFilledOrder, setupPosEnv } from "@point_of_sale/../tests/unit/utils";

export const CART_ID = 50;
/** SHA-1 of 1234. */
const MANAGER_PIN = "7110eda4d09e062aa5e4a390b0a572ac0d2c0220";
export const HELD = {
    kind: "till",
    name: "Paris – Paris 1 (Bilal)",
    since: "2026-01-01 09:00:00",
    until: "2026-01-01 09:10:00",
    mine: false,
};

/** The server's answers about one cart: two articles, one of them twice. */
export class CartServer {
    constructor() {
        this.calls = [];
        this.hasCart = true;
        this.version = 7;
        this.heldBy = false;
        this.renewed = { status: "mine" };
        this.taking = "taken";
        this.askedBy = false;
        this.asking = { status: "asked", message: "Paris has been asked.", seconds: 60 };
        this.answering = { status: "given", message: "" };
        this.stock = {};
        this.scarce = [];
        this.promise = { status: "held" };
        this.cartState = "open";
        this.opened = null;
        this.found = [];
    }

    get summary() {
        return {
            partner_id: 3,
            first_name: "Camille",
            channel: "unified_pos.cart-secret",
            cart: this.hasCart && {
                id: CART_ID,
                version: this.version,
                count: 3,
                total: 250,
                held_by: this.heldBy,
                asked_by: this.askedBy,
            },
        };
    }

    get preview() {
        const line = (id, product_id, qty, available) => ({
            id,
            product_id,
            product_tmpl_id: product_id,
            name: `Article ${product_id}`,
            qty,
            price_unit: 100,
            discount: 0,
            price_total: 100 * qty,
            tax_ids: [],
            available,
            storable: true,
        });
        return {
            place: "Lyon",
            places: { 6: [{ name: "Paris", available: 4 }] },
            cart: this.hasCart && {
                id: CART_ID,
                version: this.version,
                channel: "Web",
                amount_total: 250,
                held_by: this.heldBy,
                lines: [line(91, 5, 2, 10), line(92, 6, 1, 0)],
            },
        };
    }

    get taken() {
        const saleLine = (id, product_id, discount) => ({
            id,
            product_id,
            name: `Article ${product_id}`,
            discount,
            tax_ids: [],
        });
        const tillLine = (sale_line_id, product_id, qty, price_unit, discount) => ({
            sale_line_id,
            product_id,
            product_tmpl_id: product_id,
            name: `Article ${product_id}`,
            qty,
            price_unit,
            discount,
            tax_ids: [],
            attribute_value_ids: [],
            custom_values: [],
        });
        return {
            status: "taken",
            cart: this.preview.cart,
            lines: [tillLine(91, 5, 2, 100, 0), tillLine(92, 6, 1, 50, 20)],
            records: {
                "sale.order": [
                    {
                        id: CART_ID,
                        name: "S00050",
                        state: "draft",
                        is_cart: true,
                        cart_version: this.version,
                        cart_state: this.cartState,
                        order_line: [91, 92],
                        partner_id: 3,
                    },
                ],
                "sale.order.line": [saleLine(91, 5, 0), saleLine(92, 6, 20)],
            },
        };
    }

    /** What the code of a visitor's cart opens. */
    get visit() {
        return {
            status: "found",
            key: "key-of-the-visit",
            partner_id: false,
            channel: "unified_commerce.cart-secret",
            preview: this.preview,
        };
    }

    count(method) {
        return this.calls.filter((call) => call.method === method).length;
    }

    last(method) {
        return this.calls.findLast((call) => call.method === method);
    }

    listen() {
        const answer = (method, result) =>
            onRpc("pos.config", method, ({ args, kwargs }) => {
                this.calls.push({ method, args, kwargs });
                return result();
            });
        answer("unified_stock", () => ({
            channel: "stock",
            offline_seconds: 8 * 3600,
            stock: this.stock,
        }));
        answer("unified_tell_customer", () => this.told);
        answer("unified_scarce", () => this.scarce);
        answer("unified_promise_later", () => this.promise);
        answer("unified_customer_summary", () => this.summary);
        answer("unified_cart_preview", () => this.preview);
        answer("unified_cart_open", () => this.opened || this.visit);
        answer("unified_cart_search", () => ({ carts: this.found, more: false }));
        answer("unified_cart_renew", () => ({ [CART_ID]: this.renewed }));
        answer("unified_cart_release", () => true);
        answer("unified_cart_ask", () => this.asking);
        answer("unified_cart_answer", () => this.answering);
        answer("unified_cart_take", () =>
            this.taking === "taken"
                ? this.taken
                : { status: this.taking, message: "Held", preview: this.preview }
        );
        return this;
    }
}

/** A till with an open ticket of two shelf articles, and a customer of the shop. */
export async function setupTill() {
    const server = new CartServer().listen();
    const store = await setupPosEnv();
    const order = await getFilledOrder(store);
    const customer = store.models["res.partner"].get(3);
    return { server, store, order, customer };
}

/** The same till, with the customer's cart in hand. */
export async function setupTillWithCart() {
    const till = await setupTill();
    till.order.setPartner(till.customer);
    await till.store.cartDesk.refresh(till.customer);
    await till.store.cartDesk.addCart(till.order, till.server.taken);
    return till;
}

/** A till where a cashier works, managers being asked for everything. */
export async function setupApprovalTill() {
    patchWithCleanup(HrEmployee.prototype, {
        _load_pos_data_read() {
            const employees = super._load_pos_data_read(...arguments);
            return employees.map((one) => ({
                ...one,
                _pin: one._role === "manager" ? MANAGER_PIN : false,
            }));
        },
    });
    const till = await setupTill();
    const { store } = till;
    Object.assign(store.config, {
        module_pos_hr: true,
        approval_discount: true,
        approval_price: true,
        approval_refund: true,
        approval_line_removal: true,
        max_discount_without_approval: 10,
    });
    const [manager, cashier] = [2, 3].map((id) => store.models["hr.employee"].get(id));
    store.cashier = cashier;
    return { ...till, manager, cashier };
}
