import { createSocket } from "node:dgram";

const CODES = { answer: 0, servfail: 2, nxdomain: 3 };

/** A name server with one answer: the address, "no such name", a failure, or silence. */
export class DnsServer {
  /** @param {{ address: string, port: number, answer: string }} options */
  constructor({ address, port, answer }) {
    this.address = address;
    this.port = port;
    this.answer = answer;
    this.mode = "answer";
  }

  start() {
    this.socket = createSocket("udp4");
    this.socket.on("message", (query, from) => {
      if (this.mode === "silent") return;
      this.socket.send(this.reply(query), from.port, from.address);
    });
    return new Promise((resolve) => this.socket.bind(this.port, this.address, resolve));
  }

  /** @param {"answer" | "nxdomain" | "servfail" | "silent"} mode */
  behave(mode) {
    this.mode = mode;
  }

  /** The question repeated, with one A record or none (RFC 1035 §4.1). */
  reply(query) {
    let end = 12;
    while (query[end] !== 0) end += query[end] + 1;
    const question = query.subarray(12, end + 5);
    const found = this.mode === "answer";
    const header = Buffer.from(query.subarray(0, 12));
    header.writeUInt16BE(0x8180 | CODES[this.mode], 2);
    header.writeUInt16BE(found ? 1 : 0, 6);
    header.writeUInt16BE(0, 8);
    header.writeUInt16BE(0, 10);
    if (!found) return Buffer.concat([header, question]);
    const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, ...this.answer.split(".").map(Number)]);
    return Buffer.concat([header, question, record]);
  }

  stop() {
    return new Promise((resolve) => this.socket.close(resolve));
  }
}
