import type { ConfigNode } from "./config-tree";
import type { ConfigWriter } from "./config-writer";
import type { Placed } from "./proxy-config";
import { readJsonTree } from "./read-json-tree";
import { readTomlTree } from "./read-toml-tree";
import { readYamlTree } from "./read-yaml-tree";
import type { ConfigFile } from "./resolve-includes";

/** The documents of structured files, each by its own syntax; what could not be read is noted. */
export function readConfigTrees(writer: ConfigWriter, files: readonly ConfigFile[]): ConfigNode[] {
  return files.flatMap((file) => {
    const { roots, notes } = readTree(file);
    writer.config.notes.push(...notes);
    return roots;
  });
}

function readTree({ name, text }: ConfigFile): { roots: ConfigNode[]; notes: Placed<string>[] } {
  if (/^[\s\ufeff]*[{[]\s*(?:["}\]{[]|$)/.test(text.slice(0, 2000)) && !/^\s*\[\[?[\w.-]+\]/.test(text.slice(0, 2000)))
    return readJsonTree(name, text);
  return isToml(text) ? readTomlTree(name, text) : readYamlTree(name, text);
}

/** Tables in brackets or `key = value`, which YAML has neither of. */
function isToml(text: string): boolean {
  return (
    /^[ \t]*(?:\[\[?[\w."'-]+\]\]?[ \t]*(?:#.*)?|[\w."-]+[ \t]*=[ \t]*\S.*)\r?$/m.test(text.slice(0, 100_000)) &&
    !/^[ \t]*(?:- )?[\w"'@-]+:[ \t]*\r?$/m.test(text.slice(0, 100_000))
  );
}
