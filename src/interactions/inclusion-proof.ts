/** That a Provenance or an AuditEvent stands in the tree that was signed. https://www.rfc-editor.org/rfc/rfc9162#section-2.1.3 */
import type { Parameters, ParametersParameter } from '@medplum/fhirtypes';
import { fail, issue, notFound } from '../fhir/outcome.ts';
import { type InclusionProof, proveInclusion } from '../ledger/proof.ts';
import type { Room } from '../resources/define.ts';
import type { OperationParameter } from '../resources/operation.ts';
import type { Desk } from './exchange.ts';
import { looksAt } from './look.ts';
import { inputOf } from './operation.ts';
import { givenIn } from './operation-input.ts';
import { idAt } from './place.ts';
import { read } from './read.ts';
import type { GeneralOperation } from './route.ts';

const out = (
  name: string,
  type: string,
  [min, max]: readonly [number, string],
  documentation: OperationParameter['documentation'],
): OperationParameter => ({ name, use: 'out', min, max, type, documentation });

const parameter: readonly OperationParameter[] = [
  out('row', 'string', [0, '1'], {
    da: 'Rækken, som den blev skrevet: en JSON-liste. Mangler, når indholdet er slettet efter sin tid.',
    en: 'The row as it was written: a JSON array. Absent when its content was purged after its time.',
  }),
  out('nonce', 'base64Binary', [0, '1'], {
    da: 'Tilfældige bytes foran rækken. Slettes sammen med indholdet.',
    en: 'Random bytes before the row. They go with the content.',
  }),
  out('commitment', 'base64Binary', [1, '1'], {
    da: 'SHA-256 af nonce og række.',
    en: 'SHA-256 of nonce and row.',
  }),
  out('index', 'decimal', [1, '1'], {
    da: 'Bladets nummer i træet, fra 0. Bladets hash er SHA-256 af byten 0 og commitment.',
    en: 'The number of the leaf in the tree, from 0. Its hash is SHA-256 of the byte 0 and the commitment.',
  }),
  out('treeSize', 'decimal', [1, '1'], {
    da: 'Antal blade i det underskrevne træ.',
    en: 'Leaves in the tree that was signed.',
  }),
  out('path', 'base64Binary', [0, '*'], {
    da: 'Nabohashene fra bladet op til roden (RFC 9162).',
    en: 'The sibling hashes from the leaf up to the root (RFC 9162).',
  }),
  out('checkpoint', 'string', [1, '1'], {
    da: 'Træets rod, underskrevet: en JWS med origin, size, root og time.',
    en: 'The root of the tree, signed: a JWS of origin, size, root and time.',
  }),
];

/** Longer than it takes until the next checkpoint. */
const patienceSeconds = 10;

const notSealed = () =>
  fail(
    409,
    issue({
      code: 'conflict',
      key: 'not-sealed-yet',
      text: {
        da: 'Rækken er skrevet, men endnu ikke i et underskrevet træ. Prøv igen om lidt.',
        en: 'The row is written, and not yet in a tree that was signed. Try again in a moment.',
      },
    }),
    { 'Retry-After': String(patienceSeconds) },
  );

const bytes = (name: string, value: Buffer): ParametersParameter => ({
  name,
  valueBase64Binary: value.toString('base64'),
});

const parametersOf = (proof: InclusionProof): Parameters => ({
  resourceType: 'Parameters',
  parameter: [
    ...(proof.row === null ? [] : [{ name: 'row', valueString: proof.row }]),
    ...(proof.nonce === null ? [] : [bytes('nonce', proof.nonce)]),
    bytes('commitment', proof.commitment),
    { name: 'index', valueDecimal: proof.index },
    { name: 'treeSize', valueDecimal: proof.treeSize },
    ...proof.path.map((hash) => bytes('path', hash)),
    { name: 'checkpoint', valueString: proof.checkpoint },
  ],
});

async function proofOf({ call }: Desk, room: Room, id: string): Promise<InclusionProof> {
  const { ledger } = call.ports;
  const proof = ledger && (await proveInclusion(ledger, id));
  if (!proof) throw notFound(room.type, id);
  if (proof === 'unsealed') throw notSealed();
  return proof;
}

const run: GeneralOperation['run'] = async (desk, { room, id, asking, operation }) => {
  if (!room) throw new TypeError('$inclusion-proof is asked of a resource');
  givenIn(operation, inputOf(desk, room, asking, operation));
  // What the row says, the resource says too: whoever may read the one may have the other.
  const { patient, ...row } = await read(desk.call, room, idAt(room, id));
  const proof = await proofOf(desk, room, row.id);
  const looks = looksAt([{ type: room.type, id: row.id, patient }]);
  return { status: 200, body: JSON.stringify(parametersOf(proof)), looks };
};

/** Proves to an outsider that what one reads is what was written then. */
export const inclusionProofOperation: GeneralOperation = {
  code: 'inclusion-proof',
  title: { da: 'Bevis for, at rækken står i loggen', en: 'Proof that the row stands in the log' },
  types: ['Provenance', 'AuditEvent'],
  offers: ({ origin }) => origin === 'derived',
  ...{ onSystem: false, onType: false, onInstance: true, affectsState: false },
  parameter,
  run,
};
