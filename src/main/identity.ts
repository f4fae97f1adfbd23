import { type Broker, brokers } from '../access/brokers.ts';
import { createCprLookup } from '../access/cpr-lookup.ts';
import { createVerifier, type TrustedIssuer, type Verify } from '../access/token.ts';
import type { IdentitySettings, IssuerSetting } from '../config/identity.ts';
import { ConfigError } from '../config.ts';
import type { Municipality } from '../resources/municipality.ts';

/** Brokers by the name that a setting gives. */
export type Brokers = Readonly<Record<string, Broker>>;

function brokerOf({ broker, brokerSetting }: IssuerSetting, known: Brokers): Broker {
  const found = Object.hasOwn(known, broker) ? known[broker] : undefined;
  if (found) return found;
  throw new ConfigError(
    `${brokerSetting} is ${JSON.stringify(broker.slice(0, 40))}, and must be one of ${Object.keys(known).join(', ')}.`,
  );
}

/** The issuers that settings name, each with the table of its broker. Throws `ConfigError`. */
export const trustedIssuers = (
  { issuers, audience }: IdentitySettings,
  known: Brokers = brokers,
): readonly TrustedIssuer[] =>
  issuers.map((one) => {
    const { issuer, algorithms, jwksUrl, introspection } = one;
    return {
      ...{ issuer, audience, algorithms, broker: brokerOf(one, known) },
      ...(jwksUrl !== undefined && { jwksUrl }),
      ...(introspection && { introspection }),
    };
  });

/** Makes the verifier of an installation, once its key is known. */
export function verifierOf(
  settings: IdentitySettings,
  meanings: Pick<Municipality, 'privileges' | 'jobRoles' | 'cvr'>,
  now: () => number,
  known?: Brokers,
): (personKey: Buffer) => Verify {
  const issuers = trustedIssuers(settings, known);
  const lookup = settings.cprLookup && createCprLookup(settings.cprLookup);
  return (personKey) =>
    createVerifier({ ...{ issuers, meanings, personKey, now }, ...(lookup && { lookup }) });
}
