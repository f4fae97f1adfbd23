/** What others write is shown on pages that are not ours. */

/** Signs that no address holds as they are, and that mean something to a page. */
const written = /^https:\/\/[^\s"'<>\\^`{|}\p{Cc}\p{Cf}]+$/u;
const number = /^(?:[\d.]+|\[.*\])$/;

/** Whether a link leads to a page with a name, that nobody reads along with, and holds no password and nothing that is more than an address. */
export function isSafe(link: string): boolean {
  if (!written.test(link) || !URL.canParse(link)) return false;
  const { username, password, hostname } = new URL(link);
  return username === '' && password === '' && hostname.includes('.') && !number.test(hostname);
}

/** A tag, an entity, or a sign that is not seen and may turn what is read. Two words may be joined by an unseen sign, as names of faces are. */
const marked =
  /<[a-z/!?]|&#?\w+;|(?![\n\r\t\u200c\u200d])[\p{Cc}\p{Cf}]|\b(?:javascript|vbscript):/iu;

/** Whether a text is no more than what is read. */
export const isPlain = (text: string): boolean => !marked.test(text);
