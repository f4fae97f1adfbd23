import t from 'tap';
import {
  badRequest,
  fail,
  gone,
  issue,
  methodNotAllowed,
  notFound,
  quote,
  render,
  unauthorized,
  unavailable,
} from '../../src/fhir/outcome.ts';

const text = { da: 'Tiden er taget.', en: 'The time is taken.' };

t.test('an issue is rendered in the language asked for, with our code and its place', async (t) => {
  const taken = issue({ code: 'conflict', key: 'taken', text, expression: 'Appointment.slot[0]' });
  t.same(render([taken], 'en'), {
    resourceType: 'OperationOutcome',
    issue: [
      {
        severity: 'error',
        code: 'conflict',
        details: {
          coding: [
            { system: 'https://samspil.example/fhir/CodeSystem/samspil-issue', code: 'taken' },
          ],
          text: 'The time is taken.',
        },
        expression: ['Appointment.slot[0]'],
      },
    ],
  });
  t.match(render([taken], 'da'), { issue: [{ details: { text: 'Tiden er taget.' } }] });
});

t.test('an outcome without issues says that all is well', async (t) => {
  t.match(render([], 'en'), {
    issue: [{ severity: 'information', details: { text: 'All is well.' } }],
  });
});

t.test('a refusal keeps every issue, and its message holds keys only', async (t) => {
  const issues = ['taken', 'too-late'].map((key) => issue({ code: 'conflict', key, text }));
  const error = fail(409, issues);
  t.same([error.status, error.message, error.issues], [409, '409 taken, too-late', issues]);
});

t.test('headers follow the refusals that need them', async (t) => {
  t.same(methodNotAllowed('DELETE', ['GET', 'PUT']).headers, { Allow: 'GET, PUT' });
  t.same(unauthorized('no-token', text).headers, { 'WWW-Authenticate': 'Bearer' });
  t.same(unavailable('cura-down', text, 30).headers, { 'Retry-After': '30' });
  t.same(badRequest('bad', text).headers, {});
  t.same([notFound('Slot', '1').status, gone('Slot', '1').status], [404, 410]);
});

t.test(
  'what a client wrote is never echoed as markup, control characters or at length',
  async (t) => {
    t.equal(quote('<script>alert("x")</script>\u0000\u202e\n&amp;'), 'scriptalert("x")/scriptamp;');
    t.equal(quote('æ'.repeat(61)), `${'æ'.repeat(59)}…`);
    t.equal(quote('æ'.repeat(60)), 'æ'.repeat(60));
    const shown = JSON.stringify(render(notFound('<b>', '<i>').issues, 'da'));
    t.notMatch(shown, /[<>]/);
  },
);
