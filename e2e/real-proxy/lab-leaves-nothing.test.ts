import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { loadFault, record } from "@/e2e/lab/record.mjs";
import { missingProxies } from "@/e2e/proxy-programs.mjs";

/** A folder that proxies can pass through when they have given up root. */
function makeFolder(prefix: string) {
  const folder = mkdtempSync(prefix);
  chmodSync(folder, 0o755);
  return folder;
}

const scratch = makeFolder(join(tmpdir(), "gumshoe-hygiene-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** One fault of each product, and how its recorder ends. */
const ENDINGS = [
  { fault: "one-of-three-down", products: ["nginx"], signal: "SIGKILL" },
  { fault: "pool-down-no-live-upstreams", products: ["nginx"], signal: "SIGINT" },
  { fault: "retries-hide-most", products: ["nginx"], signal: "SIGTERM" },
  { fault: "haproxy-edge-origin-down", products: ["haproxy", "nginx"], signal: "SIGKILL" },
  { fault: "apache-backend-down", products: ["apache2"], signal: "SIGKILL" },
  { fault: "caddy-refused", products: ["caddy"], signal: "SIGKILL" },
  { fault: "varnish-refused", products: ["varnish"], signal: "SIGKILL" },
  { fault: "squid-refused", products: ["squid"], signal: "SIGKILL" },
] as const;

const missing = missingProxies();
const isMissing = (products: readonly string[]) => products.some((product) => missing.includes(product));

/** Starting six proxies at once on a busy machine. */
const WAIT = { timeout: 30_000, interval: 100 };

const accepts = (port: number, address: string) =>
  new Promise<boolean>((done) => {
    const socket = connect(port, address, () => {
      socket.destroy();
      done(true);
    });
    socket.on("error", () => done(false));
  });

/** Whether the proxy and its first application take connections. */
const listening = async ({ subnet }: { subnet: number }) => [
  await accepts(20_000 + subnet * 10, "127.0.0.1"),
  await accepts(8080, `127.0.${subnet}.11`),
];

describe("a recording leaves no process and no folder", { concurrent: true }, () => {
  for (const { fault, products, signal } of ENDINGS)
    it.skipIf(isMissing(products))(`${fault}, its recorder ended by ${signal}`, async () => {
      const folder = makeFolder(join(scratch, "tmp-"));
      const story = await loadFault(fault);
      const recorder = spawn(process.execPath, ["e2e/lab/record.mjs", fault, "--out", join(scratch, "out")], {
        env: { ...process.env, TMPDIR: folder },
        stdio: "ignore",
      });
      await vi.waitFor(() => expect(readdirSync(folder)).toHaveLength(1), WAIT);
      await vi.waitFor(async () => expect(await listening(story)).toEqual([true, true]), WAIT);
      recorder.kill(signal);
      await vi.waitFor(async () => expect(await listening(story)).toEqual([false, false]), WAIT);
      await vi.waitFor(() => expect(readdirSync(folder)).toEqual([]), WAIT);
    });

  it.skipIf(isMissing(["nginx"]))("slow-upstream, its recorder killed at its first act", async () => {
    const folder = makeFolder(join(scratch, "tmp-"));
    const recorder = spawn(process.execPath, ["e2e/lab/record.mjs", "slow-upstream", "--out", join(scratch, "out")], {
      env: { ...process.env, TMPDIR: folder },
      stdio: "ignore",
    });
    await vi.waitFor(() => expect(readdirSync(folder)).toHaveLength(1), { ...WAIT, interval: 1 });
    recorder.kill("SIGKILL");
    await vi.waitFor(() => expect(readdirSync(folder)).toEqual([]), WAIT);
  });

  it.skipIf(isMissing(["nginx"]))("single-upstream-down, where putting the fault in fails", async () => {
    const story = await loadFault("single-upstream-down");
    let dir = "";
    const failing = {
      ...story,
      inject: (context: { dir: string }) => {
        dir = context.dir;
        throw new Error("no such switch");
      },
    };
    await expect(record(failing, { seconds: 3, out: join(scratch, "failing") })).rejects.toThrow("no such switch");
    expect(() => readdirSync(dir)).toThrow("ENOENT");
    expect(await listening(story)).toEqual([false, false]);
  });
});
