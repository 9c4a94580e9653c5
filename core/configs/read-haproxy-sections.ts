import type { ConfigFile } from "./resolve-includes";

/** A line of a section, in words, quotes and escapes undone. */
export interface SectionLine {
  words: string[];
  file: string;
  /** 1-based. */
  line: number;
}

export interface Section {
  kind: string;
  name: string;
  /** `defaults` sections that hold for it, the nearest first. */
  defaults: Section[];
  lines: SectionLine[];
  file: string;
  line: number;
}

const SECTIONS = new Set(
  "global defaults frontend backend listen resolvers peers userlist mailers cache program http-errors ring log-forward fcgi-app crt-store traces acme".split(
    " ",
  ),
);
/** Lines kept of `global` and of each `defaults`, which every other section looks through; nobody writes a hundred. */
const MAX_SHARED_LINES = 500;
/** Words looked at of one line; lists of thousands of addresses are of no use here. */
const MAX_WORDS = 500;

/**
 * Reads HAProxy configuration files as one, in the order in which `-f DIRECTORY` reads them: by name, haproxy.cfg first. Lines before
 * the first section (of a file cut in the middle) are taken for a backend without a name.
 * Source: https://docs.haproxy.org/2.8/configuration.html#2
 */
export function readHaproxySections(files: readonly ConfigFile[]): Section[] {
  const sections: Section[] = [];
  const named = new Map<string, Section>();
  let defaults: Section | null = null;
  let section: Section | null = null;
  const ordered = [...files].sort((a, b) => rank(a.name) - rank(b.name) || (a.name < b.name ? -1 : 1));
  for (const { name: file, text } of ordered) {
    section = null;
    let line = 0;
    for (const raw of text.split("\n")) {
      line++;
      const words = splitWords(raw);
      const [first = "", name = ""] = words;
      if (first === "") continue;
      if (SECTIONS.has(first)) {
        section = { kind: first, name, defaults: [], lines: [], file, line };
        const from = words.indexOf("from");
        const source = from < 0 ? undefined : named.get(words[from + 1] ?? "");
        const inherited: Section | null = source ?? (first === "defaults" ? null : defaults);
        if (inherited !== null) section.defaults = [inherited, ...inherited.defaults].slice(0, 8);
        if (first === "defaults") {
          defaults = section;
          named.set(name, section);
        }
        sections.push(section);
        continue;
      }
      if (section === null) {
        section = { kind: "backend", name: "", defaults: defaults === null ? [] : [defaults], lines: [], file, line };
        sections.push(section);
      }
      if ((section.kind === "global" || section.kind === "defaults") && section.lines.length >= MAX_SHARED_LINES)
        continue;
      section.lines.push({ words, file, line });
    }
  }
  return sections;
}

function rank(name: string): number {
  return /(?:^|\/)haproxy\.cfg$/.test(name) ? 0 : 1;
}

/** The words of a line: `"…"` and `'…'` hold spaces, `\` takes the next character as it is, `#` begins a comment. */
function splitWords(raw: string): string[] {
  const words: string[] = [];
  let word = "";
  let begun = false;
  let quote = "";
  for (let p = 0; p < raw.length; p++) {
    const c = raw[p] ?? "";
    if (quote === "'") {
      if (c === "'") quote = "";
      else word += c;
    } else if (c === "\\" && p + 1 < raw.length) {
      word += escaped(raw[++p] ?? "");
      begun = true;
    } else if (quote === '"') {
      if (c === '"') quote = "";
      else word += c;
    } else if (c === '"' || c === "'") {
      quote = c;
      begun = true;
    } else if (c === "#") break;
    else if (c === " " || c === "\t" || c === "\r") {
      if (begun) words.push(word);
      if (words.length >= MAX_WORDS) return words;
      word = "";
      begun = false;
    } else {
      word += c;
      begun = true;
    }
  }
  if (begun) words.push(word);
  return words;
}

function escaped(c: string): string {
  return { n: "\n", r: "\r", t: "\t" }[c] ?? c;
}
