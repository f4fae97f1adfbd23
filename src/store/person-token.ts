import { createHmac } from 'node:crypto';

/** Keyed hash of a person's number: equal numbers can be matched, none can be read back. */
export const personHash = (key: Buffer, number: string): Buffer =>
  createHmac('sha256', key).update(number).digest();

/** Systems of numbers that tell who a person is: they are indexed by keyed hash only. */
export const personSystems: readonly string[] = [
  'urn:oid:1.2.208.176.1.2',
  'urn:oid:1.2.208.176.1.6.1.1',
];

/** The form in which a person's number is indexed and searched. */
export const personToken = <T extends { readonly system?: string; readonly code?: string }>(
  key: Buffer,
  token: T,
): T =>
  token.code !== undefined && personSystems.includes(token.system ?? '')
    ? { ...token, code: personHash(key, token.code).toString('base64url') }
    : token;

/** The two sides of a token's first bar. */
export const splitToken = (token: string): { system: string; code: string } => ({
  system: token.slice(0, token.indexOf('|')),
  code: token.slice(token.indexOf('|') + 1),
});

/** Of the forms of some tokens those that no number of a person can be read from: neither it nor its bare form is left. */
export function concealed(key: Buffer, forms: readonly string[]): readonly string[] {
  if (!forms.some((form) => form.startsWith('urn:oid:1.2.208.176.'))) return forms;
  const split = forms.map((form) => ({ ...splitToken(form), form }));
  const isWhole = ({ form }: { form: string }): boolean => form.includes('|');
  const secret = new Set(
    split
      .filter((one) => isWhole(one) && personSystems.includes(one.system))
      .map(({ code }) => code),
  );
  return split.flatMap((one) => {
    if (!secret.has(one.code) || one.code === '') return one.form;
    return isWhole(one) ? `${one.system}|${personToken(key, one).code}` : [];
  });
}
