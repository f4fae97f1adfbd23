/** Whether a number can be right. The limits catch typing errors; they judge nobody's health, and are always on. */
import type { Observation } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import { fail, type Issue, issue } from '../../fhir/outcome.ts';
import { extensionOf } from '../extension.ts';
import type { Kept } from './canonical.ts';
import type { Amount, Reading } from './read.ts';

/** By which a client says that an unlikely value was read so. */
export const confirmedUrl = structure('confirmed-unlikely');

const isConfirmed = (given: Observation): boolean =>
  extensionOf(given, confirmedUrl)?.valueBoolean === true;

const within = ([from, to]: readonly [number, number], value: number): boolean =>
  value >= from && value <= to;

const number = (value: number, decimalSign: string): string =>
  String(value).replace('.', decimalSign);

function impossible({ measured: { possible, unitText }, at }: Amount): Issue {
  const [from, to] = possible;
  return issue({
    ...{ code: 'value', key: 'implausible-value', expression: at },
    text: {
      da: `Værdien må være en tastefejl: den skal ligge mellem ${number(from, ',')} og ${number(to, ',')} ${unitText}.`,
      en: `The value must be a slip: it must lie between ${number(from, '.')} and ${number(to, '.')} ${unitText}.`,
    },
  });
}

const unlikely = ({ at }: Amount): Issue =>
  issue({
    ...{ code: 'value', key: 'unlikely-value', expression: at },
    text: {
      da: `Værdien er usædvanlig. Er den aflæst rigtigt, så send målingen igen med udvidelsen ${confirmedUrl} (valueBoolean: true).`,
      en: `The value is unusual. If it was read so, send the measurement again with the extension ${confirmedUrl} (valueBoolean: true).`,
    },
  });

const order = (at: string): Issue =>
  issue({
    ...{ code: 'value', key: 'pressure-order', expression: at },
    text: {
      da: 'Det systoliske tryk skal være højere end det diastoliske.',
      en: 'The systolic pressure must be higher than the diastolic.',
    },
  });

function orderIssues([systolic, diastolic]: readonly Amount[]): Issue[] {
  if (!systolic || !diastolic || systolic.value > diastolic.value) return [];
  return [order('Observation.component')];
}

/** Refuses (422) what cannot be right, and what is unlikely until it is confirmed; what is likely needs no confirming and keeps none. */
export function plausible({ amounts }: Reading, given: Kept): Kept {
  const wrong = [
    ...amounts.filter(({ measured, value }) => !within(measured.possible, value)).map(impossible),
    ...orderIssues(amounts),
  ];
  if (wrong.length > 0) throw fail(422, wrong);
  const odd = amounts.filter(({ measured, value }) => !within(measured.likely, value));
  if (odd.length > 0 && !isConfirmed(given)) throw fail(422, odd.map(unlikely));
  const { extension = [] } = given;
  return odd.length > 0
    ? given
    : { ...given, extension: extension.filter(({ url }) => url !== confirmedUrl) };
}
