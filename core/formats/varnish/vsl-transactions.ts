import type { VslRecord } from "./read-vsl-record";

/** What a transaction's records have said so far. */
export interface VslTransaction {
  /** UTC epoch milliseconds of its last timestamp; null before the first. */
  atMs: number | null;
  method: string | null;
  path: string | null;
  host: string | null;
  clientIp: string | null;
  /** Address of the backend, or its name where no connection was made. */
  backend: string | null;
  isReused: boolean;
  /** The backend's header has come. */
  hasAnswer: boolean;
  hasFailed: boolean;
}

/** Transactions in flight that are remembered in a log that is not grouped. */
const MAX_OPEN = 2000;

/**
 * Keeps what the records of a transaction say for those that come after: varnishlog writes one fact a line, and most lines have no
 * time. Where the output is grouped there is one transaction at a time.
 */
export class VslTransactions {
  /** Time of the last timestamp of any transaction. */
  lastAtMs: number | null = null;
  readonly #open = new Map<string, VslTransaction>();

  /** Takes note of a record and gives its transaction. */
  note({ vxid, tag, text }: VslRecord): VslTransaction {
    const key = vxid ?? "";
    if (tag === "" || tag === "Begin" || tag === "End") this.#open.delete(key);
    let transaction = this.#open.get(key);
    if (!transaction) {
      transaction = {
        ...{ atMs: null, method: null, path: null, host: null, clientIp: null, backend: null },
        ...{ isReused: false, hasAnswer: false, hasFailed: false },
      };
      if (this.#open.size >= MAX_OPEN) this.#open.clear();
      if (tag !== "End") this.#open.set(key, transaction);
    }
    this.#take(transaction, tag, text);
    return transaction;
  }

  #take(transaction: VslTransaction, tag: string, text: string): void {
    if (tag === "Timestamp") {
      const found = /^([A-Za-z]{1,20}): (\d{9,11})\.(\d{1,6})/.exec(text);
      if (!found) return;
      transaction.atMs = Number(found[2]) * 1000 + Math.floor(Number(`0.${found[3] ?? "0"}`) * 1000);
      if (found[1] === "Beresp") transaction.hasAnswer = true;
      this.lastAtMs = transaction.atMs;
    } else if (tag === "BereqMethod" || tag === "ReqMethod") transaction.method = text;
    else if (tag === "BereqURL" || tag === "ReqURL") transaction.path = text.slice(0, 4096);
    else if (tag === "ReqStart") transaction.clientIp = text.split(" ", 1)[0] || null;
    else if (tag === "BereqHeader" || tag === "ReqHeader") {
      if (/^host:/i.test(text)) transaction.host = text.slice(5, 300).trim() || null;
    } else if (tag === "BackendOpen" || tag === "BackendReuse") {
      // 24 b_ok 127.0.0.1 18101 127.0.0.1 49570 connect
      const [, name = "", address, port] = text.split(" ", 8);
      const shown = address?.includes(":") ? `[${address}]` : address;
      transaction.backend = shown !== undefined && /^\d{1,5}$/.test(port ?? "") ? `${shown}:${port}` : name || null;
      transaction.isReused = tag === "BackendReuse" || /\breuse$/.test(text);
    }
  }
}
