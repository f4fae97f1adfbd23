const special = /[\p{Cc}\p{Cs}\ufffe\uffff<>&"]/gu;
const named: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '"': '&quot;',
};

/** XML 1.0 has no form at all for most control characters, for half surrogates and for two more. */
function reference(character: string): string {
  const isWritable = /[\t\n\r\x7f-\x9f]/.test(character);
  return isWritable ? `&#${character.charCodeAt(0)};` : '\ufffd';
}

/** A text for an attribute or between tags. What XML 1.0 cannot hold becomes U+FFFD. */
export const escapeXml = (text: string): string =>
  text.replace(special, (character) => named[character] ?? reference(character));

/** A text between tags, where line ends stand as they are. */
export const escapeText = (text: string): string =>
  text.replace(/[<>&]/g, (character) => named[character] ?? character);

/** Markup without what XML 1.0 cannot hold. */
export const withoutForbidden = (markup: string): string =>
  markup.replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, (character) =>
    /[\t\n\r\x7f-\x9f]/.test(character) ? character : '\ufffd',
  );
