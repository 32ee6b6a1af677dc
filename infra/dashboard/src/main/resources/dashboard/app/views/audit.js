// The audit of an organization: what was done, by whom, from where, and how it went.
import { h, tags, useState } from '../elements.js';
import { query, read } from '../api.js';
import { complain } from '../parts/announce.js';
import { ActionButton } from '../parts/button.js';
import { Field } from '../parts/dialog.js';
import { Empty, Failed, Loading } from '../parts/states.js';
import { projects } from '../projects.js';
import { useReading } from '../reading.js';
import { go, toAudit, toOrganization, toOrganizations } from '../router.js';
import { useStore } from '../store.js';
import { ago, moment, useNow } from '../time.js';

const { section, div, h1, p, a, nav, span, table, thead, tbody, tr, th, td, time, form, button } = tags;

const FILTERS = ['actor', 'action', 'target', 'outcome', 'origin', 'correlation_id'];

export function Audit({ slug, search }) {
  const filters = Object.fromEntries(FILTERS.map((name) => [name, search.get(name) ?? '']));
  const path = `/v1/organizations/${encodeURIComponent(slug)}/audit`;
  const { organizations } = useStore(projects);
  const name = organizations.find((one) => one.slug === slug)?.name ?? slug;
  const first = path + query(filters);
  return section({ 'aria-labelledby': 'audit-title', 'data-testid': 'audit-page' },
    nav({ class: 'crumbs', 'aria-label': 'Breadcrumb' }, a({ href: toOrganizations() }, 'Organizations'), span({ 'aria-hidden': 'true' }, '/'), a({ href: toOrganization(slug) }, name), span({ 'aria-hidden': 'true' }, '/'), span({}, 'Audit')),
    div({ class: 'head' },
      div({}, h1({ id: 'audit-title' }, 'Audit'), p({ class: 'faint' }, 'What people, tokens, webhooks and schedules did. Entries are only ever added.')),
      div({ class: 'head-end' }, a({ class: 'button', href: `${path}/export${query(filters)}`, download: `audit-${slug}.ndjson`, 'data-testid': 'audit-export' }, 'Export as NDJSON'))),
    h(Filters, { key: JSON.stringify(filters), slug, filters }),
    h(Entries, { key: first, first, slug, filters }));
}

function Filters({ slug, filters }) {
  const [wanted, setWanted] = useState(filters);
  const field = (id, title, hint) => h(Field, { key: id, id: `audit-${id}`, title, hint, value: wanted[id], onInput: (event) => setWanted({ ...wanted, [id]: event.target.value.trim() }) });
  return form({ class: 'filters', role: 'search', onSubmit: (event) => { event.preventDefault(); go(toAudit(slug, wanted)); } },
    field('actor', 'Who', 'An e-mail address or id'),
    field('action', 'Action', 'One, or a beginning: project.'),
    field('target', 'Target', 'The id of what it was done to'),
    field('outcome', 'Outcome', 'accepted, done or refused'),
    field('origin', 'From', 'An address'),
    field('correlation_id', 'Request', 'A correlation id'),
    button({ type: 'submit', class: 'button primary', 'data-testid': 'audit-search' }, 'Search'));
}

function Entries({ first, slug, filters }) {
  const now = useNow();
  const { data, error, load } = useReading(first);
  const [older, setOlder] = useState({ entries: [], next: undefined });
  if (!data) {
    return error
      ? h(Failed, { error: error.status === 403 ? new Error('The audit is for administrators and owners of the organization.') : error, again: error.status === 403 ? null : load })
      : h(Loading, { what: 'audit' });
  }
  // The newest page is read anew all the time; what was read further back stays, and nothing stands twice.
  const seen = new Set(data.data.map(({ id }) => id));
  const entries = [...data.data, ...older.entries.filter(({ id }) => !seen.has(id))];
  const next = older.next === undefined ? data.next : older.next;
  const more = async () => {
    try {
      const page = await read(`${first}${first.includes('?') ? '&' : '?'}after=${encodeURIComponent(next)}`);
      setOlder({ entries: [...older.entries, ...(older.next === undefined ? data.data : []), ...page.data], next: page.next ?? null });
    } catch (failure) {
      complain(failure);
    }
  };
  if (entries.length === 0) {
    return h(Empty, { title: 'Nothing like that was done', testid: 'no-audit' });
  }
  return div({},
    div({ class: 'table-box' }, table({ class: 'table', 'data-testid': 'audit' },
      thead({}, tr({}, ['When', 'Who', 'Action', 'Target', 'Outcome', 'From'].map((title) => th({ key: title, scope: 'col' }, title)))),
      tbody({}, entries.map((entry) => tr({ key: entry.id },
        td({ class: 'cell-name' }, time({ datetime: entry.at, title: moment(entry.at) }, ago(entry.at, now))),
        td({ 'data-label': 'Who' }, who(entry.actor), entry.actor.kind !== 'person' && span({ class: 'ref' }, `${entry.actor.kind} ${entry.actor.id}`)),
        td({ 'data-label': 'Action' }, a({ href: toAudit(slug, { ...filters, action: entry.action }) }, entry.action), entry.detail && span({ class: 'faint small-text' }, ` ${entry.detail}`)),
        td({ 'data-label': 'Target' }, a({ href: toAudit(slug, { ...filters, target: entry.target }), class: 'ref' }, entry.target)),
        td({ 'data-label': 'Outcome' }, entry.outcome),
        td({ 'data-label': 'From' }, entry.origin ?? span({ class: 'faint' }, '–'))))))),
    next && h(ActionButton, { label: 'Older', kind: 'quiet', testid: 'audit-more', action: more }));
}

const who = ({ kind, id, email }) => email ?? (kind === 'person' ? id : '');
