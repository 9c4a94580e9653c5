/** Squid's peers: the applications, each asked in turn. */
export const squidPeers = (upstreams, more = "") =>
  [
    ...upstreams.map(
      ({ address, port }, at) =>
        `cache_peer ${address} parent ${port} 0 no-query no-digest originserver round-robin name=app${at + 1}`,
    ),
    "never_direct allow all",
    ...(more === "" ? [] : [more]),
  ].join("\n");
