import { UsageProblem } from "./usage-problem";
import { safeText } from "./terminal-text";

const HELP = `gumshoe — finds 502 spikes in gateway logs, says why they happened and what to do

  gumshoe analyze FILE…   read logs (and configs, markers) as one system and report incidents
  gumshoe lint FILE…      read configurations and report what in them leads to gateway errors
  gumshoe parse FILE      one JSON object per line of a log
  gumshoe formats         log formats it reads
  gumshoe causes          causes it weighs
  gumshoe serve           the dashboard
  gumshoe import FILE…    import into the store that the dashboard reads

  gumshoe COMMAND --help  options of a command
  gumshoe --version

A first try: gumshoe analyze /var/log/nginx/access.log /var/log/nginx/error.log
`;

/** A command is loaded when it is asked for: `--help` must not wait for the engine. */
const COMMANDS: Record<string, () => Promise<(args: string[]) => Promise<number>>> = {
  analyze: async () => (await import("./analyze")).analyze,
  lint: async () => (await import("./lint")).lint,
  parse: async () => (await import("./parse")).parse,
  formats: async () => (await import("./formats")).formats,
  causes: async () => (await import("./causes")).causes,
  import: async () => (await import("./import")).importFiles,
  serve: async () => (await import("./serve")).serve,
};

/** Commands that hold a database and threads for long, and so run with an allocator that gives memory back. */
const LONG_RUNNING = new Set(["serve", "import"]);

async function run([name, ...args]: string[]): Promise<number> {
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    process.stdout.write(HELP);
    return 0;
  }
  if (name === "--version" || name === "-v") {
    const { version } = await import("./version");
    process.stdout.write(`${version()}\n`);
    return 0;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) {
    throw new UsageProblem(
      `there is no command “${name}”; commands are ${Object.keys(COMMANDS).join(", ")} (gumshoe --help)`,
    );
  }
  if (LONG_RUNNING.has(name)) {
    const { endWithParent, needsLeanChild, runLeanChild } = await import("./lean-child");
    if (needsLeanChild(process.env)) return runLeanChild();
    endWithParent();
  }
  const command = await load();
  return command(args);
}

/** One line, whatever failed; the stack only for those who ask. */
function fail(error: unknown): number {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`gumshoe: ${safeText(message.replace(/\s*\n\s*/g, " "))}\n`);
  if (process.env["GUMSHOE_DEBUG"] && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return error instanceof UsageProblem ? 2 : 1;
}

// `gumshoe analyze --json … | head` closes our output early: that is no error of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

process.exitCode = await run(process.argv.slice(2)).catch(fail);
