import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { analyzeFiles } from "./analyze-files";
import { ownErrorsLog } from "./own-errors-log.fixture";
import { ScanPool } from "./scan-pool";

// Threads that start and compile: seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const folder = mkdtempSync(path.join(tmpdir(), "gumshoe-analyze-"));
const pool = new ScanPool();
afterAll(async () => {
  await pool.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The gateway incidents of an access and an error log, given in this order. */
async function incidentsOf(names: ("access" | "error")[], logs: { access: string; error: string }) {
  const inputs = names.map((name) => {
    const file = path.join(folder, `${name}.log`);
    writeFileSync(file, logs[name]);
    return { path: file, name: `${name}.log`, tier: null };
  });
  const options = { ...{ logFormat: null, fromMs: null, toMs: null, pool }, timezone: null };
  const { report } = await analyzeFiles(inputs, options, () => {});
  return report.incidents.filter(({ kind }) => kind === "gateway");
}

function told(incidents: Awaited<ReturnType<typeof incidentsOf>>) {
  return incidents.map(({ failed, statuses, verdicts: [first] }) => [failed, statuses, first?.cause, first?.standing]);
}

describe("a 500 in Apache's combined log", () => {
  it("is the gateway's where Apache's error log says so, whichever log comes first", async () => {
    const logs = ownErrorsLog({ own: 6, application: 0 });
    const incidents = await incidentsOf(["access", "error"], logs);
    expect(told(incidents)).toEqual([[120, [500], "dns-failure", "confirmed"]]);
    expect(await incidentsOf(["error", "access"], logs)).toEqual(incidents);
    expect(await incidentsOf(["access"], logs)).toEqual([]);
  });

  it("is the application's otherwise, also beside a stray error of the gateway's", async () => {
    expect(await incidentsOf(["access", "error"], ownErrorsLog({ own: 0, application: 8 }))).toEqual([]);
    expect(await incidentsOf(["access", "error"], ownErrorsLog({ own: 0, application: 8, strays: 2 }))).toEqual([]);
  });

  it("is counted apart where both answer so at once", async () => {
    const incidents = await incidentsOf(["access", "error"], ownErrorsLog({ own: 6, application: 4 }));
    expect(told(incidents)).toEqual([[120, [500], "dns-failure", "confirmed"]]);
  });
});
