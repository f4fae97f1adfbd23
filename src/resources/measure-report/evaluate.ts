import { dateRange, instantToWall } from '../../fhir/instant.ts';
import { badRequest, forbidden } from '../../fhir/outcome.ts';
import { textInput } from '../appointment/input.ts';
import { missing, type OperationCall, parameter } from '../appointment/operation-parameter.ts';
import type { Operation } from '../define.ts';
import { countDays } from './count.ts';
import { figures, type KnownFigure, measureUrl } from './figure.ts';
import { namesOf } from './names.ts';
import { type PeriodKind, periodAt, periodKinds } from './period.ts';
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
      da: 'Parameteren periodStart er en dato, som er begyndt.',
      en: 'The parameter periodStart is a date that has begun.',
    },
    { expression: 'periodStart' },
  );

/** Only whole periods of the calendar are counted: of any two that are given nearly alike the difference tells of a few. */
function dateIn({ input, ports }: OperationCall): string {
  const asked = textInput(input, 'periodStart');
  if (asked === undefined) throw missing('periodStart');
  if (!/^\d{4}-\d\d-\d\d$/.test(asked) || asked > instantToWall(ports.now()).date) throw noDate();
  try {
    dateRange(asked);
  } catch {
    throw noDate();
  }
  return asked;
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
      'En dato i perioden, i dansk tid.',
      'A date in the period, Danish time.',
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
    const period = periodAt(kindIn(call), dateIn(call));
    const cells = await countDays(ports, figure.code, period);
    const names = await namesOf(ports, cells);
    const counted = { figure, period, cells, names, smallest: smallestOf(ports), now: ports.now() };
    const { id: _, ...report } = reportOf(counted);
    return { status: 200, body: report };
  },
};
