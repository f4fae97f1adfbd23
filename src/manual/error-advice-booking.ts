/** What to do when an appointment cannot be booked, moved, cancelled or met. */
import type { Advice } from './error-advice.ts';

export const bookingAdvice: readonly Advice[] = [
  {
    does: {
      da: 'Vis begrundelsen og de nærmeste ledige tider fra svaret (nearest-free), eller spørg $find igen.',
      en: 'Show the reason and the nearest free times of the answer (nearest-free), or ask $find again.',
    },
    keys: {
      409: 'slot-free',
      '409, 422': 'class-full',
      422: 'future lead-time horizon duration service-offered class-deadline hold-expired slot-time slot-needed same-service waitlist-window',
      '–': 'nearest-free',
    },
  },
  {
    does: {
      da: 'Vælg en tid, der ikke støder sammen med det, borgeren har.',
      en: 'Choose a time that does not meet what the citizen has.',
    },
    keys: {
      '409, 422': 'citizen-busy',
      422: 'open-bookings already-joined already-waiting request-open hold-limit hold-renewals',
    },
  },
  {
    does: {
      da: 'Det afgøres af enheden: spørg den med $propose-move eller $request-booking, når svaret siger request-instead; vis ellers dens telefonnummer.',
      en: 'The unit decides it: ask it by $propose-move or $request-booking where the answer says request-instead; else show its phone number.',
    },
    keys: {
      422: 'book-by-request book-offered cancel-by-request cancel-offered cancel-deadline move-by-request move-offered move-deadline granted-service citizen-alive read-only no-unit case-in-cura class-whole-only class-single-only class-needed group-booking-not-offered',
      '–': 'request-instead',
    },
  },
  {
    does: {
      da: 'Læs aftalen igen, og vis, hvad den er nu.',
      en: 'Read the appointment again, and show what it is now.',
    },
    keys: {
      422: 'bookable-status book-status cancellable-status movable-status not-begun not-begun-yet transition request-answered',
    },
  },
  {
    does: {
      da: 'Personalet kan sætte reglen til side med en begrundelse (override-reason); den står i Provenance og i Cura.',
      en: 'Staff can set the rule aside by a reason (override-reason); it stands in Provenance and in Cura.',
    },
    keys: { '–': 'may-override' },
  },
  {
    does: {
      da: 'Send den ene aftale, borger eller gang, det handler om.',
      en: 'Send the one appointment, citizen or session that it is about.',
    },
    keys: { 422: 'other-appointment other-citizen class-session cancellation-reason answer-code' },
  },
  {
    does: {
      da: 'Vis, hvornår mødet er åbent, og hvordan man ellers får fat i enheden.',
      en: 'Show when the meeting is open, and how else to reach the unit.',
    },
    keys: { 422: 'video-cancelled video-not-booked video-not-open video-over no-video' },
  },
];
