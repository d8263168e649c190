import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { browser } from "@web/core/browser/browser";

const DISMISSED = "unified_pos.secure_notice";

/**
 * On a page without TLS browsers refuse the camera, work without network and more. The
 * till says so once per session. Browsers count localhost as secure.
 */
export class SecureNotice extends Component {
    static template = "unified_pos.SecureNotice";
    static props = {};

    setup() {
        this.state = useState({
            shown: !window.isSecureContext && !browser.sessionStorage.getItem(DISMISSED),
        });
    }

    get text() {
        return _t(
            "This page is not encrypted (%s), so the browser refuses: scanning with the camera, opening the till again without network, installing it as an app. Selling and scanning with a reader work.",
            browser.location.origin
        );
    }

    get advice() {
        return _t("Open the till by an address that begins with https://.");
    }

    dismiss() {
        browser.sessionStorage.setItem(DISMISSED, "1");
        this.state.shown = false;
    }
}
