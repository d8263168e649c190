import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { useAutofocus } from "@web/core/utils/hooks";

/** Joining the loyalty programme: a name, a number or an address, and the words agreed to. */
export class EnrolPopup extends Component {
    static template = "unified_loyalty_pos.EnrolPopup";
    static components = { Dialog };
    static props = {
        program: String,
        text: String,
        marketingText: String,
        partner: { type: Object, optional: true },
        enrol: Function,
        close: Function,
    };

    setup() {
        this.input = useAutofocus({ refName: "name", mobile: true });
        this.state = useState({ name: "", contact: "", marketing: false, busy: false });
    }

    get isReady() {
        const { name, contact, busy } = this.state;
        return !busy && (this.props.partner || (name.trim() && contact.trim()));
    }

    async confirm() {
        if (!this.isReady) {
            return;
        }
        this.state.busy = true;
        try {
            if (await this.props.enrol({ ...this.state })) {
                this.props.close();
            }
        } finally {
            this.state.busy = false;
        }
    }
}
