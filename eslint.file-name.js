import path from "node:path";

const BANNED = ["utils", "util", "helpers", "helper", "common", "misc", "types", "constants", "index"];
const KEBAB = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** A file is named, in kebab-case, after the one thing it exports; names that say nothing are banned. */
export const fileName = {
  meta: { type: "suggestion", schema: [], messages: { banned: "{{text}}", kebab: "{{text}}" } },
  create(context) {
    const [stem = ""] = path.basename(context.filename).split(".");
    return {
      Program(node) {
        if (BANNED.includes(stem)) {
          const text = `"${stem}" says nothing: name the file after its one main export.`;
          context.report({ node, messageId: "banned", data: { text } });
        } else if (!KEBAB.test(stem)) {
          context.report({ node, messageId: "kebab", data: { text: `"${stem}" is not kebab-case.` } });
        }
      },
    };
  },
};
