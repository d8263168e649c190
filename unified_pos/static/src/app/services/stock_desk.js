import { reactive } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { AlertDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { ConnectionLostError } from "@web/core/network/rpc";
import { debounce } from "@web/core/utils/timing";

const STOCK_EVENT = "unified_pos.stock";
const ASKED_AT_ONCE = 300;
const PATIENCE = 150;
const AFTER_START = 3000;
// the server waits three minutes for a sign of life
export const SIGN_OF_LIFE = 60000;

/**
 * What the till knows of the stock: asked for once for what is on the screen, then
 * again when the server tells of a change. The server counts; this class shows.
 */
export class StockDesk {
    constructor(pos) {
        this.pos = pos;
        this.levels = reactive({});
        this.wanted = new Set();
        this.scarce = new Set();
        this.ask = debounce(() => this.askNow(), PATIENCE);
    }

    start() {
        this.pos.bus.subscribe(STOCK_EVENT, ({ product_ids }) => this.onChanged(product_ids));
        window.addEventListener("pos-network-online", () => this.comeBack());
        setTimeout(() => this.learnScarce(), AFTER_START);
        this.timer = setInterval(() => this.giveSignOfLife(), SIGN_OF_LIFE);
    }

    /**
     * {here, promised, places, offline} of a variant, undefined while it is not known.
     *
     * @param {Object} levels - what a component watches, to be drawn again on a change
     */
    levelOf(product, levels = this.levels) {
        const level = levels[product.id];
        if (level === undefined && this.mayBeCounted(product, levels)) {
            this.want([product.id]);
        }
        return level || undefined;
    }

    /** What this place can promise of an article in all its variants. */
    hereOf(template, levels = this.levels) {
        const stored = template.product_variant_ids.filter((product) =>
            this.mayBeCounted(product, levels)
        );
        const known = stored.map((product) => this.levelOf(product, levels));
        if (!stored.length || known.includes(undefined)) {
            return undefined;
        }
        return known.reduce((total, level) => total + level.here, 0);
    }

    isKnown(product) {
        return !this.mayBeCounted(product) || this.levels[product.id] !== undefined;
    }

    /** False for services, and for goods of which the server said that nobody counts them. */
    mayBeCounted(product, levels = this.levels) {
        return product.type === "consu" && levels[product.id] !== null;
    }

    /** Ask at once for an article that was never on the screen. */
    async know(product) {
        if (!this.isKnown(product)) {
            this.wanted.add(product.id);
            await this.askNow();
        }
    }

    /** An article that was never on the screen may have become scarce. */
    onChanged(productIds) {
        this.want(productIds.filter((id) => this.isLoaded(id)));
    }

    isLoaded(productId) {
        return Boolean(this.pos.models["product.product"].get(productId));
    }

    want(productIds) {
        productIds.forEach((id) => this.wanted.add(id));
        if (this.wanted.size) {
            this.ask();
        }
    }

    // ---- asking

    /**
     * Ask the server, which must know first what was sold without it.
     *
     * @throws {ConnectionLostError} the till keeps what it knew, and is alone from now on
     */
    async call(method, ...args) {
        const { state } = this.pos.offlineDesk;
        if (state.alone) {
            await this.pos.sendWaitingTickets();
        }
        try {
            const config = this.pos.config.id;
            const answer = await this.pos.data.call("pos.config", method, [config, ...args]);
            // an answer may come in after the network has gone
            state.alone = this.pos.data.network.offline;
            return answer;
        } catch (error) {
            if (error instanceof ConnectionLostError) {
                state.alone = true;
            }
            throw error;
        }
    }

    async askNow() {
        const ids = [...this.wanted].filter((id) => typeof id === "number").slice(0, ASKED_AT_ONCE);
        if (!ids.length || this.pos.data.network.offline) {
            return;
        }
        ids.forEach((id) => this.wanted.delete(id));
        try {
            const answer = await this.call("unified_stock", ids, this.pos.offlineDesk.device);
            this.listen(answer.channel);
            for (const id of ids) {
                this.levels[id] = answer.stock[id] || null;
            }
            this.pos.offlineDesk.learn(ids, answer);
            for (const id of ids.filter((id) => this.pos.offlineDesk.isScarce({ id }))) {
                this.scarce.add(id);
            }
        } catch (error) {
            if (error instanceof ConnectionLostError) {
                // asked again with the next sign of life
                ids.forEach((id) => this.wanted.add(id));
                return;
            }
            // figures on the side never stop a sale
            console.warn("The stock is not known:", error);
        }
        if (this.wanted.size) {
            this.ask();
        }
    }

    listen(channel) {
        if (channel && channel !== this.channel) {
            this.channel = channel;
            this.pos.bus.addChannel(channel);
        }
    }

    /** Learn, in the background, what could be missing without network. */
    async learnScarce() {
        if (this.pos.data.network.offline) {
            return;
        }
        try {
            const scarce = await this.call("unified_scarce");
            this.scarce = new Set(scarce.filter((id) => this.isLoaded(id)));
            this.want([...this.scarce]);
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                console.warn("The scarce articles are not known:", error);
            }
        }
    }

    /** What changed meanwhile was told to nobody here. */
    async comeBack() {
        await this.learnScarce();
        this.want(Object.keys(this.levels).map(Number));
    }

    /** As long as the till is heard, what is set aside for it is kept from nobody. */
    giveSignOfLife() {
        const turn = [...this.scarce].slice(0, ASKED_AT_ONCE);
        for (const id of turn) {
            this.scarce.delete(id);
            this.scarce.add(id);
        }
        this.want(turn);
    }

    /**
     * Who waits for the goods that this ticket would take beyond what is free here.
     *
     * @returns {string[]} names of orders and carts, none when nothing is broken
     */
    promisedTo(order, product) {
        const level = this.levels[product.id];
        const taken = order.lines
            .filter((line) => line.product_id.id === product.id)
            .filter((line) => !line.sale_order_origin_id && !line.isOwed)
            .reduce((total, line) => total + line.qty, 0);
        return level && taken > Math.max(level.here, 0) ? level.promised : [];
    }

    /** Whether there is none here, and nobody who waits for it is asked about already. */
    hasNoneHere(order, line) {
        if (!order.lines.includes(line)) {
            return false;
        }
        const level = this.levels[line.product_id.id];
        return Boolean(
            level && line.qty > 0 && !line.isOwed && level.here <= 0 && !level.promised.length
        );
    }

    // ---- sent later

    /**
     * Have the server promise what a ticket sends later. Without network it is told
     * with the ticket; but what another place owes must have been promised before.
     *
     * @returns {Promise<boolean>} whether the ticket may be paid
     */
    async promiseLater(order, { quiet = false } = {}) {
        const lines = order.linesToPromise;
        if (!lines.length && !order.uiState.promisedLater) {
            return true;
        }
        const answer = await this.askPromise(order.uuid, lines);
        if (answer.status === "held") {
            order.uiState.promisedLater = lines.length > 0;
            order.uiState.promisedLines = JSON.stringify(lines);
            return true;
        }
        if (answer.status === "unknown") {
            return this.isKnownPromise(order, lines, quiet);
        }
        if (!quiet) {
            this.tellNotPromised(answer, order);
        }
        return false;
    }

    isKnownPromise(order, lines, quiet) {
        const known = order.uiState.promisedLines === JSON.stringify(lines);
        if (order.owedLines.length && !known) {
            if (!quiet) {
                this.pos.fulfilmentDesk.tellOffline();
            }
            return false;
        }
        return true;
    }

    /** No lines: what was promised is let go; it ends by itself when nobody hears. */
    async askPromise(uuid, lines) {
        const args = [this.pos.config.id, uuid, lines];
        try {
            return await this.pos.data.call("pos.config", "unified_promise_later", args);
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            return { status: "unknown" };
        }
    }

    tellNotPromised({ status, message }, order) {
        const advice = order.owedLines.length
            ? _t("Lower the quantity, or choose another place with the button Delivery.")
            : _t("Lower the quantity or remove the shipping date, then validate again.");
        this.pos.dialog.add(AlertDialog, {
            title: _t("These goods cannot be promised now"),
            body: status === "short" ? `${message} ${advice}` : message,
        });
    }
}
