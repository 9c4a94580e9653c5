import { Agent } from "node:http";
import { play } from "./play.mjs";
import { PRODUCTS } from "./products.mjs";
import { seededRandom } from "./seeded-random.mjs";
import { Traffic } from "./traffic.mjs";
import { writeTiers } from "./write-tiers.mjs";

/**
 * @typedef {object} Tier One proxy of a fault, where it is not nginx alone. A fault with a single one has these properties itself.
 * @property {"proxy" | "edge" | "origin"} [tier]
 * @property {string} product name in `products.mjs`
 * @property {string} template name of one of the product's formats
 * @property {(context: object) => string} setup the configuration as the product's class takes it
 * @property {object} [options] the product's own, see its class
 * @property {{ access: string, error?: string, config?: string }} files what the operator has, by name; `.gz` is compressed
 * @property {boolean} [oneFile] error lines stand between the access lines
 */

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** The fault's tiers, the one that clients meet first. */
const tiersOf = (fault) => fault.tiers ?? [{ tier: "proxy", ...fault }];

/** An inner tier's address: the outer one reaches it there. */
export const innerAddress = (subnet) => `127.0.${subnet}.10`;
export const INNER_PORT = 8000;

/**
 * Records a fault behind any of the products, or behind two of them in a row, and writes the scenario's folder.
 * @param {object} fault with `product`, or with `tiers`
 * @param {{ dir: string, seconds: number, out: string }} options as for `record`; `dir` is the recording's own folder
 */
export async function recordTiers(fault, { dir, seconds, out }) {
  const random = seededRandom(fault.id);
  const port = 20_000 + fault.subnet * 10;
  const tiers = tiersOf(fault);
  const proxies = tiers.map(
    (tier, at) =>
      new PRODUCTS[tier.product]({
        dir: tiers.length === 1 ? dir : `${dir}/${tier.tier}`,
        address: at === 0 ? "127.0.0.1" : innerAddress(fault.subnet),
        port: at === 0 ? port : INNER_PORT,
        subnet: fault.subnet,
        format: tier.template,
        options: typeof tier.options === "function" ? tier.options({ subnet: fault.subnet }) : tier.options,
      }),
  );
  const context = {
    dir,
    port,
    subnet: fault.subnet,
    random,
    proxies,
    upstreams: [],
    /** What a proxy calls a server, by the server's address. @type {Record<string, string>} */
    names: {},
    /** Writes a tier's configuration again and reloads it. */
    reload: (setup, at = 0) => {
      proxies[at].write(setup);
      proxies[at].reload();
    },
  };
  context.traffic = new Traffic({
    port,
    hosts: fault.hosts,
    perSecond: fault.perSecond ?? 20,
    random,
    ...(fault.routes === undefined ? {} : { routes: fault.routes }),
  });
  // What fails on a client's second request HAProxy neither answers nor logs (it hangs up, so that the client asks again): here
  // every request comes by a connection of its own.
  if (tiers[0].product === "haproxy") context.traffic.agent = new Agent({ keepAlive: false });
  let times;
  try {
    await fault.prepare?.(context);
    context.upstreams = fault.upstreams(context);
    await Promise.all(context.upstreams.map((upstream) => upstream.start()));
    for (const [at, tier] of tiers.entries()) proxies[at].write(tier.setup(context));
    for (const proxy of [...proxies].reverse()) await proxy.start();
    await sleep(fault.settleMs ?? 0);
    times = await play(fault, context, seconds);
  } finally {
    context.traffic.stop();
    for (const proxy of proxies) await proxy.stop();
    for (const upstream of context.upstreams) await upstream.stop();
    await fault.cleanUp?.(context);
  }
  const recorded = tiers.map((tier, at) => ({
    ...tier,
    access: proxies[at].accessLines(),
    errors: proxies[at].errorLines(),
    shown: proxies[at].shownConfig((tier.shownSetup ?? tier.setup)(context)),
    visible: proxies[at].visible(tier.files.error !== undefined || tier.oneFile === true),
  }));
  return writeTiers(fault, recorded, times, context, out);
}
