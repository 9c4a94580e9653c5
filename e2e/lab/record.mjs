/**
 * Records one incident: a real nginx before real applications, traffic, a fault put in for the middle third and taken out again.
 *
 *   node e2e/lab/record.mjs FAULT [--out DIR] [--seconds 60]
 *
 * Needs nginx, and for some faults openssl, php-fpm, nft or ip; says so when one is missing. All traffic stays on this machine.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { TEMPLATES } from "./log-templates.mjs";
import { NginxProcess } from "./nginx-process.mjs";
import { Traffic } from "./traffic.mjs";
import { writeScenario } from "./write-scenario.mjs";

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** A repeatable random source, so that two recordings of a fault differ only in what the fault and the clock do. */
function seededRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Records `fault` and returns what was seen.
 * @param {import("./fault.mjs").Fault} fault
 * @param {{ seconds?: number, out: string }} options `out` is the scenario's folder, made anew
 */
export async function record(fault, { seconds = 60, out }) {
  const dir = mkdtempSync(join(tmpdir(), "gumshoe-lab-"));
  const random = seededRandom([...fault.id].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7));
  const port = 20_000 + fault.subnet * 10;
  const nginx = new NginxProcess({ dir });
  const format = TEMPLATES[fault.template];
  const context = {
    dir,
    port,
    subnet: fault.subnet,
    random,
    nginx,
    upstreams: [],
    /** Writes the configuration again and reloads: `http` as for `fault.http`. */
    reload: (http) => {
      nginx.write({ ...format, ...fault.main?.(context), http });
      nginx.reload();
    },
  };
  const traffic = new Traffic({
    port,
    hosts: fault.hosts,
    perSecond: fault.perSecond ?? 28,
    random,
    ...(fault.routes === undefined ? {} : { routes: fault.routes }),
    ...(fault.uploadBytes === undefined ? {} : { uploadBytes: fault.uploadBytes }),
  });
  context.traffic = traffic;
  const times = {};
  try {
    await fault.prepare?.(context);
    context.upstreams = fault.upstreams(context);
    await Promise.all(context.upstreams.map((upstream) => upstream.start()));
    nginx.write({ ...format, ...fault.main?.(context), http: fault.http(context) });
    await nginx.start();
    traffic.start();
    times.startMs = Date.now();
    await sleep(seconds * 350 + random() * 1500);
    times.injectMs = Date.now();
    await fault.inject(context);
    await sleep(seconds * 340);
    times.removeMs = Date.now();
    await fault.remove(context);
    await sleep(seconds * 300);
    times.stopMs = Date.now();
  } finally {
    traffic.stop();
    await nginx.stop();
    for (const upstream of context.upstreams) await upstream.stop();
    await fault.cleanUp?.(context);
  }
  const recording = { access: readFileSync(join(dir, "access.log"), "latin1"), errors: nginx.errors, times, dir };
  rmSync(dir, { recursive: true, force: true });
  return writeScenario(fault, recording, format, context, out);
}

/** The fault of that name; throws a sentence when there is none. */
export async function loadFault(name) {
  const file = new URL(`./faults/${name}.mjs`, import.meta.url);
  try {
    return (await import(file.href)).default;
  } catch (error) {
    if (error.code === "ERR_MODULE_NOT_FOUND") throw new Error(`There is no fault "${name}" in e2e/lab/faults.`);
    throw error;
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { out: { type: "string" }, seconds: { type: "string", default: "60" } },
  });
  const scenarios = fileURLToPath(new URL("../scenarios/", import.meta.url));
  for (const name of positionals) {
    const fault = await loadFault(name);
    const out = resolve(values.out ?? scenarios, fault.id);
    const label = await record(fault, { seconds: Number(values.seconds), out });
    const [incident] = label.incidents;
    process.stdout.write(
      `${fault.id}: ${incident === undefined ? "control" : `${incident.observed.lines} lines show it`}\n`,
    );
  }
}
