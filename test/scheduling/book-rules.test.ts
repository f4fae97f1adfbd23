import t from 'tap';
import { bookRules } from '../../src/scheduling/booking-rules.ts';
import { facts, hourMs, start } from './facts.ts';
import { hoursBefore, relative, table, under } from './rule-table.ts';

const rules = table(t);

rules(bookRules, facts, [
  { title: 'a citizen books a free time', given: {}, breaks: [] },
  { title: 'the owner of a hold books it', given: { status: 'pending' }, breaks: [] },
  { title: 'a relative with a mandate to act books', given: relative, breaks: [] },
  {
    title: 'a relative who may only see does not book',
    given: { capacity: 'relative', mandateRights: ['see'] },
    breaks: ['mandate-to-act'],
  },
  {
    title: 'a relative does not book a service kept to the citizens',
    given: { ...relative, ...under({ relativesMayBook: false }) },
    breaks: ['relatives-may-book'],
  },
  {
    title: 'the holder of an SMS link does not book',
    given: { capacity: 'link-holder' },
    breaks: ['login-needed'],
  },
  {
    title: 'nothing is booked for a citizen who died',
    given: { citizenAlive: false },
    breaks: ['citizen-alive'],
  },
  {
    title: 'a service that needs a grant is not booked without one',
    given: under({ requiresGrantedService: true }),
    breaks: ['granted-service'],
  },
  {
    title: 'a service that needs a grant is booked with one',
    given: { hasGrantedService: true, ...under({ requiresGrantedService: true }) },
    breaks: [],
  },
  {
    title: 'a service that is not bookable is refused',
    given: under({ book: 'none' }),
    breaks: ['book-offered'],
  },
  {
    title: 'a service by request is not booked directly',
    given: under({ book: 'request' }),
    breaks: ['book-by-request'],
  },
  {
    title: 'staff book what citizens may only request',
    given: { capacity: 'staff', ...under({ book: 'request' }) },
    breaks: [],
  },
  {
    title: 'a service that has ended is not booked',
    given: under({ validTo: '2026-11-23' }),
    breaks: ['service-offered'],
  },
  { title: 'a time is booked on the lead time itself', given: hoursBefore(4), breaks: [] },
  {
    title: 'a time is not booked after the lead time',
    given: hoursBefore(3.9),
    breaks: ['lead-time'],
  },
  {
    title: 'staff book after the lead time',
    given: { capacity: 'staff', ...hoursBefore(1) },
    breaks: [],
  },
  {
    title: 'nobody books a time that has passed',
    given: { capacity: 'staff', ...hoursBefore(0) },
    breaks: ['future'],
  },
  {
    title: 'a time beyond the horizon is not booked',
    given: hoursBefore(24 * 31),
    breaks: ['horizon'],
  },
  {
    title: 'a time of another length is not booked',
    given: { end: start + hourMs },
    breaks: ['duration'],
  },
  { title: 'a taken time is not booked', given: { slotFree: false }, breaks: ['slot-free'] },
  {
    title: 'what is cancelled is not booked again',
    given: { status: 'cancelled' },
    breaks: ['bookable-status'],
  },
  {
    title: 'every broken rule is named, in the order of the table',
    given: {
      capacity: 'relative',
      citizenAlive: false,
      slotFree: false,
      end: start,
      ...hoursBefore(-1),
      ...under({
        relativesMayBook: false,
        book: 'none',
        active: false,
        requiresGrantedService: true,
      }),
    },
    breaks: [
      'mandate-to-act',
      'relatives-may-book',
      'citizen-alive',
      'book-offered',
      'service-offered',
      'granted-service',
      'future',
      'lead-time',
      'duration',
      'slot-free',
    ],
  },
]);
