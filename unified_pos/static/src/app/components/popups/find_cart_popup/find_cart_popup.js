import { Component, useRef, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { useAutofocus } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { isCartCode, isCartLink } from "@unified_pos/app/utils/cart_key";

const SHORTEST_SEARCH = 3;

/** One field for the code a customer says, and for a name or a phone. */
export class FindCartPopup extends Component {
    static template = "unified_pos.FindCartPopup";
    static components = { Dialog };
    static props = { close: Function };

    setup() {
        this.pos = usePos();
        this.input = useAutofocus({ refName: "input", mobile: true });
        this.list = useRef("list");
        this.state = useState({ text: "", searched: "", carts: [], more: false, message: "" });
        this.searchLater = useDebounced(() => this.search(), 300);
    }

    get finder() {
        return this.pos.cartFinder;
    }

    /** Words to search by, not a code that would count as a try. */
    get words() {
        const text = this.state.text.trim();
        return isCartCode(text) || isCartLink(text) ? "" : text;
    }

    get results() {
        return this.state.carts.map((cart) => ({
            ...cart,
            contact: [cart.phone, cart.email].filter(Boolean).join(" · "),
            holder: cart.held_by && !cart.held_by.mine ? cart.held_by.name : "",
            count: this.env.utils.formatProductQty(cart.count, false),
            total: this.env.utils.formatCurrency(cart.total),
        }));
    }

    get isNobodyFound() {
        return this.state.searched && !this.state.carts.length;
    }

    onInput() {
        this.state.message = "";
        if (this.words.length >= SHORTEST_SEARCH) {
            this.searchLater();
        } else {
            Object.assign(this.state, { carts: [], more: false, searched: "" });
        }
    }

    async submit() {
        const text = this.state.text.trim();
        if (isCartCode(text) || isCartLink(text)) {
            return this.open(text);
        }
        if (this.state.searched !== this.words) {
            await this.search();
        }
        if (this.state.carts.length === 1) {
            this.choose(this.state.carts[0]);
        }
    }

    async open(text) {
        const found = await this.finder.find(text);
        if (found?.status === "found") {
            this.choose(found);
        } else if (found) {
            this.state.message = found.message;
            this.input.el?.select();
        }
    }

    async search() {
        const words = this.words;
        if (words.length < SHORTEST_SEARCH || words === this.state.searched) {
            return;
        }
        const found = await this.finder.search(words);
        // an answer that comes after more was typed is not the one
        if (found && words === this.words) {
            Object.assign(this.state, { ...found, searched: words });
        }
    }

    choose(cart) {
        this.props.close();
        this.finder.offer(cart);
    }

    onKeydown(ev) {
        const step = { ArrowDown: 1, ArrowUp: -1 }[ev.key];
        const buttons = [...(this.list.el?.querySelectorAll("button") || [])];
        if (!step || !buttons.length) {
            return;
        }
        ev.preventDefault();
        const next = buttons.indexOf(document.activeElement) + step;
        (buttons[next] || (next < 0 ? this.input.el : buttons.at(-1))).focus();
    }
}
