import t from 'tap';
import { formsOf, nameOf } from './response-form.ts';

const context = ['GET /Appointment', 'da'];
const forms = (resource: unknown): string[] => formsOf(JSON.stringify(resource), context);

const appointment = {
  resourceType: 'Appointment',
  status: 'booked',
  start: '2026-11-24T10:00:00+01:00',
};
const bundle = (...all: unknown[]) => ({
  resourceType: 'Bundle',
  entry: all.map((resource) => ({ resource })),
});

t.test('Answers that differ in what a validator asks about are two', async (t) => {
  const others = [
    { ...appointment, status: 'noshow' },
    { ...appointment, start: '2026-11-24' },
    { ...appointment, comment: 'x' },
    { ...appointment, extension: [{ url: 'a' }] },
  ].map(forms);
  for (const other of others) t.notSame(other, forms(appointment));
  t.notSame(formsOf(JSON.stringify(appointment), ['GET /Slot', 'da']), forms(appointment));
  t.notSame(formsOf(JSON.stringify(appointment), ['GET /Appointment', 'en']), forms(appointment));
});

t.test('Answers that differ in other values are one', async (t) => {
  const other = { ...appointment, start: '2027-01-02T11:30:00+02:00' };
  t.same(forms(other), forms(appointment));
  const many = bundle(appointment, other, appointment);
  t.same(forms(many), forms(bundle(appointment)));
});

t.test('A resource in another has a form of its own', async (t) => {
  const [whole, within] = forms(bundle(appointment));
  t.same(within, forms(appointment)[0]);
  t.same(forms(bundle({ ...appointment, status: 'noshow' }))[0], whole);
});

t.test('What is no resource has none', async (t) => {
  t.same(forms({ transactionTime: 'x' }), []);
  t.same(forms([]), []);
  t.same(forms(null), []);
  t.match(
    nameOf('{', 'GET /Slot', formsOf('{', context)[0] ?? ''),
    /^Broken\.GET-Slot\.[\da-f]+\.json$/,
  );
});

t.test('A name tells the type and the route', async (t) => {
  t.same(
    nameOf(JSON.stringify(appointment), 'GET /Appointment/:id', 'f'),
    'Appointment.GET-Appointment-id.f.json',
  );
  t.same(nameOf('<?xml version="1.0"?><Slot xmlns="a"/>', 'GET /Slot', 'f'), 'Slot.GET-Slot.f.xml');
});
