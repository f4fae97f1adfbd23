import { badInput, noSuch, type OperationTexts } from './texts.ts';

/** Operations of messages and documents. */
export const messageTexts: Readonly<Record<string, OperationTexts>> = {
  'message-form': {
    about: 'What a form for messages needs: to whom, when an answer comes, which files.',
    says: [
      'Units and named people that the citizen may write to, each with its days to answer and when that is for a message sent now, counted in its opening days; the limits of files; and the text about what is urgent, which every form and thread shows.',
      'A message is a POST of Communication with `status` `in-progress`: `recipient` and `topic` for a new thread, `inResponseTo` for an answer, the text as `payload.contentString` and files as `payload.contentAttachment` with `data`. It is answered with 201 before Cura has it; `status` tells when it has.',
    ],
    answers: [
      [200, 'Parameters'],
      badInput,
      [403, 'the caller may not write for the citizen', 'no-mandate'],
    ],
  },
  'mark-read': {
    about: 'Says that the caller has read a message.',
    says: [
      'The first of the other side to say so is `received`, and Cura is told; each reader’s own mark is the extension `unread-by` taken away, so that `Communication?unread-by=` finds what is left. Safe to repeat.',
    ],
    answers: [[200, 'the message as it is now'], noSuch],
  },
  'share-thread': {
    about: 'The citizen lets relatives with a mandate read a thread, or no more.',
    says: [
      'Where the municipality shows relatives their own threads only, this opens one for them, with its files; `shared=false` closes it at once.',
    ],
    answers: [[200, 'the first message of the thread'], badInput, noSuch],
  },
  section: {
    about: 'One section of a document.',
    says: [
      'Opens an assessment or a note section by section: the answer is the Composition with the section of that `code` only, marked SUBSETTED, and the record of who looked names the section. A section that is not shown to the caller is answered as one that there is not.',
    ],
    answers: [[200, 'a Composition'], badInput, [404, 'no such section', 'no-such-section']],
  },
};
