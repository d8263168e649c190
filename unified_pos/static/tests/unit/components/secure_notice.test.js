import { after, expect, test } from "@odoo/hoot";
import { animationFrame, click, queryText } from "@odoo/hoot-dom";
import { browser } from "@web/core/browser/browser";
import { mountWithCleanup, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { SecureNotice } from "@unified_pos/app/components/secure_notice/secure_notice";

definePosModels();

/** A till on a page that the browser calls secure, or not; nothing was dismissed. */
async function setupPage(isSecureContext) {
    await setupPosEnv();
    const known = Object.getOwnPropertyDescriptor(window, "isSecureContext");
    Object.defineProperty(window, "isSecureContext", {
        value: isSecureContext,
        configurable: true,
    });
    after(() => {
        delete window.isSecureContext;
        if (known) {
            Object.defineProperty(window, "isSecureContext", known);
        }
    });
    const kept = new Map();
    patchWithCleanup(browser, {
        sessionStorage: {
            getItem: (key) => kept.get(key) ?? null,
            setItem: (key, value) => kept.set(key, value),
        },
    });
}

test("on an encrypted page, or on localhost, nothing is said", async () => {
    await setupPage(true);
    await mountWithCleanup(SecureNotice, {});
    expect(".o_unified_secure_notice").toHaveCount(0);
});

test("on a page without TLS the till says what does not work, and what to do", async () => {
    await setupPage(false);
    await mountWithCleanup(SecureNotice, {});
    expect(queryText(".o_unified_secure_notice")).toMatch(/camera/);
    expect(queryText(".o_unified_secure_notice")).toMatch(/without network/);
    expect(queryText(".o_unified_secure_notice strong")).toMatch(/https/);
});

test("the notice is put away for the session", async () => {
    await setupPage(false);
    await mountWithCleanup(SecureNotice, {});
    await click(".o_unified_secure_notice .btn");
    await animationFrame();
    expect(".o_unified_secure_notice").toHaveCount(0);
    await mountWithCleanup(SecureNotice, {});
    expect(".o_unified_secure_notice").toHaveCount(0);
});
