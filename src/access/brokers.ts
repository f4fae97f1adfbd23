import type { ClaimNames } from './token.ts';

/** Claim names by broker: how the facts of NemLog-in and of the staff's login arrive. */
export const brokers = {
  sandbox: {
    cpr: 'cpr',
    name: 'name',
    level: 'nsis_loa',
    levels: ['Substantial', 'High'],
    role: 'role',
    employee: 'employee',
    units: 'units',
    patient: 'patient',
    client: 'client_id',
  },
} as const satisfies Readonly<Record<string, ClaimNames>>;
