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
