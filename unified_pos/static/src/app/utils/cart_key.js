const LINK = /\/cart\/(?:store\/)?[A-Za-z0-9_-]{60,200}(?![\w-])/;
const CODE = /^[0-9]{6}$/;

/** Whether this is what the QR of a cart holds; the server reads it. */
export function isCartLink(text) {
    return LINK.test(text || "");
}

/** Whether this may be the six digits of a cart, however they are written. */
export function isCartCode(text) {
    return CODE.test((text || "").replace(/[\s.-]/g, ""));
}
