/** Characters that act on a terminal or hide: controls, format characters (bidirectional overrides, zero width, tags), line separators, half surrogates, and fillers that show nothing. */
const ACTING = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0]/gu;

/** Somebody else's text for a person's eyes: everything that would act or hide is written as `\u{...}`. The text stays on one line. */
export const printable = (text: string): string => text.replace(ACTING, (char) => `\\u{${(char.codePointAt(0) as number).toString(16)}}`);
