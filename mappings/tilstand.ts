import type { Condition } from '@medplum/fhirtypes';
import type { Tilstand } from '../src/cura/insight-records.ts';
import { date } from '../src/mapping/codec.ts';
import { reference } from '../src/mapping/element.ts';
import { between } from '../src/mapping/mapping.ts';
import { inMember, refusal, Unmappable } from '../src/mapping/unmappable.ts';
import { conditionStatus } from './codes/insight.ts';
import { system } from './codes/system.ts';
import { namedCode } from './element/named-code.ts';
import { oneNote } from './element/plain-text.ts';
import { carried } from './element/unmapped.ts';
import { withheldFrom } from './element/withheld.ts';

const { row, fixed, group, mapping } = between<Tilstand, Condition>('tilstand', 'Condition');

const statuses = Object.keys(conditionStatus) as Tilstand['status'][];

const isOver = (status: Tilstand['status']): boolean =>
  status === 'afsluttet' || status === 'ikke-relevant';

function statusOf({ clinicalStatus, verificationStatus }: Condition): Tilstand['status'] {
  const [clinical, verified] = [clinicalStatus, verificationStatus].map(
    (one) => one?.coding?.[0]?.code,
  );
  const found = statuses.find(
    (one) =>
      conditionStatus[one].clinical.code === clinical &&
      conditionStatus[one].verified.code === verified,
  );
  if (found === undefined) throw new Unmappable(refusal.unknownCode, 'clinicalStatus');
  return found;
}

/** A condition by FSIII. R4 knows no active one that has ended (con-4): such an end stays in Cura. */
export const tilstandMapping = mapping(
  [
    group(['fritaget?'], ['meta'], withheldFrom),
    group(['status', 'til?'], ['clinicalStatus', 'verificationStatus', 'abatementDateTime'], {
      name: 'conditionStatus',
      decode: ({ status, til }, context) => {
        if (!Object.hasOwn(conditionStatus, status))
          throw new Unmappable(refusal.unknownCuraCode, 'status');
        const { clinical, verified } = conditionStatus[status];
        const end = til !== undefined && isOver(status) ? date.decode(til, context) : undefined;
        return {
          clinicalStatus: { coding: [{ ...clinical }] },
          verificationStatus: { coding: [{ ...verified }] },
          ...(end !== undefined && { abatementDateTime: end }),
        };
      },
      encode: (condition, context, base) => {
        const status = statusOf(condition);
        const end = condition.abatementDateTime;
        const kept = () => (end === undefined ? undefined : date.encode(end, context, base?.til));
        const til = isOver(status) ? inMember('abatementDateTime', kept) : base?.til;
        return { status, ...(til !== undefined && { til }) };
      },
    }),
    fixed('category', [
      { coding: [{ system: system.conditionCategory, code: 'problem-list-item' }] },
    ]),
    row(['kode', 'kodeUuid', 'navn'], 'code', namedCode),
    row('borgerId', 'subject', reference('borger', 'Patient')),
    row('fra', 'onsetDateTime', date),
    row('medarbejderId?', 'recorder', reference('medarbejder', 'Practitioner')),
    row('vurdering?', 'note', oneNote),
  ],
  carried,
);
