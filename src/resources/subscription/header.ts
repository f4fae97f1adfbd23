/** What the sender says itself, and what belongs to the connection. */
const ours: readonly string[] = [
  ...['host', 'connection', 'content-length', 'content-type', 'transfer-encoding', 'te', 'trailer'],
  ...['upgrade', 'expect', 'keep-alive', 'proxy-authorization', 'proxy-connection', 'user-agent'],
];

const grammar = /^([!#$%&'*+.^_`|~\w-]{1,100}): ?([\t\x20-\x7e]{0,2000})$/;

/** Why a header of a Subscription cannot be sent; undefined when it can. */
export function headerFault(header: string): 'form' | 'reserved' | undefined {
  const [, name = ''] = grammar.exec(header) ?? [];
  if (name === '') return 'form';
  const lower = name.toLowerCase();
  return ours.includes(lower) || lower.startsWith('webhook-') ? 'reserved' : undefined;
}

/** Name and value of each. */
export const headersOf = (headers: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    headers.flatMap((one) => {
      const [, name, value = ''] = grammar.exec(one) ?? [];
      return name === undefined ? [] : [[name.toLowerCase(), value.trim()]];
    }),
  );
