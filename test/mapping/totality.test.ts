import type { Patient } from '@medplum/fhirtypes';
import t from 'tap';
import type { AftaleStatus } from '../../src/cura/care-records.ts';
import type { CodeCodec } from '../../src/mapping/code-table.ts';
import type { Codec } from '../../src/mapping/codec.ts';
import type { Field } from '../../src/mapping/field.ts';
import { between } from '../../src/mapping/mapping.ts';
import type { Row } from '../../src/mapping/row.ts';

/** These hold or fail in the type check: a wrong answer does not compile. */
interface Sample {
  readonly id: string;
  readonly name: string;
  readonly note?: string;
}

type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Fits<A, B> = A extends B ? true : false;

const { mapping } = between<Sample, Patient>('sample', 'Patient');
type StillToExplain<Rows extends readonly Row<string>[]> = keyof Parameters<
  typeof mapping<Rows>
>[1];

t.test('a field in no row must be explained', async (t) => {
  const both: Same<StillToExplain<[]>, 'name' | 'note'> = true;
  const one: Same<StillToExplain<[Row<'name'>]>, 'note'> = true;
  const none: Same<StillToExplain<[Row<'name'>, Row<'note'>]>, never> = true;
  t.ok(both && one && none);
});

t.test('a field carries the mark that its type calls for', async (t) => {
  const marks: Same<Field<Sample>, 'id' | 'name' | 'note?' | '(id)' | '(name)' | '(note)'> = true;
  t.ok(marks);
});

t.test('a code table that lacks a code does not fit its field', async (t) => {
  type Whole = CodeCodec<AftaleStatus, 'booked' | 'noshow'>;
  type Partly = CodeCodec<'planlagt', 'booked'>;
  const whole: Fits<Whole, Codec<AftaleStatus, string>> = true;
  const partly: Fits<Partly, Codec<AftaleStatus, string>> = false;
  t.ok(whole && !partly);
});
