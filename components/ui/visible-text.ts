/** Characters without a glyph that could hide text or turn its direction: C0, C1, soft hyphen, zero-width and bidi controls. */
const INVISIBLE = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** Log text for a page: as it is, with characters that cannot be seen spelled out, `\u202e`. */
export function visibleText(text: string): string {
  return text.replace(INVISIBLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The same for what a person wrote: its line breaks stay. */
export function visibleLines(text: string): string {
  return text.split(/\r?\n/).map(visibleText).join("\n");
}
