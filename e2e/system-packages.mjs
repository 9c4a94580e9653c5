// The system's own programs that the tests use, and how to get them where that is allowed: on Debian and Ubuntu, as root
// (or with sudo that asks nothing under CI). `node e2e/system-packages.mjs` installs what is missing.
import { existsSync, readdirSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { findChromium, findProgram } from "./find-program.mjs";
import { missingProxies, PROXY_PROGRAMS } from "./proxy-programs.mjs";
import { runCommand } from "./run-command.mjs";

/** Debian names the program after its PHP version. */
const phpFpm = () => {
  const versions = existsSync("/usr/sbin") ? readdirSync("/usr/sbin").filter((name) => /^php-fpm\d/.test(name)) : [];
  return findProgram("php-fpm", ...versions);
};

const WANTED = [
  ...PROXY_PROGRAMS.map(({ product }) => ({
    packages: [product],
    find: () => (missingProxies().includes(product) ? null : product),
  })),
  { packages: ["openssl"], find: () => findProgram("openssl") },
  { packages: ["chromium", "fonts-liberation"], find: findChromium },
  { packages: ["php-fpm"], find: phpFpm },
  { packages: ["curl", "ca-certificates"], find: () => findProgram("curl") },
];

function installer() {
  const apt = findProgram("apt-get");
  if (!apt) return null;
  if (process.getuid?.() === 0) return [apt];
  const sudo = findProgram("sudo");
  return process.env.CI === "true" && sudo ? [sudo, "-n", apt] : null;
}

/** Installs what is missing. Returns a sentence where something stays missing, else null. */
export async function installSystemPackages() {
  const missing = WANTED.filter(({ find }) => find() === null).flatMap(({ packages }) => packages);
  if (missing.length === 0) return null;
  const names = missing.join(" ");
  const command = installer();
  if (!command) return `not installed here: ${names} (as root on Debian or Ubuntu they would have been)`;
  const [program, ...before] = command;
  const quiet = { env: { DEBIAN_FRONTEND: "noninteractive" }, limitMs: 10 * 60_000 };
  await runCommand(program, [...before, "update", "-q"], quiet);
  const install = ["install", "-y", "-q", "--no-install-recommends", ...missing];
  const { code, output } = await runCommand(program, [...before, ...install], quiet);
  return code === 0 ? null : `apt-get could not install ${names}: ${output.split("\n").at(-1)}`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const problem = await installSystemPackages();
  if (problem) console.error(problem);
}
