import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it, vi } from "vitest";
import { reportSchema } from "@/core/contract/report";
import { makeTar, makeZip } from "@/server/ingest/make-archive.fixture";
import { combinedLog, packed, PACKED } from "@/server/ingest/packed-logs.fixture";

// Processes and millions of bytes: seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const folder = mkdtempSync(path.join(tmpdir(), "gumshoe-cli-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function gumshoe(
  args: string[],
  { input = "", env = {} }: { input?: string | Buffer; env?: Record<string, string> } = {},
) {
  const result = spawnSync(process.execPath, [path.resolve("dist/gumshoe.js"), ...args], {
    cwd: folder,
    input,
    env: { ...process.env, ...env },
    maxBuffer: 1 << 28,
  });
  return { status: result.status, stdout: result.stdout.toString(), stderr: result.stderr.toString() };
}

const stamp = (second: number) => new Date(Date.UTC(2025, 5, 11, 9, 0, second)).toISOString();

/** Forty minutes of requests, two a second; from minute 20 to 26 one of three upstreams refuses. */
function systemLogs(agent = "curl/8.5.0") {
  let access = "";
  let error = "";
  for (let second = 0; second < 2400; second += 0.5) {
    const upstream = `10.1.15.${101 + (Math.floor(second * 2) % 3)}:8080`;
    const failed = upstream === "10.1.15.103:8080" && second >= 1200 && second < 1560;
    const iso = stamp(Math.floor(second));
    const status = failed ? 502 : 200;
    access += `198.51.100.${Math.floor(second) % 200} - - [11/Jun/2025:${iso.slice(11, 19)} +0000] "GET /item/${Math.floor(second)} HTTP/1.1" ${status} 157 "-" "${agent}" host=www.example.test upstream_addr=${upstream} upstream_status=${status} request_time=0.00${failed ? 0 : 8} upstream_connect_time=${failed ? "-" : "0.001"} upstream_header_time=${failed ? "-" : "0.008"} upstream_response_time=0.008\n`;
    if (failed)
      error += `${iso.slice(0, 10).replaceAll("-", "/")} ${iso.slice(11, 19)} [error] 91#91: *${Math.floor(second)} connect() failed (111: Connection refused) while connecting to upstream, client: 198.51.100.${Math.floor(second) % 200}, server: www.example.test, request: "GET /item/${Math.floor(second)} HTTP/1.1", upstream: "http://${upstream}/item/1", host: "www.example.test"\n`;
  }
  return { access, error };
}

const { access, error } = systemLogs();
writeFileSync(path.join(folder, "access.log"), access);
writeFileSync(path.join(folder, "error.log"), error);
writeFileSync(path.join(folder, "access.log.gz"), gzipSync(access));

describe("gumshoe analyze", () => {
  it("reports the incident in the contract's shape", () => {
    const { status, stdout, stderr } = gumshoe(["analyze", "--json", "access.log", "error.log"]);
    expect(stderr).toBe("");
    expect(status).toBe(0);
    const report = reportSchema.parse(JSON.parse(stdout));
    expect(report.requests).toBe(4800);
    expect(report.statuses).toEqual({ "200": 4560, "502": 240 });
    expect(report.files).toMatchObject([
      {
        path: "access.log",
        role: "access",
        tier: "origin",
        lines: 4800,
        parsed: 4800,
        rejected: 0,
        timezone: "+00:00",
      },
      { path: "error.log", role: "error", lines: 240, timezone: "+00:00 (from access.log)" },
    ]);
    expect(report.incidents).toHaveLength(1);
    const [incident] = report.incidents;
    expect(incident).toMatchObject({ failed: 240, scope: { upstreams: ["10.1.15.103:8080"] } });
    expect(incident!.verdicts[0]).toMatchObject({ cause: "upstream-down" });
    expect(Math.abs(Date.parse(incident!.startAt) - Date.UTC(2025, 5, 11, 9, 20))).toBeLessThan(120_000);
  });

  it("reads gzip and standard input alike", () => {
    const counts = (run: { stdout: string }) => reportSchema.parse(JSON.parse(run.stdout)).statuses;
    const plain = counts(gumshoe(["analyze", "--json", "access.log"]));
    expect(counts(gumshoe(["analyze", "--json", "access.log.gz"]))).toEqual(plain);
    expect(counts(gumshoe(["analyze", "--json", "-"], { input: access }))).toEqual(plain);
    expect(counts(gumshoe(["analyze", "--json", "-"], { input: gzipSync(access) }))).toEqual(plain);
  });

  it("finds in an archive what it finds in its files, and leaves nothing behind", async () => {
    const entries = [
      { name: "logs/../../nginx/access.log", data: access },
      { name: "logs/error.log", data: error },
    ];
    writeFileSync(path.join(folder, "logs.zip"), makeZip(entries));
    writeFileSync(path.join(folder, "logs.tar.gz"), gzipSync(await makeTar(entries)));
    const temporary = path.join(folder, "tmp");
    mkdirSync(temporary, { recursive: true });
    const analysed = (...args: string[]) => {
      const { status, stdout, stderr } = gumshoe(["analyze", "--json", ...args], { env: { TMPDIR: temporary } });
      expect([status, stderr, readdirSync(temporary)]).toEqual([0, "", []]);
      return reportSchema.parse(JSON.parse(stdout));
    };
    const plain = analysed("access.log", "error.log");
    const nameless = (incidents: unknown) => JSON.stringify(incidents).replaceAll(/"path":"[^"]*"/g, "");
    for (const archive of ["logs.zip", "logs.tar.gz"]) {
      const report = analysed(archive);
      expect(report.files.map((file) => [file.path, file.role, file.lines, file.problem])).toEqual([
        [`${archive}/logs/nginx/access.log`, "access", 4800, null],
        [`${archive}/logs/error.log`, "error", 240, null],
      ]);
      expect(report.statuses).toEqual(plain.statuses);
      expect(nameless(report.incidents)).toBe(nameless(plain.incidents));
    }
    expect(analysed("--edge", "logs.zip").files.map(({ tier }) => tier)).toEqual(["edge", "edge"]);
    expect(analysed("logs.zip", "access.log.gz").requests).toBe(9600);
  });

  it("lists an archive that it could not read whole, with the reason", async () => {
    const tar = await makeTar([
      { name: "access.log", data: access },
      { name: "error.log", data: error },
    ]);
    writeFileSync(path.join(folder, "cut.tar"), tar.subarray(0, tar.length - 20_000));
    const { status, stdout } = gumshoe(["analyze", "--json", "cut.tar"]);
    expect(status).toBe(0);
    expect(reportSchema.parse(JSON.parse(stdout)).files).toMatchObject([
      { path: "cut.tar/access.log", lines: 4800, problem: null },
      { path: "cut.tar/error.log", role: "error", problem: null },
      { path: "cut.tar", role: "unknown", format: null, problem: expect.stringContaining("breaks off before its end") },
    ]);
  });

  it("keeps to the span it is given", () => {
    const { stdout } = gumshoe([
      "analyze",
      "--json",
      "--from",
      "2025-06-11T09:30:00Z",
      "--to",
      "2025-06-11T09:35:00Z",
      "access.log",
    ]);
    const report = reportSchema.parse(JSON.parse(stdout));
    expect(report.requests).toBe(600);
    expect(report.incidents).toEqual([]);
  });

  it("takes a file as the edge tier where it is told so", () => {
    const { stdout } = gumshoe(["analyze", "--json", "--edge", "access.log", "error.log"]);
    expect(
      reportSchema
        .parse(JSON.parse(stdout))
        .files.map(({ path: name, tier }) => [name, tier])
        .sort(),
    ).toEqual([
      ["access.log", "edge"],
      ["error.log", "origin"],
    ]);
  });

  it("ends with status 1 for an incident only when asked", () => {
    expect(gumshoe(["analyze", "--fail-on-incident", "access.log"]).status).toBe(1);
    expect(gumshoe(["analyze", "--fail-on-incident", "--to", "2025-06-11T09:10:00Z", "access.log"]).status).toBe(0);
  });

  it("prints a plain report when piped, and colours when forced", () => {
    const { stdout } = gumshoe(["analyze", "access.log", "error.log"], { env: { NO_COLOR: "1" } });
    expect(stdout).toContain("upstream-down");
    expect(stdout).toContain("What to do");
    expect(stdout).not.toContain("\u001b");
    expect(gumshoe(["analyze", "access.log"], { env: { FORCE_COLOR: "1", NO_COLOR: "" } }).stdout).toContain("\u001b[");
  });

  it("lets nothing out of a file that it refuses act on the terminal", () => {
    writeFileSync(path.join(folder, "hostile.txt"), "shopping \u001b[31mlist\u202e\n");
    const { status, stderr } = gumshoe(["analyze", "hostile.txt"]);
    expect(status).toBe(2);
    expect(stderr).toContain("shopping ·[31mlist·");
    expect(stderr.trimEnd()).not.toMatch(/[\u0000-\u001f\u202e]/);
  });
  it("lets nothing out of a log line act on the terminal", () => {
    const hostile = access
      .replaceAll("/item/1300", "/a\u001b[2J\u202e\u0007")
      .replaceAll("www.example.test", "www\u001b]0;owned\u0007.test");
    writeFileSync(path.join(folder, "hostile.log"), hostile);
    const { stdout } = gumshoe(["analyze", "hostile.log"], { env: { NO_COLOR: "1" } });

    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  });
});

describe("gumshoe parse", () => {
  it("gives one object per line, in order, whatever the line", () => {
    const lines = [access.split("\n")[0], "", "nonsense", access.split("\n")[1]];
    const { status, stdout } = gumshoe(["parse", "-"], { input: `${access}${lines.join("\n")}` });
    expect(status).toBe(0);
    const parsed = stdout
      .trimEnd()
      .split("\n")
      .map((line): Record<string, unknown> => JSON.parse(line));
    expect(parsed).toHaveLength(4804);
    expect(parsed.map(({ line }) => line)).toEqual(parsed.map((_, index) => index + 1));
    expect(parsed[0]).toMatchObject({
      role: "access",
      at: "2025-06-11T09:00:00.000Z",
      status: 200,
      path: "/item/0",
      clientIp: "198.51.100.0",
      upstreams: [{ addr: "10.1.15.101:8080", status: 200, connectMs: 1 }],
    });
    expect(parsed[0]).not.toHaveProperty("referer");
    expect(parsed[4801]).toEqual({ line: 4802, skipped: expect.any(String) });
    expect(parsed[4802]).toEqual({ line: 4803, rejected: expect.any(String) });
  });

  it.each(["zstd", "bzip2", "xz"] as const)("reads %s, and the one file of an archive", (compression) => {
    const parsed = gumshoe(["parse", "-"], { input: combinedLog(120) }).stdout;
    expect(parsed.split("\n")).toHaveLength(121);
    expect(gumshoe(["parse", "-"], { input: packed(PACKED.log[compression]) }).stdout).toBe(parsed);
    expect(gumshoe(["parse", "-"], { input: makeZip([{ name: "a", data: combinedLog(120) }]) }).stdout).toBe(parsed);
    const whole = packed(PACKED.log[compression]);
    const cut = gumshoe(["parse", "-"], { input: Buffer.concat([whole, whole.subarray(0, 90)]) });
    expect(cut.stderr).toMatch(new RegExp(`The ${compression} file breaks off before its end`));
    expect(cut.status).toBe(2);
  });

  it("reads JSON records that lines do not separate", () => {
    const record = (index: number) => ({
      time: `2025-06-11T09:00:0${index}+00:00`,
      ...{ request: `GET /item/${index} HTTP/1.1`, status: index === 1 ? 502 : 200, remote_addr: "198.51.100.7" },
    });
    const records = [record(0), record(1), record(2)];
    const lines = gumshoe(["parse", "-"], {
      input: records.map((each) => `${JSON.stringify(each)}\n`).join(""),
    }).stdout;
    expect(lines.split("\n").filter((line) => line.includes('"status":502'))).toHaveLength(1);
    for (const input of [
      JSON.stringify(records),
      JSON.stringify(records, null, 2),
      JSON.stringify({ Records: records }),
      records.map((each) => JSON.stringify(each, null, 2)).join("\n"),
    ]) {
      expect(gumshoe(["parse", "-"], { input }).stdout).toBe(lines);
    }
  });

  it("reads error logs in the zone it is given", () => {
    const { stdout } = gumshoe(["parse", "--timezone", "+02:00", "error.log"]);
    expect(JSON.parse(stdout.split("\n")[0]!)).toMatchObject({
      role: "error",
      at: "2025-06-11T07:20:01.000Z",
      phase: "connect",
      upstreams: [{ addr: "10.1.15.103:8080" }],
    });
  });

  it("reads by a format string", () => {
    const input = "2025-06-11T09:00:00+00:00|502|/a?b=1\n";
    const { stdout } = gumshoe(["parse", "--log-format", "$time_iso8601|$status|$request_uri", "-"], { input });
    expect(JSON.parse(stdout)).toMatchObject({ line: 1, at: "2025-06-11T09:00:00.000Z", status: 502, path: "/a?b=1" });
  });

  it("ends quietly when its reader goes away", () => {
    const result = spawnSync(
      "sh",
      ["-c", `"${process.execPath}" "${path.resolve("dist/gumshoe.js")}" parse access.log | head -1`],
      { cwd: folder },
    );
    expect(result.stderr.toString()).toBe("");
    expect(result.stdout.toString().split("\n")).toHaveLength(2);
  });
});

describe("gumshoe formats and causes", () => {
  it.each(["formats", "causes"])("lists %s, with --json too", (command) => {
    expect(gumshoe([command]).stdout.split("\n").length).toBeGreaterThan(4);
    const list: unknown = JSON.parse(gumshoe([command, "--json"]).stdout);
    expect(Array.isArray(list) && list.length).toBeGreaterThan(3);
  });
});

describe("what cannot be done", () => {
  it.each([
    [["frobnicate"], /no command “frobnicate”/],
    [["analyze"], /no file given/],
    [["analyze", "absent.log"], /absent\.log: there is no such file/],
    [["analyze", "--bogus", "access.log"], /--bogus.*see gumshoe analyze --help/],
    [["analyze", "--timezone", "Mars/Base", "access.log"], /no time zone; give an offset/],
    [["analyze", "--from", "yesterday", "access.log"], /no ISO time/],
    [["analyze", "."], /is a folder/],
    [["analyze", "empty.log"], /is empty/],
    [["analyze", "binary.bin"], /binary\.bin/],
    [["parse", "--format", "nonsense", "access.log"], /no format called/],
    [["parse"], /parse reads one file/],
    [["parse", "two.zip"], /two\.zip holds 2 files; parse reads one/],
    [["analyze", "secret.zip"], /secret\.zip: 1 encrypted file could not be read\. Unpack it with its password/],
  ])("%j ends with status 2 and one line that says so", (args, sentence) => {
    const two = ["a.log", "b.log"].map((name) => ({ name, data: access }));
    writeFileSync(path.join(folder, "two.zip"), makeZip(two));
    writeFileSync(path.join(folder, "secret.zip"), makeZip([{ name: "a.log", data: "x", encrypted: true }]));
    writeFileSync(path.join(folder, "empty.log"), "");
    writeFileSync(
      path.join(folder, "binary.bin"),
      Buffer.from(Array.from({ length: 9000 }, (_, at) => (at * 7919) & 255)),
    );
    const { status, stdout, stderr } = gumshoe(args);
    expect(stderr).toMatch(sentence);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect([status, stdout]).toEqual([2, ""]);
  });

  it("helps, on every command", () => {
    expect(gumshoe(["--help"]).stdout).toContain("gumshoe analyze FILE");
    for (const command of ["analyze", "parse", "formats", "causes", "import", "serve"]) {
      expect(gumshoe([command, "--help"])).toMatchObject({
        status: 0,
        stdout: expect.stringContaining(`gumshoe ${command}`),
      });
    }
    expect(gumshoe(["--version"]).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
