import { FORMATS } from "@/core/formats/format-registry";
import { readArgs } from "./read-args";
import { table } from "./terminal-text";

const HELP = `gumshoe formats [--json]

Lists the log formats Gumshoe reads. A format string of nginx, Apache, HAProxy, Envoy, Squid or W3C given with
--log-format, or found in a config that is analysed together with the log, is read too.
`;

/** Returns the exit status. */
export async function formats(args: string[]): Promise<number> {
  const { values } = readArgs("formats", args, { json: { type: "boolean" }, help: { type: "boolean", short: "h" } });
  if (values.help) process.stdout.write(HELP);
  else if (values.json) {
    const list = FORMATS.map(
      ({ id, title, product, role, kind, docs, template, canTell, cannotTell, improve, samples }) => ({
        ...{ id, title, product, role, kind, docs, template, canTell, cannotTell, improve },
        sample: samples[0]?.line ?? null,
      }),
    );
    process.stdout.write(`${JSON.stringify(list, null, 1)}\n`);
  } else {
    process.stdout.write(
      table(
        ["FORMAT", "ROLE", "WHAT IT IS", "CAN TELL"],
        FORMATS.map(({ id, role, title, canTell }) => [id, role, title, canTell.join(", ")]),
        process.stdout.columns ?? 100,
      ),
    );
  }
  return 0;
}
