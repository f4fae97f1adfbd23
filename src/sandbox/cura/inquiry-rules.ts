import type { Henvendelse } from '../../cura/insight-records.ts';

/** What must be known of an inquiry that is written through the API. */
export interface InquiryFacts {
  readonly before: Henvendelse | undefined;
  readonly after: Henvendelse;
  readonly isAlive: boolean;
  readonly knowsUnit: boolean;
}

interface Rule {
  readonly kode: string;
  readonly tekst: string;
  readonly breaks: (facts: InquiryFacts) => boolean;
}

const rules: readonly Rule[] = [
  {
    kode: 'borger-ukendt',
    tekst: 'Borgeren findes ikke eller er død.',
    breaks: ({ isAlive }) => !isAlive,
  },
  { kode: 'enhed-ukendt', tekst: 'Enheden findes ikke.', breaks: ({ knowsUnit }) => !knowsUnit },
  {
    kode: 'henvendelse-ny',
    tekst: 'En ny henvendelse er modtaget, og kun personalet sætter frist og noter.',
    breaks: ({ before, after }) =>
      before === undefined &&
      (after.status !== 'modtaget' ||
        after.svarSenest !== undefined ||
        after.internNote !== undefined),
  },
  {
    kode: 'henvendelse-behandles',
    tekst: 'Henvendelsen er taget op og kan ikke trækkes tilbage.',
    breaks: ({ before, after }) =>
      before !== undefined &&
      before.status !== after.status &&
      (before.status !== 'modtaget' || after.status !== 'annulleret'),
  },
];

/** Why Cura does not take an inquiry, or its withdrawal; undefined when it does. */
export const inquiryRefusal = (facts: InquiryFacts): Pick<Rule, 'kode' | 'tekst'> | undefined =>
  rules.find(({ breaks }) => breaks(facts));
