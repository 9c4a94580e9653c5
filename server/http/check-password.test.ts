import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createPasswordCheck } from "./check-password";

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;

describe("createPasswordCheck", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("takes the password under any user name, colons and all", async () => {
    const check = createPasswordCheck("a:b:ü");
    expect(await check(basic("", "a:b:ü"), "::1")).toBe("right");
    expect(await check(basic("someone", "a:b:ü"), "::1")).toBe("right");
  });

  it.each([undefined, "", "Bearer x", "Basic", "Basic ???", `Basic ${btoa("no colon")}`])(
    "misses it in %s",
    async (header) => {
      expect(await createPasswordCheck("secret")(header, "::1")).toBe("missing");
    },
  );

  it("answers a wrong one late", async () => {
    const verdict = createPasswordCheck("secret")(basic("x", "Secret"), "::1");
    let answered = false;
    void verdict.then(() => (answered = true));
    await vi.advanceTimersByTimeAsync(400);
    expect(answered).toBe(false);
    await vi.advanceTimersByTimeAsync(200);
    expect(await verdict).toBe("wrong");
  });

  it("limits the guesses of one address, and forgets them", async () => {
    const check = createPasswordCheck("secret");
    const guesses = Array.from({ length: 9 }, (_, i) => check(basic("x", `guess ${i}`), "10.0.0.1"));
    expect(await guesses[8]).toBe("too-many");
    expect(await check(basic("x", "secret"), "10.0.0.2")).toBe("right");
    await vi.advanceTimersByTimeAsync(1000);
    expect(await check(basic("x", "secret"), "10.0.0.1")).toBe("right");
  });
});
