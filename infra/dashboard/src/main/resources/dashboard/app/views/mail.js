// The mailbox of an installation without a mail server: administrators read here what people would get.
import { h, tags } from '../elements.js';
import { Empty, Failed, Loading } from '../parts/states.js';
import { useReading } from '../reading.js';
import { ago, moment, useNow } from '../time.js';

const { section, div, h1, p, a, details, summary, span, time } = tags;

const NOT_FOUND = 404;
const FORBIDDEN = 403;

export function Mail() {
  const now = useNow();
  const { data, error, load } = useReading('/v1/mails?limit=200');
  return section({ 'aria-labelledby': 'mail-title', 'data-testid': 'mail-page' },
    div({ class: 'head' },
      div({}, h1({ id: 'mail-title' }, 'Mail'), p({ class: 'faint' }, 'This installation has no mail server: what people would get stays here for thirty days. The links and codes sign people in.'))),
    error && refusal(error, load),
    !data && !error && h(Loading, { what: 'mail' }),
    data && (data.data.length === 0
      ? h(Empty, { title: 'No mail yet', testid: 'no-mail' })
      : div({ class: 'panel', 'data-testid': 'mails' }, data.data.map((mail) => h(Message, { key: mail.id, mail, now })))));
}

const refusal = (error, load) => {
  if (error.status === NOT_FOUND) {
    return h(Empty, { title: 'No mail stays here', testid: 'no-mailbox' }, p({}, 'It leaves by SMTP, or there is none at all.'));
  }
  if (error.status === FORBIDDEN) {
    return h(Empty, { title: 'This is for administrators of the installation', testid: 'no-mailbox' });
  }
  return h(Failed, { error, again: load });
};

function Message({ mail, now }) {
  return details({ class: 'mail', 'data-testid': `mail-${mail.purpose}` },
    summary({}, span({ class: 'strong' }, mail.subject), ' ', span({ class: 'faint' }, `to ${mail.to}, `), time({ class: 'faint', datetime: mail.created_at, title: moment(mail.created_at) }, ago(mail.created_at, now))),
    mail.text.trim().split(/\n{2,}/).map((paragraph, index) => p({ key: index }, /^https?:\/\/\S+$/.test(paragraph) ? a({ href: paragraph }, paragraph) : paragraph)));
}
