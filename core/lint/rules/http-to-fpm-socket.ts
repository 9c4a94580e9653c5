import { defineRule } from "@/core/lint/define-rule";
import { writtenDirective } from "@/core/lint/written";

export const httpToFpmSocket = defineRule({
  id: "http-to-fpm-socket",
  title: "HTTP to a socket that speaks FastCGI",
  severity: "error",
  causes: ["wrong-protocol", "invalid-response", "premature-close"],
  languages: {
    nginx: {
      docs: "https://nginx.org/en/docs/http/ngx_http_fastcgi_module.html#fastcgi_pass",
      risky: "server { listen 80; location / { proxy_pass http://unix:/run/php/php8.2-fpm.sock; } }",
      sane: "server { listen 80; location / { include fastcgi_params; fastcgi_pass unix:/run/php/php8.2-fpm.sock; } }",
    },
  },
  check: ({ system }) =>
    system.passes.flatMap(({ directive, protocol, target, group }) => {
      const sockets = group === null ? [target] : group.servers.map(({ address }) => address);
      const socket = sockets.find((each) => /unix:.*php.*fpm/i.test(each));
      if (protocol !== "proxy" || socket === undefined) return [];
      return [
        {
          ...writtenDirective(directive),
          certainty: "likely" as const,
          why: "php-fpm speaks FastCGI. It reads an HTTP request as nonsense and closes the connection: every request is a 502.",
          suggestion: `include fastcgi_params;\nfastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;\nfastcgi_pass ${group?.name ?? target.replace(/^http:\/\//, "")};`,
          upstreams: sockets,
        },
      ];
    }),
});
