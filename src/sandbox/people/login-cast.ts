import { act, type CitizenRole, type RelativeRole, see } from './role.ts';

const daughter: RelativeRole = {
  key: 'several',
  relation: 'datter',
  fornavn: 'Kirsten',
  efternavn: 'Bakholm',
  female: true,
  born: '1971-08-05',
};

/** Citizens of the stories about logging in: a couple with one daughter, and two who come by another broker. An even number. */
export const loginCast: readonly CitizenRole[] = [
  {
    key: 'spouse',
    fornavn: 'Inger Marie',
    efternavn: 'Bakholm',
    female: true,
    born: '1944-05-11',
    relatives: [{ ...daughter, mandate: act }],
  },
  {
    key: 'uuidonly',
    fornavn: 'Svend Aage',
    efternavn: 'Bakholm',
    female: false,
    born: '1941-02-26',
    relatives: [{ ...daughter, mandate: see }],
  },
  {
    key: 'brokercitizen',
    fornavn: 'Grethe',
    efternavn: 'Skovgaard',
    female: true,
    born: '1953-10-19',
    relatives: [
      {
        key: 'brokerrelative',
        relation: 'soen',
        fornavn: 'Anders',
        efternavn: 'Skovgaard',
        female: false,
        born: '1980-06-24',
        mandate: act,
      },
    ],
  },
  {
    key: 'brokerprotected',
    fornavn: 'Maja',
    efternavn: 'Thorslund',
    female: true,
    born: '1990-12-03',
    kind: 'protected',
  },
];
