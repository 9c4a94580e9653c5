// `npm start`: brings a clone, fresh or grown, to a running dashboard. Plain Node and no imports above the version check,
// so that an old Node reads the sentence below instead of a syntax error.
const [major, minor] = process.versions.node.split(".").map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Gumshoe needs Node 20.19 or newer; this is Node ${process.versions.node}. Get a current one at https://nodejs.org and run npm start again.`,
  );
  process.exit(1);
}

const { build, exitWithReason, root, terminalReport } = await import("./build.mjs");
await build("app", terminalReport).catch(exitWithReason);

const bin = `${root}dist/gumshoe.js`;
process.argv = [process.execPath, bin, "serve", ...process.argv.slice(2)];
const { pathToFileURL } = await import("node:url");
await import(pathToFileURL(bin).href);
