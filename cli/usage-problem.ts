/** Unusable arguments or input, in one line that also says how to mend it. Exit status 2. */
export class UsageProblem extends Error {}
