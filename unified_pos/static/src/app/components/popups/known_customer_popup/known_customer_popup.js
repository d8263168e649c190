import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { Dialog } from "@web/core/dialog/dialog";

/** Says who has this address or number already, and asks what to do. */
export class KnownCustomerPopup extends Component {
    static template = "unified_pos.KnownCustomerPopup";
    static components = { Dialog };
    static props = {
        customers: Array,
        getPayload: Function,
        close: Function,
    };

    get title() {
        return this.props.customers.length > 1
            ? _t("Is it one of these customers?")
            : _t("Is it this customer?");
    }

    /** An address is somebody's own; a household may share a number. */
    get mayCreate() {
        return !this.props.customers.some((customer) => customer.same_email);
    }

    get shown() {
        return this.mayCreate
            ? this.props.customers
            : this.props.customers.filter((customer) => customer.same_email);
    }

    get hint() {
        return this.mayCreate
            ? _t("This number is on a file already.")
            : _t(
                  "This e-mail address is on a file already: purchases, points and carts stay together on one file."
              );
    }

    detailsOf({ email, phone, city }) {
        return [email, phone, city].filter(Boolean).join(" · ");
    }

    answer(payload) {
        this.props.getPayload(payload);
        this.props.close();
    }
}
