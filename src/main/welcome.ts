import type { Running } from './start.ts';

/** Commands to copy into another terminal that show the main job. `base` is the FHIR base. */
export const mainJob = (base: string): string => `
TOKEN=$(npm run token -- citizen)          # or: relative, neighbour, staff, auditor
API=${base}
get() { curl -s -H "Authorization: Bearer $TOKEN" "$@"; }
field() { node -pe "JSON.parse(require('fs').readFileSync(0))$1"; }
in_hours() { node -pe "new Date(Date.now() + $1 * 36e5).toISOString()"; }

# The citizen: who am I, and what is coming, with whom and where?
ME=$(get $API/Patient | field .entry[0].resource.id)
get "$API/Appointment?patient=$ME&date=ge$(in_hours 0)&_sort=date&_include=Appointment:actor&_include:iterate=Location:partof" \\
  | field ".entry.map(({ resource: r }) => [r.resourceType, r.start, r.name?.[0]?.family ?? r.name, r.description].filter(Boolean).join(' | ')).join('\\n')"

# And which services are granted?
get "$API/CarePlan?patient=$ME&status=active" | field ".entry.map((e) => e.resource.title).join('\\n')"

# A relative with a fuldmagt logs in as herself, finds a time for the citizen, and books it.
TOKEN=$(npm run token -- relative)
TIME=$(get -G $API/Appointment/\\$find -d start=$(in_hours 3) -d end=$(in_hours 23) -d patient-reference=$ME | field .entry[0].resource.id)
BOOKED=$(get -X POST "$API/Appointment/\\$book?appt-id=$TIME&patient-id=$ME" | field .entry[0].resource.id)
get $API/Appointment/$BOOKED | field .start

# The time is less than a day away, so the reminder goes out within seconds: the SMS gateway shows it.
sleep 8; get "$API/Communication?patient=$ME&about=Appointment/$BOOKED" | field .entry[0].resource.status

# Who did it, and by which mandate? The auditor asks.
TOKEN=$(npm run token -- auditor)
get "$API/Provenance?target=Appointment/$BOOKED" | field ".entry[0].resource.agent[0]"

# The relative cancels: the time is free again.
TOKEN=$(npm run token -- relative)
get -X POST "$API/Appointment/$BOOKED/\\$cancel" | field .status
`;

/** Where everything is, and what to try. */
export async function welcome({ config, sandbox, house }: Running): Promise<string> {
  const base = `${config.publicUrl}/fhir`;
  const { rows } = await house.ports.db.query<{ n: number }>(
    'select count(*) as n from cura_record where not deleted',
  );
  const docs = { name: 'What can be asked', url: `${config.publicUrl}/docs` };
  const places = [{ name: 'FHIR API', url: base }, docs, ...sandbox];
  const lines = places.map(({ name, url }) => `  ${name.padEnd(24)}${url}`);
  return `
Samspil is ready with ${rows[0]?.n} records of Cura. Ctrl-C stops it; the data stays in ${config.dataDir}.
${lines.join('\n')}

Try it in another terminal:
${mainJob(base).replaceAll('\n', '\n  ')}`;
}
