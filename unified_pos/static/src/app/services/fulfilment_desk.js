import { _t } from "@web/core/l10n/translation";
import { AlertDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { ConnectionLostError } from "@web/core/network/rpc";
import { debounce } from "@web/core/utils/timing";
import { formatFloat } from "@web/core/utils/numbers";
import { makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { SelectionPopup } from "@point_of_sale/app/components/popups/selection_popup/selection_popup";

// the server keeps a promise for a quarter of an hour
export const RENEWAL = 5 * 60000;
const PATIENCE = 400;

/**
 * How each line of a ticket reaches the customer: taken away, shipped home, collected
 * in a store. The server knows where an article is, promises it and prices shipping;
 * this class asks, and says what it answered.
 */
export class FulfilmentDesk {
    constructor(pos) {
        this.pos = pos;
        this.refreshSoon = debounce((order) => this.refresh(order), PATIENCE);
    }

    start() {
        this.timer = setInterval(() => this.renew(), RENEWAL);
        window.addEventListener("pos-network-online", () => this.renew());
    }

    get offline() {
        return this.pos.data.network.offline;
    }

    /** @returns {Promise<any>} what the server answered, undefined without network */
    async call(method, ...args) {
        if (this.offline) {
            return undefined;
        }
        try {
            return await this.pos.data.call("pos.config", method, [this.pos.config.id, ...args]);
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            return undefined;
        }
    }

    tell(title, body) {
        this.pos.dialog.add(AlertDialog, { title, body });
    }

    tellOffline() {
        this.tell(
            _t("No network"),
            _t(
                "Only what the customer leaves with can be sold now: no other place can promise anything. What was promised before stays promised."
            )
        );
    }

    // ---- choosing

    /** A line of goods, that no order and no combination decides about. */
    mayChoose(line) {
        return Boolean(
            line &&
                line.qty > 0 &&
                !line.order_id?.depositLines.length &&
                line.product_id.type === "consu" &&
                !line.combo_parent_id &&
                !line.combo_line_ids?.length &&
                !line.refunded_orderline_id &&
                !line.is_reward_line &&
                (!line.sale_order_origin_id || line.sale_order_origin_id.is_cart)
        );
    }

    /** Let the cashier say how the selected line reaches the customer. */
    async choose(line) {
        if (!this.mayChoose(line)) {
            return false;
        }
        const known = await this.askPlaces(line);
        if (!known) {
            this.tellOffline();
            return false;
        }
        return this.offer(line, known, _t("How does the customer get %s?", line.full_product_name));
    }

    /** There is none here: say at once where there are some. */
    async propose(line) {
        const known = await this.askPlaces(line);
        const elsewhere = known?.places.filter((place) => !place.here) || [];
        if (!elsewhere.length || !this.mayChoose(line) || !line.order_id?.lines.includes(line)) {
            return false;
        }
        return this.offer(line, known, _t("None here: %s", line.full_product_name));
    }

    askPlaces(line) {
        const order = line.order_id;
        const shipped = order.shippedLines.filter((one) => one !== line);
        return this.call(
            "unified_fulfilment",
            order.uuid,
            order.partner_id?.id || false,
            line.product_id.id,
            [...shipped, line].map((one) => this.rated(one))
        );
    }

    rated(line) {
        return [line.product_id.id, line.qty, line.price_unit, line.discount];
    }

    async offer(line, known, title) {
        const choice = await makeAwaitable(this.pos.dialog, SelectionPopup, {
            title,
            list: this.choicesOf(line, known),
        });
        return choice ? this.apply(line, choice) : false;
    }

    choicesOf(line, { places, shipping, address }) {
        const choice = (mode, place, label, description) => ({
            id: `${mode}-${place?.id}`,
            label,
            description,
            isSelected:
                (line.fulfilment_mode || "take_away") === mode &&
                (mode === "take_away" || line.fulfilment_place_id?.id === place.id),
            item: { mode, place },
        });
        const choices = [
            choice("take_away", null, _t("Taken away now"), this.describeHere(places)),
        ];
        for (const place of places) {
            choices.push(
                choice(
                    "ship",
                    place,
                    _t("Shipped home from %s", place.name),
                    [this.describe(place), this.describeShipping(shipping), address]
                        .filter(Boolean)
                        .join(" – ")
                )
            );
        }
        for (const place of places.filter((one) => one.collect)) {
            choices.push(
                choice("collect", place, _t("Collected in %s", place.name), this.describe(place))
            );
        }
        return choices;
    }

    describeHere(places) {
        const here = places.find((place) => place.here);
        return here ? this.describe(here) : _t("None here, as far as the stock says");
    }

    describe({ available }) {
        if (available === null) {
            return "";
        }
        return available === 1
            ? _t("1 available")
            : _t("%s available", formatFloat(available, { trailingZeros: false }));
    }

    describeShipping({ status, price }) {
        return {
            priced: _t("shipping %s", this.pos.env.utils.formatCurrency(price)),
            free: _t("shipping free of charge"),
            unserved: _t("no delivery to this address"),
            no_address: _t("the price depends on the address"),
        }[status];
    }

    // ---- applying

    /** @returns {Promise<boolean>} whether the line goes the way that was chosen */
    async apply(line, { mode, place }) {
        const order = line.order_id;
        const before = [line.fulfilment_mode, line.fulfilment_place_id];
        if (mode !== "take_away" && !(await this.askCustomer(order, mode))) {
            return false;
        }
        if (!order.lines.includes(line)) {
            return false;
        }
        if (mode !== "take_away" && order.shipping_date) {
            // each line says by itself how it goes
            order.setShippingDate(false);
        }
        this.write(line, mode === "take_away" ? [false, false] : [mode, place]);
        if (await this.refresh(order)) {
            return true;
        }
        this.write(line, before);
        await this.refresh(order, { quiet: true });
        return false;
    }

    write(line, [mode, place]) {
        line.update({
            fulfilment_mode: mode || false,
            fulfilment_place_id: place ? this.pos.models["stock.warehouse"].get(place.id) : false,
        });
        this.pos.addPendingOrder([line.order_id.id]);
    }

    /** Goods that leave later need somebody to go to, and an address to be shipped. */
    async askCustomer(order, mode) {
        if (!order.partner_id) {
            this.pos.notification.add(_t("Who is it for? Choose the customer, or create them."), {
                type: "info",
            });
            if (!(await this.pos.selectPartner(order)) && !order.partner_id) {
                return false;
            }
        }
        let partner = order.partner_id;
        if (mode === "ship" && !this.hasAddress(partner)) {
            this.pos.notification.add(
                _t("Where does it go? Fill in the street, the postcode and the city."),
                { type: "info" }
            );
            partner = await this.pos.editPartner(partner);
        }
        return mode !== "ship" || this.hasAddress(partner);
    }

    hasAddress(partner) {
        return Boolean(partner?.street && partner.zip && partner.city);
    }

    // ---- keeping the promise and the price up to date

    /**
     * Have the server promise what the ticket owes now, and price shipping.
     *
     * @returns {Promise<boolean>} whether all of it is promised
     */
    async refresh(order, { quiet = false } = {}) {
        if (!order || order.finalized) {
            return true;
        }
        const promised = await this.pos.stockDesk.promiseLater(order, { quiet });
        return promised && (await this.priceShipping(order, { quiet }));
    }

    async priceShipping(order, { quiet }) {
        const lines = order.shippedLines;
        const known = order.shippingLines;
        if (!lines.length) {
            [...known].forEach((line) => order.removeOrderline(line));
            return true;
        }
        const rated = lines.map((line) => this.rated(line));
        const key = JSON.stringify([order.partner_id?.id, rated]);
        if (order.uiState.shippingPriced === key) {
            return true;
        }
        const answer = await this.call("unified_shipping", order.partner_id?.id || false, rated);
        if (!answer) {
            // what is promised is not refused for want of a price
            return known.length > 0 || order.uiState.shippingPriced !== undefined;
        }
        if (answer.status === "unserved" || answer.status === "no_address") {
            if (!quiet) {
                this.tellNotShipped(answer);
            }
            return false;
        }
        await this.setShippingLine(order, answer);
        order.uiState.shippingPriced = key;
        return true;
    }

    tellNotShipped({ status }) {
        this.tell(
            _t("This cannot be shipped"),
            status === "unserved"
                ? _t(
                      "No delivery method of this till serves the address of the customer. Choose another address, or let them collect."
                  )
                : _t("The address of the customer is not complete: street, postcode, city.")
        );
    }

    async setShippingLine(order, { status, price, product_id }) {
        const [first, ...others] = order.shippingLines;
        others.forEach((line) => order.removeOrderline(line));
        const product = this.pos.models["product.product"].get(product_id);
        if (status !== "priced" || !product || first?.product_id.id !== product_id) {
            first && order.removeOrderline(first);
        }
        if (status !== "priced" || !product) {
            return;
        }
        let line = order.shippingLines[0];
        if (!line) {
            const selected = order.getSelectedOrderline();
            line = await this.pos.addLineToOrder(
                {
                    product_tmpl_id: product.product_tmpl_id,
                    product_id: product,
                    qty: 1,
                    price_unit: price,
                    price_type: "automatic",
                    fulfilment_mode: "ship",
                },
                order,
                { force: true },
                false
            );
            order.selectOrderline(selected);
        }
        line.setUnitPrice(price);
        line.update({ fulfilment_place_id: order.shippedLines[0].fulfilment_place_id });
    }

    /**
     * The ticket is about to be paid: nothing may be owed that was not promised.
     *
     * @returns {Promise<boolean>} whether it may be paid
     */
    async settle(order) {
        if (!order.owedLines.length) {
            return order.uiState.promisedLater ? this.refresh(order) : true;
        }
        if (!(await this.askCustomer(order, order.shippedLines.length ? "ship" : "collect"))) {
            return false;
        }
        return this.refresh(order);
    }

    /** Show the server that the tickets are still there. */
    async renew() {
        if (this.offline) {
            return;
        }
        const open = this.pos.models["pos.order"].filter((order) => !order.finalized);
        for (const order of open.filter((one) => one.linesToPromise.length)) {
            await this.refresh(order);
        }
    }
}
