import { around, inForce, isNamed } from "@/core/lint/block-scope";
import { defineRule } from "@/core/lint/define-rule";
import { writtenDirective } from "@/core/lint/written";

export const sslProxyEngineMissing = defineRule({
  id: "ssl-proxy-engine-missing",
  title: "https:// to an upstream, and TLS towards upstreams is off",
  severity: "error",
  causes: ["proxy-config-error", "tls-handshake"],
  languages: {
    apache: {
      docs: "https://httpd.apache.org/docs/2.4/mod/mod_ssl.html#sslproxyengine",
      risky:
        "Listen 80\n<VirtualHost *:80>\n ServerName a.example.com\n ProxyPass / https://app.example.com/\n</VirtualHost>\n",
      sane: "Listen 80\n<VirtualHost *:80>\n ServerName a.example.com\n SSLProxyEngine on\n ProxyPass / https://app.example.com/\n</VirtualHost>\n",
    },
  },
  check: ({ system: { scopes, whole } }) => {
    const set = scopes.filter(({ named }) => named.has("sslproxyengine"));
    const anywhere = set.length > 0;
    const elsewhere = set.some(({ name }) => /^(?:proxy|proxymatch|location|if)/.test(name));
    return scopes.flatMap((scope) =>
      scope.level.flatMap((directive) => {
        const passes = ["proxypass", "proxypassmatch", "balancermember"].some((name) => isNamed(directive, name));
        const target = directive.args.find((each) => /^https:\/\//i.test(each));
        if (!passes || target === undefined || inForce(scope, "sslproxyengine")?.args[0]?.toLowerCase() === "on")
          return [];
        // A <Proxy> section may switch it on for its own targets, and so may a <Location> around.
        const host = around(scope, "virtualhost");
        // Members stand outside of the virtual hosts that use them.
        const member = isNamed(directive, "balancermember") && host === null;
        if (elsewhere || (member && anywhere)) return [];
        return [
          {
            ...writtenDirective(directive),
            certainty: whole ? ("certain" as const) : ("likely" as const),
            why: "SSLProxyEngine is off unless it is switched on in the same virtual host or the main server: every request to this upstream is answered with 500 (AH01961, “SSL Proxy requested … but not enabled”).",
            suggestion: "SSLProxyEngine on",
            upstreams: [target.replace(/^https:\/\//i, "").replace(/\/.*$/, "")],
          },
        ];
      }),
    );
  },
});
