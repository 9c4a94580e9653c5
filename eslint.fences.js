// The fences: which folder may import what. One row per folder, an allow-list; everything not named is refused. Rows later
// in the table replace earlier ones where their folders nest.

const NOT_STORE = ["@prisma", "@libsql", "libsql", "prisma"];
const NOT_BROWSER = ["node:", "fs", "path", "@tus", "next/server", "next/headers", ...NOT_STORE];
const COMPONENTS = ["components", "core/contract"];
const CORE = ["core"];

/**
 * may       project folders whose modules may be imported
 * shapes    project folders of which types alone may be imported
 * packages  npm packages that may be imported; left out: any but those in `not`
 * not       npm packages, modules or project folders that may not
 */
const TABLE = [
  // Pure engine. events ◄ rollups ◄ spikes ◄ evidence ◄ causes ◄ diagnosis ◄ checklists ◄ contract; products is read from evidence on.
  { folder: "core", may: [], packages: [] },
  // What the language lacks.
  { folder: "core/collections", may: [], packages: [] },
  { folder: "core/events", may: [], packages: [] },
  // What each product calls things; words only.
  { folder: "core/products", may: [], packages: [] },
  // YAML and TOML are languages too large to read by hand; both parsers are pure JavaScript without dependencies of their own.
  { folder: "core/configs", may: ["core/events"], packages: ["yaml", "smol-toml"] },
  { folder: "core/formats", may: ["core/events", "core/configs"], packages: [] },
  { folder: "core/rollups", may: ["core/events"], packages: [] },
  { folder: "core/spikes", may: ["core/events", "core/rollups"], packages: [] },
  {
    folder: "core/evidence",
    may: ["core/collections", "core/events", "core/rollups", "core/spikes", "core/configs", "core/products"],
    packages: [],
  },
  // A cause sees evidence and nothing else; what evidence is made of it may name as types.
  {
    folder: "core/causes",
    may: ["core/evidence", "core/products"],
    shapes: ["core/events", "core/configs"],
    packages: [],
  },
  {
    folder: "core/diagnosis",
    may: [
      ...["core/collections", "core/events", "core/rollups", "core/spikes", "core/evidence", "core/causes"],
      ...["core/configs", "core/products"],
    ],
    shapes: ["core/contract"],
    packages: [],
  },
  {
    folder: "core/checklists",
    may: [
      "core/events",
      "core/rollups",
      "core/spikes",
      "core/evidence",
      "core/causes",
      "core/diagnosis",
      "core/configs",
      "core/products",
    ],
    packages: [],
  },
  // Says what a configuration risks, with or without logs beside it; what logs confirm it takes from finished incidents.
  { folder: "core/lint", may: ["core/collections", "core/configs"], shapes: ["core/contract"], packages: [] },
  { folder: "core/contract", may: CORE, packages: ["zod"] },

  // The world. Knows neither Next nor React; Prisma only inside the store.
  {
    folder: "server",
    may: ["core", "server"],
    not: ["next", "react", "react-dom", ...NOT_STORE, "server/store/generated"],
  },
  { folder: "server/store", may: ["core", "server/store"], not: ["next", "react", "react-dom"] },

  // Entrances.
  {
    folder: "cli",
    may: ["core", "server", "cli"],
    not: ["react", "react-dom", ...NOT_STORE, "server/store/generated"],
  },
  { folder: "app", may: ["app", "components", "core", "server"], not: [...NOT_STORE, "server/store/generated"] },
  {
    folder: "app/api",
    may: ["app/api", "core", "server"],
    not: ["react", "react-dom", ...NOT_STORE, "server/store/generated"],
  },

  // The browser's side. Features read through their own queries.ts; only those reach the network.
  { folder: "components", may: COMPONENTS, not: [...NOT_BROWSER, "components/shell/fetch-json"], network: false },
  { folder: "components/ui", may: ["components/ui"], not: [...NOT_BROWSER, "@tanstack/react-query"], network: false },
  {
    folder: "components/charts",
    may: ["components/charts", "components/ui", "core/contract"],
    not: [...NOT_BROWSER, "@tanstack/react-query"],
    network: false,
  },
];

/** Files that may do what their folder may not. */
const EXCEPTIONS = [
  // The entrance of the engine: runs it from rollups to incidents, steps included.
  { files: ["core/diagnosis/analyze.ts"], folder: "core", may: CORE, packages: [] },
  { files: ["components/*/queries.ts"], may: COMPONENTS, not: NOT_BROWSER },
  // The one wrapper that the queries files share; nothing else may import it.
  { files: ["components/shell/fetch-json.ts"], may: COMPONENTS, not: NOT_BROWSER },
];

const TESTS = ["**/*.test.ts", "**/*.test.tsx"];
const NO_CLIMBING = {
  regex: "^\\.\\.(/|$)",
  message: "Inside a folder import ./x, across folders @/folder/x; never ../.",
};

const oneOf = (names) => names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");

/** A name as written in the table covers itself and everything below it; `node:` covers every module of that scheme. */
const covers = (names) => `(?:${oneOf(names)})(?:/|$|(?<=:))`;

function patternsOf({ folder, may, shapes = [], packages, not = [] }) {
  const where = folder ?? "this file";
  const own = folder && folder !== "core" ? [folder] : [];
  const allowed = [...new Set([...may, ...own])];
  const message = `${where} may import ${allowed.join(", ") || "nothing of the project"} (eslint.fences.js).`;
  const named = [...allowed, ...shapes];
  const forbidden =
    not.length > 0 ? [{ regex: `^(?:@/)?${covers(not)}`, message: `Not from ${where} (eslint.fences.js).` }] : [];
  const outside = packages
    ? [
        {
          regex: `^(?!\\.|@/)(?!${packages.length > 0 ? covers(packages) : "(?!)"})`,
          message: `${where} is pure: no packages but ${packages.join(", ") || "none"}.`,
        },
      ]
    : [];
  const shapesOnly =
    shapes.length > 0
      ? [
          {
            regex: `^@/${covers(shapes)}`,
            allowTypeImports: true,
            message: `${where} may import only types from there.`,
          },
        ]
      : [];
  return [
    NO_CLIMBING,
    { regex: named.length > 0 ? `^@/(?!${covers(named)})` : "^@/", message },
    ...shapesOnly,
    ...forbidden,
    ...outside,
  ];
}

/** The same patterns for `import()`, which the import rule does not see. A slash would end the selector's regex. */
const lazyImportsOf = (patterns) =>
  patterns.map(({ regex, message }) => ({
    selector: `ImportExpression[source.value=/${regex.replaceAll("/", "\\u002F")}/]`,
    message,
  }));

export const fenceRules = {
  syntax: [
    { selector: "ExportAllDeclaration", message: "No export *: name what leaves this file." },
    { selector: "TSImportType", message: "Write `import type` at the top of the file." },
  ],
};

const PURE = {
  "no-restricted-properties": [
    "error",
    { object: "Date", property: "now", message: "Core has no clock: take nowMs as a parameter." },
    { object: "Math", property: "random", message: "Core has no randomness: take a seed." },
    { object: "performance", property: "now", message: "Core has no clock." },
  ],
};
const NO_CLOCK = {
  selector: "NewExpression[callee.name='Date'][arguments.length=0]",
  message: "Core has no clock: take nowMs as a parameter.",
};

const NETWORK_MESSAGE = "Only components/*/queries.ts reach the network.";
const NETWORK = ["fetch", "XMLHttpRequest", "EventSource", "WebSocket"];
const NO_NETWORK = {
  "no-restricted-globals": ["error", ...NETWORK.map((name) => ({ name, message: NETWORK_MESSAGE }))],
  "no-restricted-properties": [
    "error",
    ...["window", "globalThis", "self"].map((object) => ({ object, property: "fetch", message: NETWORK_MESSAGE })),
  ],
};

function rulesOf(row) {
  const patterns = patternsOf(row);
  const pure = row.folder?.startsWith("core") ?? false;
  return {
    "@typescript-eslint/no-restricted-imports": ["error", { patterns }],
    "no-restricted-syntax": ["error", ...fenceRules.syntax, ...lazyImportsOf(patterns), ...(pure ? [NO_CLOCK] : [])],
    ...(pure ? PURE : {}),
    ...(row.network === false ? NO_NETWORK : {}),
  };
}

/** Tests may use whatever they like to look at their own folder, but climb no more than other files. */
const testFence = {
  files: [...TESTS, "e2e/**/*.ts", "prisma/**/*.ts"],
  rules: {
    "@typescript-eslint/no-restricted-imports": ["error", { patterns: [NO_CLIMBING] }],
    "no-restricted-syntax": ["error", ...fenceRules.syntax],
    "no-restricted-globals": "off",
    "no-restricted-properties": "off",
  },
};

export const fences = [
  ...TABLE.map((row) => ({ files: [`${row.folder}/**/*.{ts,tsx}`], rules: rulesOf(row) })),
  ...EXCEPTIONS.map((row) => ({
    files: row.files,
    rules: row.folder
      ? rulesOf(row)
      : { ...rulesOf(row), "no-restricted-globals": "off", "no-restricted-properties": "off" },
  })),
  testFence,
];
