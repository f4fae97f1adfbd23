import type { Appointment, Patient } from '@medplum/fhirtypes';
import type { TestHouse } from './house.ts';

interface Found<T> {
  readonly entry?: readonly { readonly resource: T & { readonly id: string } }[];
}

const twoDaysMs = 2 * 86_400_000;

const wish = JSON.stringify({
  resourceType: 'Parameters',
  parameter: [{ name: 'comment', valueString: 'Helst om eftermiddagen' }],
});

/** A persona asks the unit for another time for the first appointment that has a unit to ask; gives the status of the answer. */
export async function askForMove({ as, ports }: TestHouse, persona: string): Promise<number> {
  const ask = as(persona);
  const [patient] = ((await (await ask('Patient')).json()) as Found<Patient>).entry ?? [];
  const from = encodeURIComponent(new Date(ports.now() + twoDaysMs).toISOString());
  const query = `patient=${patient?.resource.id}&status=booked&date=ge${from}&_count=50`;
  const ahead = (await (await ask(`Appointment?${query}`)).json()) as Found<Appointment>;
  for (const { resource } of ahead.entry ?? []) {
    const path = `Appointment/${resource.id}/$propose-move`;
    const { status } = await ask(path, { method: 'POST', body: wish });
    if (status === 201) return status;
  }
  return 0;
}
