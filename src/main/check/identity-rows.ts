import { offIn } from '../../resources/feature.ts';
import { type CheckRow, place, whether } from './row.ts';

/** Who is let in, and as what. */
export const identityRows: readonly CheckRow[] = [
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
