import type { MeasureReport } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import { viewBit } from '../../store/shape.ts';
import { defineResource } from '../define.ts';
import { evaluateMeasure } from './evaluate.ts';

/** Figures for evaluation, by unit and period. https://hl7.org/fhir/R4/measurereport.html */
export const measureReport = defineResource<MeasureReport>({
  type: 'MeasureReport',
  profile: structure('samspil-measure-report'),
  origin: 'derived',
  about: {
    da: 'Et tal for en dag, en uge eller en måned, i alt og for hver enhed; en måneds små tal vises ikke, og dage og uger er afrundet.',
    en: 'A figure of a day, a week or a month, of all and of each unit; small numbers of a month are not shown, and days and weeks are rounded.',
  },
  feature: { name: 'figures', hides: 'all' },
  interactions: ['read', 'vread', 'history-instance', 'search-type'],
  access: {
    kind: 'open',
    shown: ({ caller }) =>
      caller.kind === 'auditor' ? (row) => `${row}.view & ${viewBit.staff} <> 0` : () => 'false',
  },
  order: 'period',
  search: {
    // R4's `measure` refers to a Measure, and there is none here: the definitions are those of the codes.
    period: { type: 'date', expression: 'MeasureReport.period' },
    date: { type: 'date', expression: 'MeasureReport.date' },
    status: { type: 'token', expression: 'MeasureReport.status' },
    figure: {
      type: 'token',
      expression: 'MeasureReport.group.code',
      index: 'range',
      description: {
        da: 'nøgletallets kode',
        en: 'the code of the figure',
      },
    },
    length: {
      type: 'token',
      expression: `MeasureReport.extension('${structure('figure-period')}').value`,
      description: {
        da: 'dag, uge eller måned: day, week eller month',
        en: 'day, week or month',
      },
    },
  },
  operations: [evaluateMeasure],
});
