import { defineRule } from "@/core/lint/define-rule";

export const groupUnused = defineRule({
  id: "group-unused",
  title: "A group that nothing sends requests to",
  severity: "notice",
  causes: ["proxy-config-error"],
  languages: {
    nginx: {
      docs: "https://nginx.org/en/docs/http/ngx_http_upstream_module.html#upstream",
      risky:
        "events {} http { upstream old { server 10.0.0.1:80; } server { listen 80; location / { proxy_pass http://10.0.0.2; } } }",
      sane: "events {} http { upstream old { server 10.0.0.1:80; } map $uri $to { default old; } server { listen 80; location / { proxy_pass http://$to; } } }",
    },
    haproxy: {
      docs: "https://docs.haproxy.org/2.8/configuration.html#4.2-use_backend",
      risky:
        "global\nfrontend f\n bind :80\n default_backend web\nbackend web\n server s 10.0.0.1:80\nbackend old\n server s 10.0.0.2:80\n",
      sane: "global\nfrontend f\n bind :80\n use_backend %[req.hdr(host),map(/etc/haproxy/hosts.map,web)]\nbackend web\n server s 10.0.0.1:80\nbackend old\n server s 10.0.0.2:80\n",
    },
  },
  check: ({ system: { product, config, sections, scopes, whole } }) => {
    if (!whole || config.routes.length === 0) return [];
    // Where a target is worked out as requests come in, any group may be meant; so may one that Lua or mirrors name.
    if (config.routes.some(({ target }) => /[$%]/.test(target))) return [];
    const asked = new Set(config.routes.flatMap(({ group, target }) => [group, target]));
    const words = new Set([
      ...scopes.flatMap(({ level }) =>
        level.filter(({ name }) => name !== "upstream").flatMap(({ args }) => args.flatMap(hosts)),
      ),
      ...sections.flatMap(({ lines }) => lines.flatMap((line) => line.words.slice(1))),
    ]);
    return config.upstreams.flatMap(({ name, servers, file, line }) => {
      const listens = sections.some((each) => each.kind === "listen" && each.name === name);
      const named = asked.has(name) || words.has(name);
      if (named || listens || servers.length === 0) return [];
      return [
        {
          ...{ file, line, text: `${product === "nginx" ? "upstream" : "backend"} ${name}` },
          certainty: "likely" as const,
          why: `Nothing in these files sends requests to ${name}: a change to its servers or time-outs will have no effect, and a route that was meant for it goes elsewhere.`,
          suggestion: product === "nginx" ? `proxy_pass http://${name};` : `use_backend ${name} if …`,
          upstreams: [name],
        },
      ];
    });
  },
});

/** A word, and the host of the URL that it is. */
function hosts(word: string): string[] {
  const host = /^[a-z]+:\/\/([^/:]+)/.exec(word)?.[1];
  return host === undefined ? [word] : [word, host];
}
