const CURVE = { name: "ECDSA", namedCurve: "P-256" };
const SIGNATURE = { name: "ECDSA", hash: "SHA-256" };

/** What a browser lends only to pages that nobody can have changed on their way. */
export function browserCrypto() {
    return (window.isSecureContext && window.crypto?.subtle) || null;
}

const toBase64 = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));

/** A key pair whose private half no script can read. */
export function generateKey(subtle) {
    return subtle.generateKey(CURVE, false, ["sign", "verify"]);
}

export async function publicPem(subtle, { publicKey }) {
    const lines = toBase64(await subtle.exportKey("spki", publicKey)).match(/.{1,64}/g);
    return `-----BEGIN PUBLIC KEY-----\n${lines.join("\n")}\n-----END PUBLIC KEY-----\n`;
}

/** Sign a text; r||s in base64url without padding, as the server writes it. */
export async function sign(subtle, { privateKey }, text) {
    const raw = await subtle.sign(SIGNATURE, privateKey, new TextEncoder().encode(text));
    return toBase64(raw).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
