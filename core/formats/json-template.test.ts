import { describe, expect, it } from "vitest";
import { readJsonTemplate } from "./json-template";

describe("a JSON-shaped log_format", () => {
  it("ends an object behind a bare variable", () => {
    expect(readJsonTemplate('{"http":{"status":$status},"net":{"client":"$remote_addr"},"t":${msec}}')).toEqual([
      { path: ["http", "status"], variable: "status" },
      { path: ["net", "client"], variable: "remote_addr" },
      { path: ["t"], variable: "msec" },
    ]);
  });
});
