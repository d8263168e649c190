import { reactive } from "@odoo/owl";
import { ConnectionLostError } from "@web/core/network/rpc";
import { debounce } from "@web/core/utils/timing";

const STOCK_EVENT = "unified_pos.stock";
const ASKED_AT_ONCE = 300;
const PATIENCE = 150;

/**
 * What the till knows of the stock: asked for once for what is on the screen, then
 * again when the server tells of a change. The server counts; this class shows.
 */
export class StockDesk {
    constructor(pos) {
        this.pos = pos;
        this.levels = reactive({});
        this.wanted = new Set();
        this.ask = debounce(() => this.askNow(), PATIENCE);
    }

    start() {
        this.pos.bus.subscribe(STOCK_EVENT, ({ product_ids }) => this.onChanged(product_ids));
        window.addEventListener("pos-network-online", () =>
            this.want(Object.keys(this.levels).map(Number))
        );
    }

    /**
     * {here, promised, places} of a variant, undefined while it is not known.
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

    onChanged(productIds) {
        this.want(productIds.filter((id) => id in this.levels));
    }

    want(productIds) {
        productIds.forEach((id) => this.wanted.add(id));
        if (this.wanted.size) {
            this.ask();
        }
    }

    /** A till without network keeps what it knew. */
    async askNow() {
        const ids = [...this.wanted].filter((id) => typeof id === "number").slice(0, ASKED_AT_ONCE);
        ids.forEach((id) => this.wanted.delete(id));
        if (!ids.length || this.pos.data.network.offline) {
            return;
        }
        try {
            const config = this.pos.config.id;
            const answer = await this.pos.data.call("pos.config", "unified_stock", [config, ids]);
            this.listen(answer.channel);
            for (const id of ids) {
                this.levels[id] = answer.stock[id] || null;
            }
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                // figures on the side never stop a sale
                console.warn("The stock is not known:", error);
            }
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

    /**
     * Who waits for the goods that this ticket would take beyond what is free here.
     *
     * @returns {string[]} names of orders and carts, none when nothing is broken
     */
    promisedTo(order, product) {
        const level = this.levels[product.id];
        const taken = order.lines
            .filter((line) => line.product_id.id === product.id && !line.sale_order_origin_id)
            .reduce((total, line) => total + line.qty, 0);
        return level && taken > Math.max(level.here, 0) ? level.promised : [];
    }
}
