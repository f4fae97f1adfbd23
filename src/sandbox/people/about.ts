import type { Persona } from './personas.ts';

/** What is special about some, in Danish, for the page where one picks whom to be. */
const special: Readonly<Record<string, string>> = {
  expired: 'Pårørende, hvis fuldmagt er udløbet',
  bereaved: 'Pårørende til en, der er død',
  dead: 'Død: har ikke adgang',
  ecpr: 'Borger med erstatningsnummer i stedet for CPR-nummer',
  child: 'Barn under 15 år',
  ward: 'Borger under værgemål',
  guardian: 'Værge',
  economyOnly: 'Pårørende med fuldmagt til økonomi alene',
  uuidonly: 'Borger, hvis login kun viser CPR-nummerets UUID',
  lowlevel: 'Borger med login på niveau Lav',
  ticketonly: 'Pårørende med fuldmagt, som kun login kender',
  ticketstranger: 'Har fuldmagt, men kendes ikke i Cura',
  company: 'Virksomhed med fuldmagt',
  nurse: 'Sygeplejerske med speciale i sår',
  therapist: 'Ergoterapeut',
  caseofficer: 'Forebyggelseskonsulent, der tager sig af sager efter serviceloven',
  dietitian: 'Klinisk diætist, der møder borgere over video',
};

const roles: Readonly<Record<NonNullable<Persona['role']>, string>> = {
  staff: 'Medarbejder',
  auditor: 'Revisor',
  system: 'Kommunens maskine',
  association: 'Forening',
};

function relativeAbout({ mandators = [] }: Persona): string {
  if (mandators.length === 0) return 'Pårørende uden fuldmagt';
  if (mandators.some(({ custody }) => custody)) return 'Forælder med forældremyndighed';
  if (mandators.length > 1) return `Pårørende med fuldmagt fra ${mandators.length} personer`;
  const rights = mandators[0]?.rights ?? [];
  return `Pårørende med fuldmagt til at ${rights.join(' og ')}`;
}

/** What somebody is, in a few words. */
export function about(key: string, persona: Persona): string {
  const known = Object.hasOwn(special, key) ? special[key] : undefined;
  if (known !== undefined) return known;
  if (persona.role) return roles[persona.role];
  if (persona.paaroerendeId !== undefined || persona.mandators) return relativeAbout(persona);
  return persona.protected ? 'Borger med navne- og adressebeskyttelse' : 'Borger';
}
