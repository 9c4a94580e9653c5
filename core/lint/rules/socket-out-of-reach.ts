import { defineRule, type Finding } from "@/core/lint/define-rule";
import { backendsOf, serversOf } from "@/core/lint/haproxy-section";
import type { LintSystem } from "@/core/lint/lint-system";
import { productName } from "@/core/lint/product-name";
import { haproxyAddress } from "@/core/configs/read-haproxy-server";
import { shortText, writtenLine } from "@/core/lint/written";

export const socketOutOfReach = defineRule({
  id: "socket-out-of-reach",
  title: "A socket where the proxy cannot see it",
  severity: "warning",
  causes: ["socket-missing"],
  languages: {
    nginx: {
      docs: "https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#PrivateTmp=",
      risky: "upstream app { server unix:/tmp/app.sock; } server { listen 80; location / { proxy_pass http://app; } }",
      sane: "upstream app { server unix:/run/app/app.sock; } server { listen 80; location / { proxy_pass http://app; } }",
    },
    apache: {
      docs: "https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#PrivateTmp=",
      risky: "ProxyPass / unix:/tmp/app.sock|http://localhost/\n",
      sane: "ProxyPass / unix:/run/app/app.sock|http://localhost/\n",
    },
    haproxy: {
      docs: "https://docs.haproxy.org/2.8/configuration.html#3.1-chroot",
      risky: "global\n chroot /var/lib/haproxy\nbackend b\n mode http\n server s unix@/run/app.sock\n",
      sane: "global\nbackend b\n mode http\n server s unix@/run/app.sock\n",
    },
  },
  check: ({ system }) => (system.product === "haproxy" ? inChroot(system) : inTmp(system)),
});

/** The packages of nginx and Apache run them with a /tmp of their own. */
function inTmp(system: LintSystem): Finding[] {
  const name = productName(system.product);
  const members = system.config.upstreams.flatMap(({ servers }) => servers);
  // nginx may name a socket at the very place that hands requests on.
  const passed = system.config.routes
    .filter(({ group }) => group === null)
    .map(({ target, file, line }) => ({ address: target.replace(/^[a-z]+:\/\//, ""), file, line }));
  return [...members, ...passed].flatMap(({ address, file, line }): Finding[] => {
    if (!/^unix:(?:\/var)?\/tmp\//.test(address)) return [];
    return [
      {
        ...{ file, line, text: shortText(address) },
        certainty: "likely",
        why: `Where ${name} is started by systemd with PrivateTmp, as distributions' packages do, its /tmp is not the application's: the socket is there, and ${name} answers 502 or 503 (“No such file or directory”).`,
        suggestion: address.replace(/^unix:(?:\/var)?\/tmp\//, "unix:/run/app/"),
        upstreams: [address],
      },
    ];
  });
}

/** HAProxy connects after it has gone into its jail: with a path from outside it answers 503 (SC). */
function inChroot(system: LintSystem): Finding[] {
  const jail = system.sections
    .filter(({ kind }) => kind === "global")
    .flatMap(({ lines }) => lines)
    .find(({ words }) => words[0] === "chroot");
  if (jail === undefined) return [];
  return backendsOf(system).flatMap((section) =>
    serversOf(section).flatMap(({ address, line }): Finding[] => {
      const path = /^unix:(\/.*)$/.exec(haproxyAddress(address))?.[1];
      if (path === undefined) return [];
      return [
        {
          ...writtenLine(line),
          certainty: "likely",
          why: `HAProxy connects from within its chroot, where ${path} means ${jail.words[1] ?? ""}${path}. Unless the application puts its socket there, every request is a 503 (SC).`,
          suggestion: `# the application listens at ${jail.words[1] ?? ""}${path}\n${line.words.slice(0, 3).join(" ")}`,
          related: [writtenLine(jail)],
          upstreams: [section.name],
        },
      ];
    }),
  );
}
