/** References compared. https://hl7.org/fhir/R4/search.html#reference */
import { answering, derived, overlaps } from './compare-text.ts';
import type { Of } from './context.ts';
import { derivedPrefix } from './index-text.ts';
import { anyOf, type Bind, type Predicate, textList } from './predicate.ts';
import { isCompartment, ownerOf, type Shape } from './shape.ts';

const inCompartment = (references: readonly string[], row: string, bind: Bind): string => {
  const patients = references.map((value) => value.replace(/^Patient\//, ''));
  return patients.length === 1
    ? `${row}.patient = ${bind(patients[0])}`
    : `${row}.patient = any(${textList(patients, bind)})`;
};

const plainReferences =
  (shape: Shape, { name, values }: Of<'reference'>): Predicate =>
  (row, bind) => {
    const whole = values.filter(({ version }) => version === undefined);
    const references = whole.map(({ reference }) => reference);
    const versions = values
      .filter(({ version }) => version !== undefined)
      .map((one) => `${derivedPrefix(name, 'version')}${one.reference}/_history/${one.version}`);
    const tests = versions.length === 0 ? [] : [derived(row, versions, bind)];
    if (references.length === 0) return anyOf(tests);
    const column = `${row}.${answering(shape, name)}`;
    const any = isCompartment(shape, name)
      ? inCompartment(references, row, bind)
      : overlaps(column, references, bind);
    return tests.length === 0 ? any : anyOf([...tests, any]);
  };

/** Whether an index leads from references to the rows of a room without tables. */
export const isWalked = ({ from }: Shape, name: string): boolean =>
  from !== undefined && (name in from.keys || name in from.owners);

/** The rows of a room without tables that refer to one of `refs`, an array in SQL; undefined where a room has link rows. */
export function referringTo(
  shape: Shape,
  param: string,
  row: string,
  refs: string,
): string | undefined {
  const { from } = shape;
  if (!from) return undefined;
  const name = ownerOf(shape, param);
  const [key, owning] = [from.keys[name], from.owners[name]];
  if (key !== undefined) return `(${row}.${key} = any(${refs}))`;
  if (!owning) return `coalesce(${row}.${answering(shape, name)} && ${refs}, false)`;
  return `(${row}.patient = any(array(select ${owning.owners}(owned) from unnest(${refs}) owned)) and ${owning.holds(row, refs)})`;
}

export const referencePredicate =
  (shape: Shape, criterion: Of<'reference'>): Predicate =>
  (row, bind) => {
    const { name, values } = criterion;
    if (!isWalked(shape, name)) return plainReferences(shape, criterion)(row, bind);
    const [first, ...others] = values.map(({ reference }) => reference);
    const key = shape.from?.keys[name];
    // One value is walked in the order of its index.
    const walked =
      key !== undefined && others.length === 0
        ? `${row}.${key} = ${bind(first)}`
        : referringTo(
            shape,
            name,
            row,
            textList(
              values.map(({ reference }) => reference),
              bind,
            ),
          );
    const isExact = values.every(({ version }) => version === undefined);
    return isExact
      ? `${walked}`
      : `(${walked} and ${plainReferences(shape, criterion)(row, bind)})`;
  };
