import t from 'tap';
import { cancelRules, moveRules } from '../../src/scheduling/booking-rules.ts';
import { facts, hourMs, start } from './facts.ts';
import { booked, hoursBefore, moving, relative, table, under } from './rule-table.ts';

const rules = table(t);

rules(moveRules, moving, [
  { title: 'a citizen moves an appointment', given: {}, breaks: [] },
  {
    title: 'the move deadline counts from the time that the appointment has',
    given: hoursBefore(49),
    breaks: ['move-deadline'],
  },
  { title: 'an appointment is moved on the deadline itself', given: hoursBefore(50), breaks: [] },
  {
    title: 'staff move an appointment after the deadline',
    given: { capacity: 'staff', ...hoursBefore(49) },
    breaks: [],
  },
  {
    title: 'a late move is refused also where a late cancellation is accepted',
    given: { ...hoursBefore(49), ...under({ afterDeadline: 'accept' }) },
    breaks: ['move-deadline'],
  },
  {
    title: 'an appointment that has begun is not moved',
    given: { capacity: 'staff', ...hoursBefore(2) },
    breaks: ['not-begun'],
  },
  {
    title: 'a move to a time within the lead time is refused',
    given: { ...hoursBefore(3), current: { start: start + 48 * hourMs, end: start + 49 * hourMs } },
    breaks: ['lead-time'],
  },
  {
    title: 'a service by request is not moved directly',
    given: under({ move: 'request' }),
    breaks: ['move-by-request'],
  },
  { title: 'a move to a taken time is refused', given: { slotFree: false }, breaks: ['slot-free'] },
  {
    title: 'a cancelled appointment is not moved',
    given: { status: 'cancelled' },
    breaks: ['movable-status'],
  },
  {
    title: 'the holder of an SMS link does not move',
    given: { capacity: 'link-holder' },
    breaks: ['login-needed'],
  },
  {
    title: 'a relative who may only see does not move',
    given: { capacity: 'relative', mandateRights: ['see'] },
    breaks: ['mandate-to-act'],
  },
]);

const refusing = under({ afterDeadline: 'refuse' });
rules(cancelRules, booked, [
  { title: 'a citizen cancels an appointment', given: {}, breaks: [] },
  {
    title: 'a late cancellation is accepted until the start',
    given: { now: start - 1 },
    breaks: [],
  },
  { title: 'a cancellation at the start is refused', given: { now: start }, breaks: ['not-begun'] },
  {
    title: 'a late cancellation is refused where the service says so',
    given: { ...refusing, ...hoursBefore(23) },
    breaks: ['cancel-deadline'],
  },
  {
    title: 'a cancellation on the deadline is accepted where late ones are refused',
    given: { ...refusing, ...hoursBefore(24) },
    breaks: [],
  },
  {
    title: 'staff cancel after the deadline',
    given: { capacity: 'staff', ...refusing, ...hoursBefore(1) },
    breaks: [],
  },
  {
    title: 'a relative who may only see does not cancel',
    given: { capacity: 'relative', mandateRights: ['see'] },
    breaks: ['mandate-to-act'],
  },
  {
    title: 'a relative cancels also where relatives may not book',
    given: { ...relative, ...under({ relativesMayBook: false }) },
    breaks: [],
  },
  {
    title: 'the holder of an SMS link cancels where the link is for that',
    given: { capacity: 'link-holder', ...under({ smsLink: 'cancel' }) },
    breaks: [],
  },
  {
    title: 'the holder of an SMS link for logging in does not cancel',
    given: { capacity: 'link-holder', ...under({ smsLink: 'login' }) },
    breaks: ['link-cancels'],
  },
  {
    title: 'without a setting the SMS link does not cancel',
    given: { capacity: 'link-holder' },
    breaks: ['link-cancels'],
  },
  {
    title: 'a hold is released after the deadline and whatever the service allows',
    given: {
      status: 'pending',
      ...under({ afterDeadline: 'refuse', cancel: 'none' }),
      ...hoursBefore(1),
    },
    breaks: [],
  },
  {
    title: 'a cancelled appointment is not cancelled again',
    given: { status: 'cancelled' },
    breaks: ['cancellable-status'],
  },
  {
    title: 'staff cancel for a citizen who died',
    given: { capacity: 'staff', citizenAlive: false },
    breaks: [],
  },
]);

rules(cancelRules, facts, [
  { title: 'what does not exist is not cancelled', given: {}, breaks: ['cancellable-status'] },
  {
    title: 'a hold of a time that has passed is released',
    given: { status: 'pending', now: start },
    breaks: [],
  },
]);
