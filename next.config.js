import { fileURLToPath } from "node:url";

/** @type {import("next").NextConfig} */
export default {
  reactStrictMode: true,
  poweredByHeader: false,
  // Native bindings and Prisma's runtime are loaded by Node itself, never bundled.
  serverExternalPackages: ["@prisma/client", "@prisma/adapter-libsql", "@libsql/client", "libsql"],
  // The image optimiser would need sharp at run time; the product ships no raster images.
  images: { unoptimized: true },
  // `npm run verify` and `npm test` check types; `npm start` need not do it again on someone's first minute.
  typescript: { ignoreBuildErrors: true },
  // Without this a lock file in a parent folder of the clone would be taken for the workspace root.
  turbopack: { root: fileURLToPath(new URL(".", import.meta.url)) },
};
