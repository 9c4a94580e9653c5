/** What `e2e/eval.mjs` needs of TypeScript, as one bundle. */
export { analyzeArguments, labelSchema } from "./label";
export { storyTable, sumTables } from "./print-scores";
export { scoreStory } from "./score-story";
export { sumScores } from "./sum-scores";
