import { type BrokerName, brokerNames } from '../access/brokers.ts';
import { createCprLookup } from '../access/cpr-lookup.ts';
import { createVerifier, type TrustedIssuer, type Verify } from '../access/token.ts';
import type { IdentitySettings, IssuerSetting } from '../config/identity.ts';
import { ConfigError } from '../config.ts';
import type { Municipality } from '../resources/municipality.ts';

function brokerOf({ broker, brokerSetting }: IssuerSetting): BrokerName {
  const known = brokerNames.find((name) => name === broker);
  if (known) return known;
  throw new ConfigError(
    `${brokerSetting} is ${JSON.stringify(broker.slice(0, 40))}, and must be one of ${brokerNames.join(', ')}.`,
  );
}

/** The issuers that settings name, each with the table of its broker. Throws `ConfigError`. */
export const trustedIssuers = ({ issuers, audience }: IdentitySettings): readonly TrustedIssuer[] =>
  issuers.map((one) => {
    const { issuer, algorithms, jwksUrl, introspection } = one;
    return {
      ...{ issuer, audience, algorithms, broker: brokerOf(one) },
      ...(jwksUrl !== undefined && { jwksUrl }),
      ...(introspection && { introspection }),
    };
  });

/** Makes the verifier of an installation, once its key is known. */
export function verifierOf(
  settings: IdentitySettings,
  meanings: Pick<Municipality, 'privileges' | 'jobRoles' | 'cvr'>,
  now: () => number,
): (personKey: Buffer) => Verify {
  const issuers = trustedIssuers(settings);
  const lookup = settings.cprLookup && createCprLookup(settings.cprLookup);
  return (personKey) =>
    createVerifier({ ...{ issuers, meanings, personKey, now }, ...(lookup && { lookup }) });
}
