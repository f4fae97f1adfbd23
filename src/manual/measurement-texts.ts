import { badInput, json, noSuch, type OperationTexts } from './texts.ts';

/** Operations on what citizens measure and train at home. */
export const measurementTexts: Readonly<Record<string, OperationTexts>> = {
  'submit-measurements': {
    about: 'Takes up to 200 measurements at once, each judged for itself.',
    says: [
      'The body is a Bundle of Observations, or Parameters with `measurements`. Give each an `identifier` of your own: a resend then answers 200 with what stands, and makes none more. Who measured follows from the login; citizens are named by `subject`, several where a machine sends.',
      'What is accepted is kept at once and has the tag `awaiting-delivery` until Cura has it.',
    ],
    examples: [
      {
        shows: 'Nothing to send',
        ...{ as: 'citizen', status: 200, method: 'POST', headers: json },
        address: '/Observation/$submit-measurements',
        body: '{"resourceType":"Bundle","type":"collection","entry":[]}',
      },
    ],
    answers: [
      [
        200,
        'a Bundle of type `batch-response`: 201 for what is new, 200 for what was sent before, or why not',
      ],
      [400, 'the body is no Bundle', 'resource-type'],
      [413, 'more than 200 measurements', 'too-many-entries'],
    ],
  },
  chart: {
    about: 'A citizen’s measurements of one kind over a period, as an image and a table.',
    says: [
      'The answer is a part of a page (`text/html`): an SVG with title and description, lines that differ in colour, dashes and marks, and the same numbers in a table; no scripts. Where FHIR is asked for it is Parameters with a `point` for each measurement. Numbers and times are Danish, or English by `Accept-Language`; times are those of Copenhagen.',
      'It says who watches the numbers: nobody, unless the municipality has declared that somebody does.',
    ],
    examples: [
      {
        shows: 'My blood pressures',
        ...{ as: 'citizen', status: 200, method: 'GET' },
        address: '/Patient/$ME/$chart?code=85354-9',
      },
    ],
    answers: [
      [200, 'the part of a page, or Parameters'],
      [400, 'the code is nothing that is measured here', 'measure-code'],
      badInput,
      noSuch,
    ],
  },
  average: {
    about: 'The average of a citizen’s measurements by the rule of the municipality.',
    says: [
      'To work out averages makes software a medical device. The operation is off until the municipality declares who answers for it (`monitoring` in its choices), and the answer names the rule that was used.',
    ],
    answers: [
      [200, 'Parameters with `rule`, `count` and an `average` for each number'],
      [404, 'the municipality has declared nothing', 'monitoring-off'],
      badInput,
    ],
  },
  'mark-done': {
    about: 'An exercise of a programme was done at home, or was not after all.',
    says: [
      'The programme is a CarePlan of the category `exercise`; each activity has a key in the extension `exercise`. The same exercise in the same minute is one, however often it is sent. With `undo` it is entered in error. The therapist finds it as Procedure by `based-on`, and in Cura.',
    ],
    answers: [
      [201, 'Parameters with the `procedure`, and a `week` for each of the last four'],
      [200, 'it was marked before, or is taken back'],
      [
        422,
        'the programme is not active, or has no such exercise or time',
        ...['programme-active', 'exercise-unknown', 'exercise-time', 'exercise-not-done'],
      ],
      [403, 'the mandate is to see alone', 'mandate-to-act'],
      badInput,
      noSuch,
    ],
  },
};
