import type { Communication, Organization } from '@medplum/fhirtypes';
import { personas } from '../../src/sandbox/people/personas.ts';
import type { TestHouse } from '../house.ts';

const gif = Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1').toString('base64');

async function unitOf({ as }: TestHouse): Promise<string> {
  const found = await as('staff')(`Organization?identifier=${personas(1).staff?.units?.[0]}`);
  const bundle = (await found.json()) as { entry?: { resource: Organization }[] };
  return `Organization/${bundle.entry?.[0]?.resource.id}`;
}

/** The citizen and a relative of `subject`, the persona `citizen`, write of their own, each with a file; staff answer the relative alone. */
export async function converse(house: TestHouse, subject: string): Promise<void> {
  const unit = await unitOf(house);
  const send = async (persona: string, more: object): Promise<Communication> => {
    const sent = await house.as(persona)('Communication', {
      method: 'POST',
      body: JSON.stringify({
        ...{ resourceType: 'Communication', status: 'in-progress', ...more },
        subject: { reference: subject },
        payload: [
          { contentString: `Skrevet af ${persona}.` },
          { contentAttachment: { contentType: 'image/gif', title: 'Prik.gif', data: gif } },
        ],
      }),
    });
    if (sent.status !== 201) throw new Error(await sent.text());
    return sent.json() as Promise<Communication>;
  };
  const first = { recipient: [{ reference: unit }], topic: { text: 'Om medicinen' } };
  await send('citizen', first);
  const asked = await send('relative', first);
  await send('staff', { inResponseTo: [{ reference: `Communication/${asked.id}` }] });
}
