import pc from "picocolors";
import type { LintReport, RiskSeverity } from "@/core/contract/config-risks";
import { lintConfigs } from "@/core/lint/lint-configs";
import { readConfigFiles } from "@/server/ingest/read-config-files";
import { riskCount, riskLines } from "./print-risks";
import { readArgs } from "./read-args";
import { spoolFiles } from "./spool-input";
import { safeText, wrapped } from "./terminal-text";
import { UsageProblem } from "./usage-problem";

const HELP = `gumshoe lint [options] FILE…

Looks for what in a proxy's configuration leads to gateway errors, before a change or after an incident: nginx, HAProxy,
Apache, Caddy, Envoy, Traefik, Varnish and Squid. Files given together are one installation; name includes too, and
the configurations of both proxies where two stand in a row. - is standard input.

  --json                     the findings as JSON (schema gumshoe.lint/1)
  --fail-on error|warning    exit status 1 when there is a risk as grave as that

Exit status: 0 looked at, 1 with --fail-on when something was found, 2 unusable arguments or input.
`;

const OPTIONS = {
  json: { type: "boolean" },
  "fail-on": { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

const MAX_WIDTH = 110;

/** Returns the exit status. */
export async function lint(args: string[]): Promise<number> {
  const { values, positionals } = readArgs("lint", args, OPTIONS);
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const grave = failsOn(values["fail-on"]);
  if (positionals.length === 0)
    throw new UsageProblem("no file given; try gumshoe lint /etc/nginx/nginx.conf /etc/nginx/conf.d/*.conf");
  const inputs = await spoolFiles([...new Set(positionals)]);
  const { files, refused } = await readConfigFiles(inputs.map((input) => ({ ...input, tier: null })));
  const [first] = refused;
  if (files.length === 0 && first) throw new UsageProblem(`${first.path}: ${first.problem}`);
  const { files: read, risks, notListed } = lintConfigs(files);
  const report: LintReport = {
    schema: "gumshoe.lint/1",
    files: [...read, ...refused.map((each) => ({ ...each, product: null }))],
    risks,
    notListed,
  };
  process.stdout.write(values.json ? `${JSON.stringify(report, null, 1)}\n` : printed(report));
  return risks.some(({ severity }) => grave.includes(severity)) ? 1 : 0;
}

function failsOn(given: string | undefined): RiskSeverity[] {
  if (given === undefined) return [];
  if (given === "error") return ["error"];
  if (given === "warning") return ["error", "warning"];
  throw new UsageProblem(`--fail-on takes error or warning, not “${given}”`);
}

function printed({ files, risks, notListed }: LintReport): string {
  const colors = pc.createColors(pc.isColorSupported);
  const width = Math.max(60, Math.min(process.stdout.columns ?? 100, MAX_WIDTH));
  const head = files.map(({ path, product, problem }) => {
    const what = product === null ? [] : [product];
    return `  ${safeText(path)}  ${colors.dim(what.join(" "))}${problem === null ? "" : colors.yellow(problem)}`.trimEnd();
  });
  const blocks = [
    [colors.bold("Gumshoe lint"), ...head],
    ...risks.map((risk) => riskLines(risk, colors, width)),
    [
      risks.length === 0
        ? `${colors.green("✓")} ${colors.bold("No risk for gateway errors found.")}`
        : colors.bold(riskCount(risks)),
    ],
  ];
  if (risks.length === 0)
    blocks.push(
      wrapped(
        "What a configuration does not show, such as whether an upstream answers, the logs do: gumshoe analyze.",
        width,
      ),
    );
  if (notListed > 0) blocks.push([colors.dim(`${notListed} more of the same kinds are not listed.`)]);
  return `\n${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n\n`;
}
