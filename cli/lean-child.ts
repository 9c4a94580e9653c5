import { spawn } from "node:child_process";

/**
 * glibc gives every thread that allocates an arena of its own and hardly returns any; with scanning threads and a native database
 * that was 445 MB at the peak of an import instead of 318. It reads the setting when a process starts, so the command goes on in a
 * child. A child that loses its parent ends at once: nobody could stop it otherwise.
 */
const FEW_ARENAS = { MALLOC_ARENA_MAX: "1", MALLOC_TRIM_THRESHOLD_: "131072" };

/**
 * With the usual limit of some gigabytes V8 lets dead objects grow to four times the living before it looks for them; below two gigabytes
 * it looks sooner the lower the limit is. The peak of an import of 2 GB was 435 MB without and 328 MB with this. What lives is about 60 MB.
 */
const SMALL_HEAP = "--max-old-space-size=1024";

/** Whether this process must hand on: glibc's allocator, and not yet told. */
export function needsLeanChild(env: NodeJS.ProcessEnv): boolean {
  return process.platform === "linux" && env["MALLOC_ARENA_MAX"] === undefined;
}

/** Runs this command line again with few arenas; resolves with its exit status. */
export function runLeanChild(): Promise<number> {
  const child = spawn(process.execPath, [SMALL_HEAP, ...process.execArgv, ...process.argv.slice(1)], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: { ...process.env, ...FEW_ARENAS },
  });
  // A terminal sends Ctrl-C to both; anybody else means the process they know.
  process.on("SIGINT", () => {
    if (process.stdin.isTTY !== true) child.kill("SIGINT");
  });
  for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (status) => resolve(status ?? 1));
  });
}

/** In the child: ends with its parent, and does not stay for its sake. */
export function endWithParent(): void {
  if (process.channel === undefined) return;
  process.once("disconnect", () => process.exit(1));
  process.channel.unref();
}
