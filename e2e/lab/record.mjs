/**
 * Records one incident: a real nginx, another product (`products.mjs`) or two tiers before real applications, traffic, a fault put in
 * for the middle third and taken out again.
 *
 *   node e2e/lab/record.mjs FAULT… [--out DIR] [--seconds 60] [--per-second N]
 *
 * Needs nginx or the fault's product, and for some faults openssl, php-fpm, nft, iptables, ip or unshare; says so when one is missing.
 * All traffic stays on this machine.
 */
import { once } from "node:events";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { claimSubnet } from "./claim-subnet.mjs";
import { guard } from "./guard.mjs";
import { TEMPLATES } from "./log-templates.mjs";
import { NginxProcess } from "./nginx-process.mjs";
import { play } from "./play.mjs";
import { recordTiers } from "./record-tiers.mjs";
import { seededRandom } from "./seeded-random.mjs";
import { STATIC_FILES, Traffic } from "./traffic.mjs";
import { writeScenario } from "./write-scenario.mjs";

/** Set inside the network namespace that a recording made for itself. */
const OWN_NETWORK = "GUMSHOE_LAB_NETWORK";

/** Files for nginx to serve by itself, readable for its workers whatever their user. */
function writeStaticFiles(dir) {
  for (const file of STATIC_FILES) {
    mkdirSync(dirname(`${dir}/srv/www${file}`), { recursive: true });
    writeFileSync(`${dir}/srv/www${file}`, "s".repeat(700 + 900 * file.length));
  }
}

/**
 * Records `fault`, writes the scenario's folder and returns its label.
 * @param {import("./fault.mjs").Fault} fault
 * @param {{ seconds?: number, out: string }} options `out` is the scenario's folder, made anew
 */
export async function record(fault, { seconds = 60, out }) {
  const recorder = fault.product === undefined && fault.tiers === undefined ? recordNginx : recordTiers;
  const giveBack = await claimSubnet(fault.subnet);
  try {
    return await guard.withFolder((dir) => {
      // Proxies that give up root read what lies here.
      chmodSync(dir, 0o755);
      return recorder(fault, { dir, seconds, out });
    });
  } finally {
    await giveBack();
  }
}

/** Records a fault behind one nginx, with all that only nginx can show. */
async function recordNginx(fault, { dir, seconds, out }) {
  writeStaticFiles(dir);
  const random = seededRandom(fault.id);
  const port = 20_000 + fault.subnet * 10;
  const nginx = new NginxProcess({ dir, address: "127.0.0.1", port });
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
  let times;
  try {
    await fault.prepare?.(context);
    context.upstreams = fault.upstreams(context);
    await Promise.all(context.upstreams.map((upstream) => upstream.start()));
    nginx.write({ ...format, ...fault.main?.(context), http: fault.http(context) });
    await nginx.start();
    times = await play(fault, context, seconds);
  } finally {
    traffic.stop();
    await nginx.stop();
    for (const upstream of context.upstreams) await upstream.stop();
    await fault.cleanUp?.(context);
  }
  const recording = { access: readFileSync(join(dir, "access.log"), "latin1"), errors: nginx.errors, times, dir };
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

/** Runs this command again for `name` in a network namespace of its own, which ends with it: routes and filters cannot leak. */
async function recordInOwnNetwork(name, options) {
  const words = Object.entries(options).flatMap(([option, value]) => [`--${option}`, value]);
  const again = [process.execPath, process.argv[1], name, ...words];
  const child = await guard.spawn("unshare", ["--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh", ...again], {
    stdio: ["inherit", "inherit", "inherit"],
    env: { ...process.env, [OWN_NETWORK]: "yes" },
  });
  const [status] = await once(child, "exit").catch(() => [null]);
  if (status !== 0)
    throw new Error(`"${name}" needs a network namespace of its own: run as root, with unshare and ip.`);
}

async function recordNamed(name, options) {
  const fault = await loadFault(name);
  if (fault.ownNetwork === true && process.env[OWN_NETWORK] === undefined) return recordInOwnNetwork(name, options);
  const { out, seconds, "per-second": perSecond } = options;
  const busier = perSecond === undefined ? fault : { ...fault, perSecond: Number(perSecond) };
  const label = await record(busier, { seconds: Number(seconds), out: join(out, fault.id) });
  const [incident] = label.incidents;
  const shown = incident === undefined ? "control" : `${incident.observed.lines} lines show it`;
  process.stdout.write(`${fault.id}: ${shown}\n`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: "string", default: fileURLToPath(new URL("../scenarios/", import.meta.url)) },
      seconds: { type: "string", default: "60" },
      "per-second": { type: "string" },
    },
  });
  try {
    for (const name of positionals) await recordNamed(name, { ...values, out: resolve(values.out) });
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
