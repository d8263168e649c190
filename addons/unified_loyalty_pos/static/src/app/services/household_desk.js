import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { PartnerList } from "@point_of_sale/app/screens/partner_list/partner_list";
import { makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { HouseholdPopup } from "@unified_loyalty_pos/app/components/popups/household_popup/household_popup";

/** Two customers at the till share their points; the rules are the server's. */
export class HouseholdDesk {
    constructor(pos) {
        this.pos = pos;
    }

    call(method, args) {
        return this.pos.data.call("pos.config", method, [this.pos.config.id, ...args]);
    }

    /** Ask who joins the customer of the ticket. */
    async open(partner) {
        if (!partner) {
            this.tell(_t("Choose the customer who heads the household first."));
            return;
        }
        const member = await makeAwaitable(this.pos.dialog, PartnerList, { partner: null });
        if (!member) {
            return;
        }
        await this.work(async () => {
            const asked = await this.call("unified_household", [partner.id, member.id]);
            this.pos.dialog.add(HouseholdPopup, {
                head: partner.name,
                member: member.name,
                text: asked.text,
                begins: asked.begins,
                points: asked.points_display,
                join: (bring) => this.join(partner, member, bring),
            });
        });
    }

    /** @returns {Promise<boolean>} whether they share their points now */
    join(partner, member, bring) {
        return this.work(async () => {
            // what this till keeps for the ticket is no payment: it is asked for anew
            const order = this.pos.getOrder();
            await this.pos.pointsDesk.release([order]);
            const points = await this.call("unified_household_add", [
                partner.id,
                member.id,
                bring,
                this.pos.cartDesk.operatorId,
            ]);
            for (const [id, balance] of Object.entries(points)) {
                const card = this.pos.models["loyalty.card"].get(Number(id));
                if (card) {
                    card.points = balance;
                }
            }
            this.pos.updateRewards();
            await this.pos.pointsDesk.setAside(order);
            await this.pos.cartDesk.refresh(partner);
            this.tell(
                _t("%(member)s shares the points of %(head)s now.", {
                    member: member.name,
                    head: partner.name,
                }),
                "success"
            );
        });
    }

    /** Run what needs the server, and say what went wrong. */
    async work(task) {
        try {
            await task();
            return true;
        } catch (error) {
            if (error instanceof ConnectionLostError) {
                this.tell(_t("Without network nobody can join a household. Try again later."));
            } else if (error instanceof RPCError) {
                this.tell(error.data?.message || error.message);
            } else {
                throw error;
            }
            return false;
        }
    }

    tell(message, type = "warning") {
        this.pos.notification.add(message, { type });
    }
}

patch(PosStore.prototype, {
    async setup() {
        this.householdDesk = new HouseholdDesk(this);
        await super.setup(...arguments);
    },
});
