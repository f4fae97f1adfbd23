import { dateRange, instantToWall } from '../../fhir/instant.ts';
import { badRequest, forbidden } from '../../fhir/outcome.ts';
import { textInput } from '../appointment/input.ts';
import { missing, type OperationCall, parameter } from '../appointment/operation-parameter.ts';
import type { Operation } from '../define.ts';
import { countDays } from './count.ts';
import { figures, type KnownFigure, measureUrl } from './figure.ts';
import { namesOf } from './names.ts';
import { type FigurePeriod, type PeriodKind, periodAt, periodKinds } from './period.ts';
import { reportOf } from './report.ts';
import { smallestOf } from './store-reports.ts';

const readers: readonly string[] = ['staff', 'auditor', 'system'];

const wrong = (name: string, list: readonly string[]) =>
  badRequest(
    'parameter-value',
    {
      da: `Parameteren ${name} er en af ${list.join(', ')}.`,
      en: `The parameter ${name} is one of ${list.join(', ')}.`,
    },
    { expression: name },
  );

function figureIn({ input }: OperationCall): KnownFigure {
  const asked = textInput(input, 'measure');
  if (asked === undefined) throw missing('measure');
  const found = figures.find(({ code }) => asked === code || asked === measureUrl(code));
  if (found) return found;
  const codes = figures.map(({ code }) => code);
  throw wrong('measure', codes);
}

function kindIn({ input }: OperationCall): PeriodKind {
  const asked = textInput(input, 'period') ?? 'month';
  const found = periodKinds.find((kind) => kind === asked);
  if (found) return found;
  throw wrong('period', periodKinds);
}

const noDate = () =>
  badRequest(
    'parameter-value',
    {
      da: 'Parameteren periodStart er en dato i en periode, der er slut.',
      en: 'The parameter periodStart is a date in a period that is over.',
    },
    { expression: 'periodStart' },
  );

/**
 * Only whole periods of the calendar are counted, and only when they are over: of any two that are given nearly alike, or of one that is
 * asked for twice while it grows, the difference tells of a few.
 */
function periodIn(call: OperationCall): FigurePeriod {
  const { input, ports } = call;
  const asked = textInput(input, 'periodStart');
  if (asked === undefined) throw missing('periodStart');
  const kind = kindIn(call);
  const today = instantToWall(ports.now()).date;
  if (!/^\d{4}-\d\d-\d\d$/.test(asked) || asked >= today) throw noDate();
  try {
    dateRange(asked);
  } catch {
    throw noDate();
  }
  const period = periodAt(kind, asked);
  if (period.last >= today) throw noDate();
  return period;
}

/** A figure of a day, a week or a month, counted now. */
export const evaluateMeasure: Operation = {
  code: 'evaluate-measure',
  title: { da: 'Beregn et tal', en: 'Work out a figure' },
  ...{ onType: true, onInstance: false, affectsState: false },
  parameter: [
    parameter('measure', 'string', 'Tallets kode eller URL.', 'Code or URL of the figure.', {
      min: 1,
    }),
    parameter(
      'periodStart',
      'date',
      'En dato i perioden, der er slut, i dansk tid.',
      'A date in the period, which is over, Danish time.',
      { min: 1 },
    ),
    parameter(
      'period',
      'code',
      'day, week (fra mandag) eller month, som er givet, hvis intet siges.',
      'day, week (from Monday) or month, which it is when nothing is said.',
    ),
    parameter('return', 'MeasureReport', 'Tallet; gemmes ikke.', 'The figure; it is not kept.', {
      use: 'out',
      min: 1,
    }),
  ],
  run: async (call) => {
    if (!readers.includes(call.grant.caller.kind))
      throw forbidden('figures-for-staff', {
        da: 'Tal er for personale, revisorer og kommunens systemer.',
        en: 'Figures are for staff, auditors and systems of the municipality.',
      });
    const { ports } = call;
    const figure = figureIn(call);
    const period = periodIn(call);
    const cells = await countDays(ports, figure.code, period);
    const names = await namesOf(ports, cells);
    const counted = { figure, period, cells, names, smallest: smallestOf(ports), now: ports.now() };
    const { id: _, ...report } = reportOf(counted);
    return { status: 200, body: report };
  },
};
