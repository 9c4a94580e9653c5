/** The inside of a virtual host that hands everything on: to a balancer where there are several addresses. */
export function apacheSite(hosts, addresses, { directives = "", parameters = "" } = {}) {
  const [name, ...aliases] = hosts;
  const head = [`ServerName ${name}`, ...aliases.map((alias) => `ServerAlias ${alias}`), "ProxyPreserveHost On"];
  if (directives !== "") head.push(directives);
  const members = addresses.map((address) => `        BalancerMember http://${address}${parameters}`).join("\n");
  return `    ${head.join("\n    ")}
    <Proxy balancer://app>
${members}
    </Proxy>
    ProxyPass / balancer://app/
    ProxyPassReverse / balancer://app/`;
}
