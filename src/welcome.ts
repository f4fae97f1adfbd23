import type { Running } from './start.ts';

/** Where everything is, and commands that show the main job. */
export async function welcome({ config, sandbox, house }: Running): Promise<string> {
  const base = `${config.publicUrl}/fhir`;
  const { rows } = await house.ports.db.query<{ n: number }>('select count(*) as n from cura_record');
  const places = [`FHIR API           ${base}`, ...sandbox.map(({ name, url }) => `${`Sandbox ${name}`.padEnd(27)}${url}`)];
  return `
Samspil is ready: ${rows[0]?.n} records of Cura loaded.
  ${places.join('\n  ')}

Try it in another terminal (bash, curl; Ctrl-C here stops everything):

  TOKEN=$(npm run --silent token -- citizen)       # or: relative, neighbour, staff, auditor
  API=${base}
  JSON='Content-Type: application/fhir+json'
  get() { curl -s -H "Authorization: Bearer $TOKEN" "$@"; }
  field() { node -pe "JSON.parse(require('fs').readFileSync(0))$1"; }

  # Who am I, and what is coming?
  ME=$(get $API/Patient | field .entry[0].resource.id)
  get "$API/Appointment?patient=$ME&date=ge$(date +%F)&_sort=date&_include=Appointment:actor" | field ".entry.map((e) => [e.resource.resourceType, e.resource.start ?? e.resource.name?.text ?? e.resource.name].join(' ')).join('\\n')"

  # The relative logs in as herself, finds a time at the nursing clinic for the citizen, and books it.
  TOKEN=$(npm run --silent token -- relative)
  FROM=$(date -d '+3 hours' +%FT%T%:z) UNTIL=$(date -d '+36 hours' +%FT%T%:z)
  TIME=$(get -G $API/Appointment/\\$find --data-urlencode "start=$FROM" --data-urlencode "end=$UNTIL" -d patient-reference=$ME | field .entry[0].resource.id)
  BOOKED=$(get -X POST -H "$JSON" "$API/Appointment/\\$book?appt-id=$TIME&patient-id=$ME" | field .entry[0].resource.id)
  get $API/Appointment/$BOOKED | field .status

  # Some seconds later the reminder is sent, as the time is less than a day away: see it at the SMS gateway above.
  get "$API/Communication?patient=$ME&about=Appointment/$BOOKED" | field .total

  # Who did it? The auditor asks.
  TOKEN=$(npm run --silent token -- auditor)
  get "$API/Provenance?target=Appointment/$BOOKED" | field .entry[0].resource.agent[0]
`;
}
