import { listImports } from "@/server/store/list-imports";
import type { Store } from "@/server/store/open-store";
import { busiestHosts } from "@/server/store/busiest-hosts";
import { renameSource } from "@/server/store/save-source";

/** A source that serves more hosts than this is named by the busiest and their number. */
const HOSTS_IN_NAME = 2;

/** Gives a source that nobody named the name of what it serves: its busiest hosts, else its files. */
export async function nameSource(store: Store, sourceId: string): Promise<void> {
  const hosts = await busiestHosts(store, sourceId);
  const imports = await listImports(store, { source: sourceId });
  const name = hosts.length > 0 ? nameOfHosts(hosts) : nameOfFiles(imports.map(({ fileName }) => fileName).reverse());
  if (name !== "") await renameSource(store, sourceId, name.slice(0, 120), true);
}

/** `shop.example.com and 3 more`. */
function nameOfHosts(hosts: string[]): string {
  const shown = hosts.slice(0, HOSTS_IN_NAME).join(", ");
  return hosts.length > HOSTS_IN_NAME ? `${shown} and ${hosts.length - HOSTS_IN_NAME} more` : shown;
}

/** `access.log and 2 more`; the first file of a batch usually is the one people speak of. */
export function nameOfFiles(fileNames: string[]): string {
  const names = [...new Set(fileNames)];
  const first = names.find((name) => /access/i.test(name)) ?? names[0] ?? "";
  return names.length > 1 ? `${first} and ${names.length - 1} more` : first;
}
