import type { Page } from "@playwright/test";

/** A file as the browser gets it from the system. */
export interface GivenFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** A file of this name and content, for `chooseFiles` and `dropFiles`. */
export function givenFile(name: string, content: string | Buffer): GivenFile {
  return { name, mimeType: "", buffer: Buffer.from(content) };
}

/** Presses "Choose files" and gives the browser's picker these: paths, or contents of at most 50 MB. */
export async function chooseFiles(page: Page, files: string[] | GivenFile[]): Promise<void> {
  const picker = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose files" }).click();
  await (await picker).setFiles(files);
}
