import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { browser } from "@web/core/browser/browser";
import { Dialog } from "@web/core/dialog/dialog";
import { ConnectionLostError } from "@web/core/network/rpc";
import { useService } from "@web/core/utils/hooks";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { generateQRCodeDataUrl } from "@point_of_sale/utils";
import { SentReceipt } from "@unified_pos/app/components/sent_receipt/sent_receipt";
import { describeMoment, describeState } from "@unified_pos/app/utils/sent_state";

/** How the customer gets at a basket that was just sent, and what becomes of it. */
export class SentBasketPopup extends Component {
    static template = "unified_pos.SentBasketPopup";
    static components = { Dialog };
    static props = { answer: Object, close: Function };

    setup() {
        this.pos = usePos();
        this.printer = useService("printer");
        this.desk = useState(this.pos.sendDesk.state);
        this.state = useState({
            email: this.props.answer.email || "",
            mailed: "",
            problem: "",
            copied: false,
            busy: false,
        });
        this.qrCode = generateQRCodeDataUrl(this.url, { width: 220, height: 220 });
    }

    get url() {
        return this.props.answer.url;
    }

    get basket() {
        return this.desk.baskets[this.props.answer.basket.key] || this.props.answer.basket;
    }

    get known() {
        return this.pos.sendDesk.stateOf(this.basket);
    }

    get isPaid() {
        return this.pos.sendDesk.isPaid(this.basket);
    }

    get described() {
        return describeState(this.known);
    }

    get title() {
        if (this.isPaid) {
            return _t("The basket is paid");
        }
        const name = this.props.answer.in_cart_of;
        return name ? _t("Sent to the cart of %s", name) : _t("Let the customer scan this");
    }

    get total() {
        return this.env.utils.formatCurrency(this.basket.total);
    }

    get until() {
        return _t("These prices hold until %s.", describeMoment(this.basket.until));
    }

    get paidText() {
        const { name, customer } = this.basket;
        return customer
            ? _t("Order %(name)s of %(customer)s is paid.", { name, customer })
            : _t("Order %s is paid.", name);
    }

    async copy() {
        await browser.navigator.clipboard.writeText(this.url);
        this.state.copied = true;
    }

    async mail() {
        Object.assign(this.state, { busy: true, problem: "", mailed: "" });
        try {
            const answer = await this.pos.sendDesk.mail(this.basket, this.state.email.trim());
            this.state[answer.status === "sent" ? "mailed" : "problem"] = answer.message;
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            this.state.problem = _t("No network: no mail was sent. Try again in a moment.");
        } finally {
            this.state.busy = false;
        }
    }

    print() {
        return this.printer.print(
            SentReceipt,
            {
                company: this.pos.company.name,
                place: this.pos.config._place_name || this.pos.config.name,
                lines: this.basket.lines.map((line) => ({
                    ...line,
                    quantity: this.env.utils.formatProductQty(line.qty, false),
                    price: this.env.utils.formatCurrency(line.price_total),
                })),
                total: this.total,
                until: this.until,
                qrCode: this.qrCode,
            },
            { webPrintFallback: true }
        );
    }

    async takeBack() {
        if (await this.pos.sendDesk.takeBack(this.basket)) {
            this.props.close();
        }
    }
}
