import { CAUSES } from "@/core/causes/cause-registry";
import { readArgs } from "./read-args";
import { table } from "./terminal-text";

const HELP = `gumshoe causes [--json]

Lists the causes Gumshoe weighs for every incident.
`;

/** Returns the exit status. */
export async function causes(args: string[]): Promise<number> {
  const { values } = readArgs("causes", args, { json: { type: "boolean" }, help: { type: "boolean", short: "h" } });
  if (values.help) process.stdout.write(HELP);
  else if (values.json) {
    const list = CAUSES.map(({ id, category, title, summary, docs, needs, helps, tellsApart }) => ({
      ...{ id, category, title, summary, docs, needs, helps, tellsApart },
    }));
    process.stdout.write(`${JSON.stringify(list, null, 1)}\n`);
  } else {
    process.stdout.write(
      table(
        ["CAUSE", "CATEGORY", "WHAT HAPPENED"],
        CAUSES.map(({ id, category, title }) => [id, category, title]),
        process.stdout.columns ?? 100,
      ),
    );
  }
  return 0;
}
