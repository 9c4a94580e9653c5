import type { SectionLine } from "./read-haproxy-sections";

/** What the conditions of a section ask. */
export interface Conditions {
  /** Hosts and paths that a condition (the words after the backend's name) asks for. */
  of: (words: readonly string[]) => { hosts: string[]; paths: string[] };
  /** A condition with the ACLs it names written out. */
  expand: (words: readonly string[]) => string;
}

/** Words that a condition may name; a longer one is not for people. */
const MAX_NAMES = 50;

/**
 * Reads the `acl` lines of a section, so that a condition by name can be told from its test.
 * Source: https://docs.haproxy.org/2.8/configuration.html#7
 */
export function readHaproxyConditions(lines: readonly SectionLine[]): Conditions {
  const acls = new Map<string, string[]>();
  for (const { words } of lines) {
    const [first, name = ""] = words;
    if (first === "acl") acls.set(name, [...(acls.get(name) ?? []), ...words.slice(2), ";"].slice(0, MAX_NAMES));
  }
  const expand = (words: readonly string[]): string =>
    words
      .slice(0, MAX_NAMES)
      .map((word) => acls.get(word.replace(/^!/, ""))?.join(" ") ?? word)
      .join(" ");
  const of = (words: readonly string[]) => {
    const found = { hosts: new Set<string>(), paths: new Set<string>() };
    let into: Set<string> | null = null;
    for (const word of expand(words).split(" ").slice(0, 1000)) {
      if (/^(?:hdr(?:_\w+)?\(host\)|req\.hdr\(host\)|ssl_fc_sni)/i.test(word)) into = found.hosts;
      else if (/^path(?:_\w+)?\b/.test(word)) into = found.paths;
      else if (/^[{};]$|^or$|^\|\|$/.test(word)) into = null;
      else if (into !== null && !word.startsWith("-") && word !== "") into.add(word);
    }
    return { hosts: [...found.hosts], paths: [...found.paths] };
  };
  return { of, expand };
}
