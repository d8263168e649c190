import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { useAutofocus } from "@web/core/utils/hooks";

/** One field for the code of a card, typed or scanned; the server judges it. */
export class CardPopup extends Component {
    static template = "unified_loyalty_pos.CardPopup";
    static components = { Dialog };
    static props = {
        title: String,
        check: Function,
        choice: { type: String, optional: true },
        getPayload: Function,
        close: Function,
    };

    setup() {
        this.input = useAutofocus({ refName: "input", mobile: true });
        this.state = useState({ code: "", message: "", busy: false });
    }

    async submit() {
        const code = this.state.code.trim();
        if (!code || this.state.busy) {
            return;
        }
        Object.assign(this.state, { busy: true, message: "" });
        try {
            const answer = await this.props.check(code);
            if (answer.message) {
                this.state.message = answer.message;
                this.input.el?.select();
            } else {
                this.give(answer);
            }
        } finally {
            this.state.busy = false;
        }
    }

    choose() {
        this.give({ chosen: true });
    }

    give(answer) {
        this.props.getPayload(answer);
        this.props.close();
    }
}
