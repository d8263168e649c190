import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { EnrolPopup } from "@unified_loyalty_pos/app/components/popups/enrol_popup/enrol_popup";

/** Customers join the loyalty programme at the till, on the one file they have. */
export class EnrolDesk {
    constructor(pos) {
        this.pos = pos;
    }

    call(method, args) {
        return this.pos.data.call("pos.config", method, [this.pos.config.id, ...args]);
    }

    async open(partner = null) {
        try {
            const enrolment = await this.call("unified_enrolment", []);
            if (!enrolment) {
                this.pos.notification.add(_t("This till has no loyalty programme to join."));
                return;
            }
            this.pos.dialog.add(EnrolPopup, {
                program: enrolment.program,
                text: enrolment.text,
                marketingText: enrolment.marketing_text,
                partner: partner || undefined,
                enrol: (values) => this.enrol({ ...values, partner }),
            });
        } catch (error) {
            this.tellOffline(error);
        }
    }

    /** @returns {Promise<boolean>} whether the customer joined */
    async enrol({ name, contact, marketing, partner }) {
        try {
            let partnerId = partner?.id || false;
            if (!partnerId) {
                const isAddress = contact.includes("@");
                const answer = await this.pos.customerDesk.beforeCreate({
                    email: isAddress ? contact : false,
                    phone: isAddress ? false : contact,
                });
                if (!answer.create && !answer.use) {
                    return false;
                }
                partnerId = answer.use || false;
            }
            const joined = await this.call("unified_enrol", [
                name || false,
                contact || false,
                partnerId,
                marketing,
                this.pos.cartDesk.operatorId,
            ]);
            await this.welcome(joined.partner_id);
            return true;
        } catch (error) {
            this.tellOffline(error);
            return false;
        }
    }

    async welcome(partnerId) {
        const partners = this.pos.models["res.partner"];
        if (!partners.get(partnerId)) {
            await this.pos.data.read("res.partner", [partnerId]);
        }
        const partner = partners.get(partnerId);
        await this.pos.setPartnerToCurrentOrder(partner);
        this.pos.updateRewards();
        await this.pos.cartDesk.refresh(partner);
        this.pos.notification.add(_t("%s has joined the loyalty programme.", partner.name), {
            type: "success",
        });
    }

    tellOffline(error) {
        if (!(error instanceof ConnectionLostError)) {
            throw error;
        }
        this.pos.notification.add(
            _t("Without network nobody can join. Their next purchase can begin the card."),
            { type: "warning" }
        );
    }
}

patch(PosStore.prototype, {
    async setup() {
        this.enrolDesk = new EnrolDesk(this);
        await super.setup(...arguments);
    },
});
