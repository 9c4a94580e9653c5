/** Called by Next once when the server starts: takes up the imports that an earlier process left. */
export async function register(): Promise<void> {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { runner } = await import("@/server/imports/shared-runner");
  // The pages say the same to whoever opens them; the server must be there to show them.
  await runner().catch((error: unknown) => console.error(error instanceof Error ? `gumshoe: ${error.message}` : error));
}
