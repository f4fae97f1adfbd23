/** A citizen's measurements of one kind over a period, to be looked at. */
import type { Parameters, ParametersParameter } from '@medplum/fhirtypes';
import { uuidv5 } from '../fhir/id.ts';
import { formatUtc } from '../fhir/instant.ts';
import type { Text } from '../fhir/outcome.ts';
import { measureOf } from '../resources/observation/read.ts';
import { watching } from '../resources/observation/watching.ts';
import type { OperationParameter } from '../resources/operation.ts';
import { type Drawing, drawn, type Point } from './chart-drawing.ts';
import { seriesOf, seriesParameters, wantedIn } from './measurement-series.ts';
import { inputOf } from './operation.ts';
import { givenIn } from './operation-input.ts';
import { idAt } from './place.ts';
import type { GeneralOperation } from './route.ts';

const parameter: readonly OperationParameter[] = [
  ...seriesParameters,
  {
    ...{ name: 'return', use: 'out', min: 1, max: '1', type: 'Parameters' },
    documentation: {
      da: 'En del af en side (text/html): billede (SVG) og tabel; som Parameters med point, når FHIR ønskes.',
      en: 'A part of a page (text/html): image (SVG) and table; as Parameters with point where FHIR is asked for.',
    },
  },
];

/** Names of the lines of a kind that has several. */
export const partNames: Readonly<Record<string, Text>> = {
  systolisk: { da: 'Systolisk', en: 'Systolic' },
  diastolisk: { da: 'Diastolisk', en: 'Diastolic' },
};

const partOf = ({ at, values }: Point): ParametersParameter => ({
  name: 'point',
  part: [
    { name: 'time', valueDateTime: formatUtc(at) },
    ...values.map((valueDecimal) => ({ name: 'value', valueDecimal })),
  ],
});

const asParameters = ({ title, unit, lines, points, notice, isCut }: Drawing): Parameters => ({
  resourceType: 'Parameters',
  parameter: [
    { name: 'title', valueString: title },
    { name: 'unit', valueString: unit },
    ...lines.map((valueString) => ({ name: 'line', valueString })),
    { name: 'notice', valueString: notice },
    ...(isCut ? [{ name: 'cut', valueBoolean: true }] : []),
    ...points.map(partOf),
  ],
});

const run: GeneralOperation['run'] = async (desk, { room, id, asking, operation }) => {
  if (!room) throw new TypeError('$chart is asked of a Patient');
  const given = givenIn(operation, inputOf(desk, room, asking, operation));
  const wanted = wantedIn(desk, given, idAt(room, id));
  const { points, isCut, looks } = await seriesOf(desk, asking, wanted);
  const { language, ports } = desk.call;
  const { text, english, values } = measureOf(wanted.kind);
  const title = language === 'da' ? text : english;
  const drawing: Drawing = {
    ...{ title, language, points, isCut },
    id: `chart-${uuidv5(wanted.patient, `${wanted.kind} ${wanted.from} ${wanted.to}`)}`,
    unit: values[0]?.unitText ?? '',
    lines: values.map(({ art }) => partNames[art]?.[language] ?? title),
    notice: watching(ports.municipality)[language],
  };
  const native = { contentType: 'text/html; charset=utf-8', body: drawn(drawing) };
  return { status: 200, body: JSON.stringify(asParameters(drawing)), native, looks };
};

/** Measurements as an image and a table, for pages of others. */
export const chartOperation: GeneralOperation = {
  code: 'chart',
  feature: 'measurements',
  title: { da: 'Målinger som billede og tabel', en: 'Measurements as an image and a table' },
  types: ['Patient'],
  offers: ({ person }) => person !== undefined,
  ...{ onSystem: false, onType: false, onInstance: true, affectsState: false },
  produces: 'text/html',
  parameter,
  run,
};
