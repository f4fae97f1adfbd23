import { offIn } from '../../resources/feature.ts';
import type { Municipality } from '../../resources/municipality.ts';
import { type CheckRow, type Finding, ofChoices, place, pointed, whether } from './row.ts';

const weights = [2, 7, 6, 5, 4, 3, 2, 1];

/** The digits of a CVR number, each times its weight, make a multiple of 11. */
const isNoCvr = ({ cvr }: Municipality): boolean =>
  weights.reduce((sum, weight, at) => sum + weight * Number(cvr[at]), 0) % 11 !== 0;

const bare = (uri: string): string => uri.toLowerCase().replace(/\/+$/, '');

/** URIs that are told apart by capitals or a last slash alone, and mean different things. */
const alike = (field: 'privileges' | 'jobRoles', table: Readonly<Record<string, string>>) =>
  [...Map.groupBy(Object.entries(table), ([uri]) => bare(uri)).values()]
    .filter((group) => new Set(group.map(([, meaning]) => meaning)).size > 1)
    .map((group): Finding => {
      const [one, other] = group.map(([uri]) => uri).slice(-2);
      return {
        at: place(`/${field}/${pointed(other ?? '')}`),
        text: {
          da: `“${one}” og “${other}” er næsten ens, men betyder ikke det samme.`,
          en: `“${one}” and “${other}” are almost alike, but do not mean the same.`,
        },
        remedy: { da: 'Behold den rigtige.', en: 'Keep the right one.' },
      };
    });

/** Who is let in, and as what. */
export const identityRows: readonly CheckRow[] = [
  whether('cvr-wrong', 'error', isNoCvr, {
    at: place('/cvr'),
    text: {
      da: 'Det er ikke et CVR-nummer: kontrolcifret passer ikke. Ansatte ville blive afvist.',
      en: 'That is no CVR number: its check digit is wrong. Employees would be refused.',
    },
    remedy: { da: 'Slå nummeret op på virk.dk.', en: 'Look the number up at virk.dk.' },
  }),
  ofChoices('uri-alike', 'error', ({ privileges, jobRoles }) => [
    ...alike('privileges', privileges),
    ...alike('jobRoles', jobRoles),
  ]),
  whether(
    'self-service-open',
    'warning',
    ({ selfServiceUrl }) => selfServiceUrl.startsWith('http://'),
    {
      at: place('/selfServiceUrl'),
      text: {
        da: 'Selvbetjeningens adresse er uden kryptering (http).',
        en: 'The address of the self-service is not encrypted (http).',
      },
      remedy: { da: 'Skriv https://.', en: 'Write https://.' },
    },
  ),
  whether(
    'privilege-see',
    'error',
    (chosen) =>
      !offIn(chosen).has('relatives') && !Object.values(chosen.privileges).includes('see'),
    {
      at: place('/privileges'),
      text: {
        da: 'Intet privilegium betyder “se”: en fuldmagt til at se giver ingenting.',
        en: 'No privilege means “see”: a mandate to see gives nothing.',
      },
      remedy: {
        da: 'Skriv URI’en fra Digital Fuldmagt med værdien see, eller slå relatives fra.',
        en: 'Add the URI of Digital Fuldmagt with the value see, or switch relatives off.',
      },
    },
  ),
  whether(
    'privilege-act',
    'error',
    (chosen) =>
      !offIn(chosen).has('relatives') && !Object.values(chosen.privileges).includes('act'),
    {
      at: place('/privileges'),
      text: {
        da: 'Intet privilegium betyder “handle”: pårørende kan hverken bestille eller melde afbud.',
        en: 'No privilege means “act”: relatives can neither book nor cancel.',
      },
      remedy: {
        da: 'Skriv URI’en fra Digital Fuldmagt med værdien act.',
        en: 'Add the URI of Digital Fuldmagt with the value act.',
      },
    },
  ),
  whether('role-staff', 'error', ({ jobRoles }) => !Object.values(jobRoles).includes('staff'), {
    at: place('/jobRoles'),
    text: {
      da: 'Ingen rolle er personale: ingen ansat kommer ind.',
      en: 'No role is staff: no employee gets in.',
    },
    remedy: {
      da: 'Skriv jobfunktionsrollens URI fra Context Handler med værdien staff.',
      en: 'Add the URI of the job function role of the Context Handler with the value staff.',
    },
  }),
  whether(
    'role-auditor',
    'warning',
    ({ jobRoles }) => !Object.values(jobRoles).includes('auditor'),
    {
      at: place('/jobRoles'),
      text: { da: 'Ingen rolle er revisor.', en: 'No role is auditor.' },
      remedy: {
        da: 'Skriv rollens URI med værdien auditor.',
        en: 'Add the URI of the role with the value auditor.',
      },
    },
  ),
];
