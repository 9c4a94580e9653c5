import { inForce } from "@/core/lint/block-scope";
import { defineRule } from "@/core/lint/define-rule";
import { namesAtRunTime } from "@/core/lint/nginx-values";
import { listed, writtenDirective } from "@/core/lint/written";

export const variableWithoutResolver = defineRule({
  id: "variable-without-resolver",
  title: "A variable in the target, and no resolver to look its host up",
  severity: "error",
  causes: ["dns-failure", "proxy-config-error"],
  languages: {
    nginx: {
      docs: "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_pass",
      risky: "http { server { listen 80; location / { set $app http://app.internal:8080; proxy_pass $app; } } }",
      sane: "http { upstream app { server 10.0.0.1:8080; } server { listen 80; location / { set $app app; proxy_pass http://$app$request_uri; } } }",
    },
  },
  check: ({ system }) => {
    const passes = system.passes;
    // A host that another pass names without a variable is a group of its own, and is found without a resolver.
    const known = new Set([
      ...system.config.upstreams.map(({ name }) => name),
      ...passes.filter(({ target }) => !target.includes("$")).map(({ authority }) => authority.replace(/:\d+$/, "")),
    ]);
    return passes.flatMap((pass) => {
      if (!pass.target.includes("$") || inForce(pass.scope, "resolver") !== undefined) return [];
      const names = namesAtRunTime(system, pass, known);
      if (names.length === 0) return [];
      const asked = names.some((name) => name.startsWith("$"));
      const part = system.whole
        ? ""
        : " The http block that includes this file is not among the files; a resolver there would do.";
      return [
        {
          ...writtenDirective(pass.directive),
          certainty: !system.whole ? "possible" : asked ? "likely" : "certain",
          why: `A target with a variable is looked up as each request comes in, and no resolver is set here: every request for ${listed(names)} is answered with 502 (“no resolver defined to resolve …”).${part}`,
          suggestion:
            "# the machine's DNS server, see /etc/resolv.conf; 127.0.0.11 within Docker\nresolver 127.0.0.53 valid=30s;",
        },
      ];
    });
  },
});
