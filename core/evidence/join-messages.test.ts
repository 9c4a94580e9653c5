import { describe, expect, it } from "vitest";
import type { FailedRequest, FailureMessage } from "@/core/rollups/rollup";
import { TrafficBuilder } from "@/core/spikes/traffic-builder";
import { joinMessages } from "./join-messages";

const template = new TrafficBuilder()
  .add({ from: 0, to: 0, requests: 1, failed: 1, upstream: "10.0.0.1:80" })
  .addMessage(0, {})
  .build();
const line = (atSeconds: number, what: Partial<FailedRequest> = {}): FailedRequest => ({
  ...template.failures[0]!,
  ...{ atMs: atSeconds * 1000, clientIp: "192.0.2.1", method: "GET", path: "/a?b=1" },
  ...what,
});
const message = (atSeconds: number, what: Partial<FailureMessage> = {}): FailureMessage => ({
  ...template.messages[0]!,
  ...{ atMs: atSeconds * 1000, clientIp: "192.0.2.1", method: "GET", path: "/a?b=1" },
  ...what,
});

describe("joinMessages", () => {
  it("pairs each message with one line, the nearest", () => {
    const lines = [line(100), line(130)];
    expect(joinMessages(lines, [message(99), message(129)])).toMatchObject({
      messagesWithoutLine: 0,
      matched: new Set(lines),
    });
    expect(joinMessages(lines, [message(99)]).matched).toEqual(new Set([lines[0]]));
  });

  it("takes a message from minutes before, as a stretched or slow request has it, but not from hours before", () => {
    expect(joinMessages([line(1000)], [message(760)]).matched.size).toBe(1);
    expect(joinMessages([line(9000)], [message(760)])).toMatchObject({ matched: new Set(), messagesWithoutLine: 1 });
  });

  it("gives a request that was tried twice both its messages", () => {
    const attempt = template.failures[0]!.attempts[0]!;
    const joined = joinMessages([line(10, { attempts: [attempt, attempt] })], [message(9), message(10)]);
    expect(joined).toMatchObject({ messagesWithoutLine: 0 });
  });

  it("does not pair other clients, methods or targets", () => {
    const others = [
      message(10, { clientIp: "192.0.2.2" }),
      message(10, { method: "POST" }),
      message(10, { path: "/b" }),
    ];
    expect(joinMessages([line(10), line(20, { path: "/z" })], [message(10), ...others]).matched.size).toBe(1);
  });

  it("goes by target alone where the two logs name different clients", () => {
    const joined = joinMessages(
      [line(10), line(11)],
      [message(10, { clientIp: "10.0.0.9" }), message(11, { clientIp: "10.0.0.9" })],
    );
    expect(joined.matched.size).toBe(2);
  });

  it("stays quick when every line has the same key", () => {
    const lines = Array.from({ length: 20_000 }, (_, at) => line(at));
    const messages = Array.from({ length: 20_000 }, (_, at) => message(at));
    expect(joinMessages(lines, messages).matched.size).toBe(20_000);
  });
});
