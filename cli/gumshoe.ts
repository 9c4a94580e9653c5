const [command, ...args] = process.argv.slice(2);

if (command === "serve") {
  const { serve } = await import("./serve");
  process.exit(await serve(args));
} else {
  const asked = command === undefined || command === "--help" || command === "-h" || command === "help";
  (asked ? process.stdout : process.stderr).write(
    "Usage: gumshoe serve [--port N] [--host ADDRESS] [--data-dir FOLDER]\n",
  );
  process.exit(asked ? 0 : 2);
}
