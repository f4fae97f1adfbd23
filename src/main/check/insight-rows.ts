import { staffFunction } from '../../../mappings/codes/care.ts';
import { offIn } from '../../resources/feature.ts';
import type { InsightRule } from '../../resources/insight.ts';
import type { Municipality } from '../../resources/municipality.ts';
import { isNoDate } from './calendar-rows.ts';
import { type CheckRow, type Finding, ofChoices, place, pointed, whether } from './row.ts';

const sameAs =
  (one: InsightRule) =>
  ({ room, kind }: InsightRule): boolean =>
    room === one.room && kind === one.kind;

const ruleTwice = ({ insight = [] }: Municipality): Finding[] =>
  insight.flatMap((rule, at) => {
    const earlier = insight.findIndex(sameAs(rule));
    if (earlier === at) return [];
    return [
      {
        at: place(`/insight/${at}`),
        text: {
          da: `Der er allerede en regel om ${rule.room}${rule.kind === undefined ? '' : ` af slagsen ${rule.kind}`} (nr. ${earlier + 1} i listen).`,
          en: `There is a rule about ${rule.room}${rule.kind === undefined ? '' : ` of the kind ${rule.kind}`} already (number ${earlier + 1} of the list).`,
        },
        remedy: { da: 'Behold én af dem.', en: 'Keep one of them.' },
      },
    ];
  });

const relativeAlone = ({ insight = [] }: Municipality): Finding[] =>
  insight.flatMap(({ citizen, relative }, at) =>
    citizen === 'closed' && relative === 'open'
      ? [
          {
            at: place(`/insight/${at}`),
            text: {
              da: 'Pårørende ser det, men borgeren selv gør ikke.',
              en: 'Relatives see it, but the citizen does not.',
            },
            remedy: { da: 'Er de byttet om?', en: 'Are they the wrong way round?' },
          },
        ]
      : [],
  );

const backwards = ({ monitoring }: Municipality): Finding[] =>
  Object.entries(monitoring?.limits ?? {}).flatMap(([code, { low, high }]) =>
    low !== undefined && high !== undefined && low >= high
      ? [
          {
            at: place(`/monitoring/limits/${pointed(code)}`),
            text: {
              da: `Den mindste grænse (${low}) er ikke under den største (${high}): alt ville blive meldt.`,
              en: `The lower limit (${low}) is not below the upper (${high}): all would be told of.`,
            },
            remedy: { da: 'Byt dem om, eller ret dem.', en: 'Exchange or change them.' },
          },
        ]
      : [],
  );

const functions: readonly string[] = Object.values(staffFunction).map(({ code }) => code ?? '');

const unknownApprover = ({ activities }: Municipality): Finding[] =>
  (activities?.approvedBy ?? []).flatMap((code, at) =>
    functions.includes(code)
      ? []
      : [
          {
            at: place(`/activities/approvedBy/${at}`),
            text: {
              da: `Ingen ansat har funktionen “${code}”: ingen kunne godkende.`,
              en: `No employee has the function “${code}”: nobody could approve.`,
            },
            remedy: {
              da: `Vælg blandt ${functions.join(', ')}.`,
              en: `Choose among ${functions.join(', ')}.`,
            },
          },
        ],
  );

/** What is opened of own data, watched and approved. */
export const insightRows: readonly CheckRow[] = [
  whether(
    'insight-opens-nothing',
    'error',
    (chosen) =>
      chosen.features?.insight === 'on' &&
      !chosen.insight?.some(({ citizen }) => citizen === 'open'),
    {
      at: place('/insight'),
      text: {
        da: 'Indblik er slået til, men ingen regel åbner noget: alt er lukket.',
        en: 'Insight is on, but no rule opens anything: all is closed.',
      },
      remedy: {
        da: 'Skriv en regel for hvert rum, der skal åbnes, med grunden; eller slå insight fra.',
        en: 'Write a rule for each room to be opened, with the reason; or switch insight off.',
      },
    },
  ),
  ofChoices('insight-twice', 'error', ruleTwice),
  ofChoices('insight-relative-alone', 'warning', relativeAlone),
  whether(
    'monitoring-without-measurements',
    'error',
    ({ monitoring, ...chosen }) => monitoring !== undefined && offIn(chosen).has('measurements'),
    {
      at: place('/monitoring'),
      text: {
        da: 'Nogen skal holde øje med målinger, men målinger er slået fra.',
        en: 'Somebody is to watch measurements, but measurements are off.',
      },
      remedy: {
        da: 'Slå measurements til, eller tag monitoring ud.',
        en: 'Switch measurements on, or take monitoring out.',
      },
    },
  ),
  whether(
    'monitoring-date',
    'error',
    ({ monitoring }) => monitoring !== undefined && isNoDate(monitoring.declared),
    {
      at: place('/monitoring/declared'),
      text: { da: 'Datoen findes ikke.', en: 'There is no such date.' },
      remedy: { da: 'Ret den.', en: 'Change it.' },
    },
  ),
  ofChoices('limits-backwards', 'error', backwards),
  ofChoices('approver-unknown', 'error', unknownApprover),
];
