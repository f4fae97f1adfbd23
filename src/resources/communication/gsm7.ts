const basic = [
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿',
  'abcdefghijklmnopqrstuvwxyzäöñüà',
].join('');
const extended = '\f^{}\\[~]|€';

const septets: ReadonlyMap<string, number> = new Map([
  ...[...basic].map((sign) => [sign, 1] as const),
  ...[...extended].map((sign) => [sign, 2] as const),
]);

/** Septets that a text takes in one SMS (3GPP TS 23.038); undefined when the alphabet lacks a sign of it. */
export function gsm7Length(text: string): number | undefined {
  let length = 0;
  for (const sign of text) {
    const size = septets.get(sign);
    if (size === undefined) return undefined;
    length += size;
  }
  return length;
}

/** The first sign that GSM-7 has not. */
export const firstForeignSign = (text: string): string | undefined =>
  [...text].find((sign) => !septets.has(sign));
