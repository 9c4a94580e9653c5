import { describe, expect, it } from "vitest";
import { isMarkerFile, readMarkers } from "./read-markers";

function read(text: string, timezone: string | null = null) {
  const list = readMarkers(text, { timezone });
  if ("problem" in list) throw new Error(list.problem);
  return list;
}

const ARRAY = `[
 { "time": "2025-08-19T00:26:00Z", "type": "deploy", "target": "web", "summary": "web 1.14.2" },
 { "time": "2025-08-19T00:37:20Z", "type": "config-reload", "target": "gw-1", "summary": "nginx reload: upstream list updated" }
]`;

describe("marker files", () => {
  it("reads a JSON array, or one in an object", () => {
    const markers = [
      { role: "marker", atMs: Date.UTC(2025, 7, 19, 0, 26), kind: "deploy", target: "web", text: "web 1.14.2" },
      {
        role: "marker",
        atMs: Date.UTC(2025, 7, 19, 0, 37, 20),
        kind: "config-reload",
        target: "gw-1",
        text: "nginx reload: upstream list updated",
      },
    ];
    expect(read(ARRAY)).toEqual({ markers, rejected: [] });
    expect(read(`{"events": ${ARRAY}}`).markers).toEqual(markers);
    expect(isMarkerFile(ARRAY, "x.json")).toBe(true);
    expect(isMarkerFile(ARRAY.slice(0, 150), "x.json")).toBe(true);
  });
  it("reads JSON lines and numbers of seconds or milliseconds", () => {
    const text =
      '{"ts":1755563160,"event":"restart","service":"app"}\n{"ts":1755563160000,"event":"scale","message":"replicas 3 → 5"}\n';
    expect(isMarkerFile(text, "x.log")).toBe(true);
    expect(read(text).markers.map(({ atMs, kind, target, text: words }) => [atMs, kind, target, words])).toEqual([
      [1755563160000, "restart", "app", "restart"],
      [1755563160000, "scale", null, "replicas 3 → 5"],
    ]);
  });
  it("reads CSV", () => {
    const text =
      'time,type,target,description\r\n2025-08-19 09:26,deploy,web,"web 1.14, with a ""quote"""\r\nnever,deploy,web,x\r\n';
    expect(isMarkerFile(text, "x.csv")).toBe(true);
    const { markers, rejected } = read(text, "Asia/Tokyo");
    expect(markers).toMatchObject([
      { atMs: Date.UTC(2025, 7, 19, 0, 26), kind: "deploy", text: 'web 1.14, with a "quote"' },
    ]);
    expect(rejected).toEqual([{ line: 3, reason: "“never” is no time", text: "never,deploy,web,x" }]);
  });
  it("reads lines of a time and words", () => {
    const text =
      "# what we did\n2025-08-19T00:26:00Z deployed web 1.14.2\n2025-08-19 00:40 - certificate of gw renewed\nand then lunch\n";
    expect(isMarkerFile(text, "changes.txt")).toBe(false);
    expect(isMarkerFile(text.split("\n").slice(1, 3).join("\n"), "notes.txt")).toBe(true);
    const { markers, rejected } = read(text);
    expect(markers.map(({ kind, text: words }) => [kind, words])).toEqual([
      ["deploy", "deployed web 1.14.2"],
      ["certificate", "certificate of gw renewed"],
    ]);
    expect(rejected).toMatchObject([{ line: 4 }]);
  });
  it("does not take logs for markers", () => {
    expect(isMarkerFile('{"time":"2025-08-19T00:26:00Z","status":200,"message":"x"}\n', "events.json")).toBe(false);
    expect(
      isMarkerFile("2025-08-19T00:26:00Z INFO request served\n2025-08-19T00:26:01Z INFO request served\n", "app.log"),
    ).toBe(false);
    expect(isMarkerFile("", "events.json")).toBe(false);
  });
});

describe("events of Kubernetes", () => {
  const event = (reason: string, message: string) => ({
    kind: "Event",
    involvedObject: { kind: "Deployment", namespace: "default", name: "web" },
    reason,
    message,
    type: "Normal",
    lastTimestamp: "2026-11-23T02:30:11Z",
  });
  const list = JSON.stringify(
    {
      apiVersion: "v1",
      items: [
        event("ScalingReplicaSet", "Scaled up replica set web-6d8f to 3"),
        event("Killing", "Stopping container app"),
        event("Pulled", "Container image already present"),
      ],
      kind: "List",
    },
    null,
    4,
  );

  it("are markers where somebody did something", () => {
    expect(isMarkerFile(list, "events.json")).toBe(true);
    expect(isMarkerFile(list.slice(0, 400), "events.json")).toBe(true);
    expect(read(list)).toEqual({
      rejected: [],
      markers: [
        {
          role: "marker",
          atMs: Date.UTC(2026, 10, 23, 2, 30, 11),
          kind: "scale",
          target: "default/deployment/web",
          text: "ScalingReplicaSet: Scaled up replica set web-6d8f to 3",
        },
        expect.objectContaining({ kind: "restart", text: "Killing: Stopping container app" }),
      ],
    });
  });
});
