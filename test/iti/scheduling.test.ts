import t from 'tap';
import { bookAppointment } from './book-appointment.ts';
import { findExisting } from './find-existing.ts';
import { findPotential } from './find-potential.ts';
import { holdAppointment } from './hold-appointment.ts';
import { openServer } from './server.ts';
import { stated } from './statement.ts';

/** IHE ITI Scheduling 1.0.0, https://profiles.ihe.net/ITI/Scheduling: what it asks of a server, section by section. */
const server = await openServer(t);

await t.test('ITI-115 Find Potential Appointments', (t) => findPotential(t, server));
await t.test('ITI-116 Hold Appointment', (t) => holdAppointment(t, server));
await t.test('ITI-117 Book Appointment', (t) => bookAppointment(t, server));
await t.test('ITI-118 Find Existing Appointments', (t) => findExisting(t, server));
await t.test('CapabilityStatement and OperationDefinitions', (t) => stated(t, server));
