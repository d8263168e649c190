import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { Dialog } from "@web/core/dialog/dialog";
import { useAutofocus } from "@web/core/utils/hooks";
import { formatFloat } from "@web/core/utils/numbers";
import { toNumber } from "@unified_pos/app/utils/to_number";

/** How many points to spend, or how much money they take off: one follows the other. */
export class PointsPopup extends Component {
    static template = "unified_loyalty_pos.PointsPopup";
    static components = { Dialog };
    static props = {
        reward: Object,
        most: Number,
        balance: Number,
        getPayload: Function,
        close: Function,
    };

    setup() {
        this.input = useAutofocus({ refName: "points", selectAll: true, mobile: true });
        this.state = useState({ points: this.write(this.props.most), money: "" });
        this.state.money = this.write(this.props.most * this.props.reward.discount);
    }

    write(number) {
        return formatFloat(number, { digits: [16, 2], trailingZeros: false });
    }

    get step() {
        return this.props.reward.required_points || 1;
    }

    /** What is spent: whole steps, never more than there is or than there is to pay. */
    get points() {
        const asked = Math.max(toNumber(this.state.points) || 0, 0);
        const within = Math.min(asked, this.props.most);
        return within === this.props.most ? within : Math.floor(within / this.step) * this.step;
    }

    get hint() {
        return _t("Available: %(balance)s. At most on this ticket: %(most)s.", {
            balance: this.write(this.props.balance),
            most: this.write(this.props.most),
        });
    }

    get confirmLabel() {
        const money = this.points * this.props.reward.discount;
        return _t("Take %s off", this.env.utils.formatCurrency(money));
    }

    onPoints() {
        const points = toNumber(this.state.points) || 0;
        this.state.money = this.write(points * this.props.reward.discount);
    }

    onMoney() {
        const money = toNumber(this.state.money) || 0;
        // a cent less would not take off what was asked for
        const points = Math.ceil(money / this.props.reward.discount / this.step - 1e-6) * this.step;
        this.state.points = this.write(Math.max(points, 0));
    }

    confirm() {
        if (this.points > 0) {
            this.props.getPayload(this.points);
            this.props.close();
        }
    }
}
