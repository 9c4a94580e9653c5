// Makes the log that `npm run bench` reads: realistic nginx lines with upstream fields, the same bytes in every run.
import { createWriteStream, existsSync, renameSync, statSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { once } from "node:events";
import path from "node:path";

/** Raise it when the generator changes: the files are cached under it. */
const VERSION = 3;

const HOSTS = ["www.shop.test", "api.shop.test", "static.shop.test", "admin.shop.test"];
const AGENTS = [
  ...["Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/141.0.0.0 Safari/537.36", "curl/8.5.0"],
  ...["Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0", "axios/1.7.2", "okhttp/4.12.0"],
  ...[
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) Version/18.6 Mobile/15E148 Safari/604.1",
    "kube-probe/1.29",
  ],
];
const WORDS = [
  "trail-shoe",
  "canvas-bag",
  "wool-scarf",
  "rain-jacket",
  "tea-pot",
  "desk-lamp",
  "oak-table",
  "linen-shirt",
];
const SPIKE = { upstream: "10.1.15.103:8080", fromShare: 0.55, toShare: 0.6 };

/** Small seeded generator (mulberry32): `Math.random` would give another file each time. */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function pathOf(random) {
  const kind = random();
  const id = Math.floor(random() ** 2 * 5_000);
  if (kind < 0.25) return `/product/${WORDS[id % WORDS.length]}-${id}`;
  if (kind < 0.45) return `/api/v1/orders/${id}`;
  if (kind < 0.6) return `/api/v1/stock/${id}?warehouse=${id % 7}`;
  if (kind < 0.7) return `/search?q=${WORDS[id % WORDS.length]}&page=${id % 40}`;
  if (kind < 0.85) return `/assets/img/${((id * 2654435761) >>> 0).toString(16).padStart(8, "0")}.webp`;
  return ["/", "/cart", "/checkout", "/login", "/healthz", "/account/settings"][id % 6];
}

function clock(atMs) {
  const date = new Date(atMs);
  const two = (value) => String(value).padStart(2, "0");
  const month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][
    date.getUTCMonth()
  ];
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  return {
    access: `${two(date.getUTCDate())}/${month}/${date.getUTCFullYear()}:${time} +0000`,
    error: `${date.getUTCFullYear()}/${two(date.getUTCMonth() + 1)}/${two(date.getUTCDate())} ${time}`,
  };
}

/** Makes (once) access.log with `lines` lines and its error.log below `folder`; returns their paths and the lines' mean length. */
export async function benchLog(folder, lines) {
  const home = path.join(folder, `gumshoe-bench-${VERSION}-${lines}`);
  const files = { access: path.join(home, "access.log"), error: path.join(home, "error.log") };
  if (existsSync(files.access)) return { ...files, bytes: statSync(files.access).size };
  await mkdir(home, { recursive: true });
  const access = createWriteStream(`${files.access}.part`);
  const error = createWriteStream(files.error);
  const random = seeded(502);
  const startMs = Date.UTC(2026, 2, 4, 8);
  const spanMs = 4 * 3600_000;
  let accessText = "";
  let errorText = "";
  for (let line = 0; line < lines; line++) {
    const share = line / lines;
    const atMs = startMs + Math.floor(share * spanMs);
    const time = clock(atMs);
    const host = HOSTS[Math.floor(random() ** 2 * HOSTS.length)];
    const client = Math.floor(random() ** 2 * 40_000);
    const ip = `198.${18 + (client >> 15)}.${(client >> 7) & 255}.${(client & 127) + 1}`;
    const target = pathOf(random);
    const upstream = `10.1.15.${101 + Math.floor(random() * 4)}:8080`;
    const inSpike = upstream === SPIKE.upstream && share > SPIKE.fromShare && share < SPIKE.toShare;
    const failed = inSpike ? random() < 0.7 : random() < 0.0002;
    const status = failed ? 502 : random() < 0.03 ? 404 : 200;
    const tookMs = failed ? 0 : Math.floor(5 + random() ** 4 * 900);
    const took = (tookMs / 1000).toFixed(3);
    const method = random() < 0.1 ? "POST" : "GET";
    const bytes = failed ? 157 : Math.floor(200 + random() ** 3 * 60_000);
    const agent = AGENTS[Math.floor(random() ** 2 * AGENTS.length)];
    const referer = random() < 0.2 ? `https://${HOSTS[0]}/search?q=${WORDS[client % WORDS.length]}` : "-";
    accessText +=
      `${ip} - - [${time.access}] "${method} ${target} HTTP/1.1" ${status} ${bytes} "${referer}" "${agent}" ${host} ` +
      `rt=${took} uaddr=${upstream} us=${status} uct=${failed ? "-" : "0.001"} uht=${failed ? "-" : took} urt=${took}\n`;
    if (failed) {
      errorText +=
        `${time.error} [error] 91#91: *${line} connect() failed (111: Connection refused) while connecting to upstream, client: ${ip}, ` +
        `server: ${host}, request: "${method} ${target} HTTP/1.1", upstream: "http://${upstream}${target}", host: "${host}"\n`;
    }
    if (accessText.length > 1 << 20) {
      if (!access.write(accessText)) await once(access, "drain");
      accessText = "";
    }
    if (errorText.length > 1 << 20) {
      if (!error.write(errorText)) await once(error, "drain");
      errorText = "";
    }
  }
  error.end(errorText);
  await once(error, "finish");
  access.end(accessText);
  await once(access, "finish");
  renameSync(`${files.access}.part`, files.access);
  return { ...files, bytes: statSync(files.access).size };
}
