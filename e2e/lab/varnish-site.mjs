/** VCL with one backend; pages of the shop are never cached, so that every request meets the application. */
export const varnishBackend = (upstream, more = "") => `backend default {
    .host = "${upstream.address}";
    .port = "${upstream.port}";
${more === "" ? "" : `    ${more}\n`}}

sub vcl_recv {
    if (req.url !~ "^/static/") {
        return (pass);
    }
}`;

/** VCL with a director that asks each of several backends in turn; pages are never cached, as above. */
export const varnishDirector = (upstreams) => `import directors;

${upstreams
  .map(
    ({ address, port }, at) => `backend app${at + 1} {
    .host = "${address}";
    .port = "${port}";
}`,
  )
  .join("\n\n")}

sub vcl_init {
    new app = directors.round_robin();
${upstreams.map((_, at) => `    app.add_backend(app${at + 1});`).join("\n")}
}

sub vcl_recv {
    set req.backend_hint = app.backend();
    if (req.url !~ "^/static/") {
        return (pass);
    }
}`;
