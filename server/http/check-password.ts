import { createHash, timingSafeEqual } from "node:crypto";

/** Each wrong password is answered only after this long … */
const FAILURE_DELAY_MS = 500;
/** … and one address may have this many wrong answers waiting: together at most 16 guesses a second. */
const MAX_WAITING_PER_ADDRESS = 8;

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

export type PasswordVerdict = "right" | "missing" | "wrong" | "too-many";

/** HTTP Basic authentication with one shared password; the user name may be anything. */
export function createPasswordCheck(password: string) {
  const expected = digest(password);
  const waiting = new Map<string, number>();

  return async (authorization: string | undefined, address: string): Promise<PasswordVerdict> => {
    const given = passwordIn(authorization);
    if (given === null) return "missing";
    const queued = waiting.get(address) ?? 0;
    if (queued >= MAX_WAITING_PER_ADDRESS) return "too-many";
    // Digests have one length, so the comparison takes the same time whatever was given.
    if (timingSafeEqual(digest(given), expected)) return "right";
    waiting.set(address, queued + 1);
    await new Promise((done) => setTimeout(done, FAILURE_DELAY_MS));
    const left = (waiting.get(address) ?? 1) - 1;
    if (left > 0) waiting.set(address, left);
    else waiting.delete(address);
    return "wrong";
  };
}

function passwordIn(authorization: string | undefined): string | null {
  const encoded = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(authorization ?? "")?.[1];
  if (encoded === undefined) return null;
  const decoded = Buffer.from(encoded, "base64").toString("utf8");
  const colon = decoded.indexOf(":");
  return colon < 0 ? null : decoded.slice(colon + 1);
}
