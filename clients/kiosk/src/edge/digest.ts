/**
 * What stands for a ticket: the same at every gate of the partner, and telling nothing of it. HMAC-SHA-256 under a key that the partner's gates
 * share, the first 16 bytes in hexadecimal.
 */
export async function ticketDigest(ticket: string, key: string): Promise<string> {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const secret = await crypto.subtle.importKey("raw", bytes(key), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", secret, bytes(ticket)));
  return [...mac.slice(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
