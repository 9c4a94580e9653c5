import type { Locator, Page } from "@playwright/test";

/** The value of one of the page's figures ("Requests", "Onset"), without the hint under it. */
export function figureOf(page: Page, name: string): Locator {
  const term = page
    .getByRole("main")
    .getByRole("term")
    .filter({ hasText: new RegExp(`^${name}$`) });
  // A term and its definitions share a group, which has no role of its own.
  return term.locator("..").getByRole("definition").first();
}
