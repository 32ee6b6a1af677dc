// Organizations: who is in them as what, who is invited, and what each role may do.
import { h, tags, useEffect, useState } from '../elements.js';
import { patch, post, put, remove } from '../api.js';
import { tell } from '../parts/announce.js';
import { ActionButton } from '../parts/button.js';
import { Dialog, Field } from '../parts/dialog.js';
import { icon } from '../parts/icons.js';
import { Value } from '../parts/secret.js';
import { Empty, Failed, Loading } from '../parts/states.js';
import { loadProjects, projects } from '../projects.js';
import { useReading } from '../reading.js';
import { go, toAudit, toOrganization, toOrganizations, toProjects, toRoles } from '../router.js';
import { session } from '../session.js';
import { useStore } from '../store.js';
import { ago, moment, useNow } from '../time.js';

const { section, div, h1, h2, h3, p, a, nav, code, span, table, thead, tbody, tr, th, td, time, label, select, option } = tags;

export const ROLES = {
  owner: 'Everything, and who the owners are',
  administrator: 'Everything but making and unmaking owners',
  developer: 'Creates and changes projects, sees their keys',
  member: 'Sees everything but keys, changes nothing',
};

const at = (slug) => `/v1/organizations/${encodeURIComponent(slug)}`;

export function Organizations() {
  const { loaded, organizations } = useStore(projects);
  return section({ 'aria-labelledby': 'organizations-title' },
    div({ class: 'head' },
      div({}, h1({ id: 'organizations-title' }, 'Organizations'), p({ class: 'faint' }, 'Whom projects belong to. What you may do in one depends on your role there: ', a({ href: toRoles() }, 'roles explained'), '.'))),
    !loaded && h(Loading, { what: 'organizations' }),
    loaded && (organizations.length === 0
      ? h(Empty, { title: 'You belong to no organization yet', testid: 'no-organizations' }, p({}, 'Have somebody invite you, or make one: ', code({}, 'rickyard orgs create NAME')))
      : div({ class: 'table-box' }, table({ class: 'table', 'data-testid': 'organizations' },
        thead({}, tr({}, th({ scope: 'col' }, 'Name'), th({ scope: 'col' }, 'Slug'))),
        tbody({}, organizations.map(({ slug, name }) => tr({ key: slug },
          td({ class: 'cell-name' }, a({ href: toOrganization(slug), class: 'strong', 'data-testid': 'organization-link' }, name)),
          td({ 'data-label': 'Slug' }, span({ class: 'ref' }, slug)))))))));
}

export function Organization({ slug }) {
  const { user } = useStore(session);
  const { organizations } = useStore(projects);
  const { data: members, error, load } = useReading(`${at(slug)}/members`);
  if (!members) {
    return error ? h(Failed, { error: error.status === 404 ? new Error('There is no such organization, or you do not belong to it.') : error, again: load }) : h(Loading, { what: 'members' });
  }
  const name = organizations.find((one) => one.slug === slug)?.name ?? slug;
  const own = members.find((member) => member.user_id === user?.id)?.role;
  const administers = own === 'owner' || own === 'administrator';
  return section({ 'aria-labelledby': 'organization-title', 'data-testid': 'organization-page' },
    nav({ class: 'crumbs', 'aria-label': 'Breadcrumb' }, a({ href: toOrganizations() }, 'Organizations'), span({ 'aria-hidden': 'true' }, '/'), span({}, name)),
    div({ class: 'head' },
      div({}, h1({ id: 'organization-title' }, name), p({ class: 'faint' }, own && `You are ${own} here: ${ROLES[own].toLowerCase()}. `, a({ href: toRoles() }, 'Roles explained'))),
      administers && div({ class: 'head-end' }, a({ href: toAudit(slug), class: 'button', 'data-testid': 'to-audit' }, 'Audit'))),
    h(Members, { slug, name, members, own, self: user?.id, load }),
    h(Teams, { slug, members, administers }),
    administers && h(Invitations, { slug, name, own }));
}

function Members({ slug, name, members, own, self, load }) {
  const [removing, setRemoving] = useState(null);
  const administers = own === 'owner' || own === 'administrator';
  // Owners are owners' own business; the installation checks the same again.
  const mine = (role) => (role === 'owner' ? own === 'owner' : administers);
  const give = async (member, role) => {
    try {
      await patch(`${at(slug)}/members/${member.user_id}`, { role });
      tell(`${member.user_name} is ${role} now.`);
    } finally {
      await load();
    }
  };
  const drop = async () => {
    const leaves = removing.user_id === self;
    await remove(`${at(slug)}/members/${removing.user_id}`);
    tell(leaves ? `You left ${name}.` : `Removed ${removing.user_name}.`);
    if (leaves) {
      await loadProjects();
      go(toProjects());
    } else {
      await load();
    }
  };
  return div({ class: 'panel panel-flush' }, h2({}, 'Members'),
    div({ class: 'table-box' }, table({ class: 'table', 'data-testid': 'members' },
      thead({}, tr({}, th({ scope: 'col' }, 'Member'), th({ scope: 'col' }, 'Role'), th({ scope: 'col' }, span({ class: 'offscreen' }, 'Actions')))),
      tbody({}, members.map((member) => tr({ key: member.user_id, 'data-testid': `member-${member.user_id}` },
        td({ class: 'cell-name' }, span({ class: 'strong' }, member.user_name), member.user_id === self && span({ class: 'faint' }, ' (you)')),
        td({ 'data-label': 'Role' }, mine(member.role)
          ? h(RoleChoice, { id: `role-${member.user_id}`, title: `Role of ${member.user_name}`, value: member.role, own, onChange: (role) => give(member, role) })
          : member.role),
        td({ class: 'cell-actions' }, (member.user_id === self || mine(member.role)) && div({ class: 'row-actions' },
          h(ActionButton, { label: member.user_id === self ? 'Leave…' : 'Remove…', icon: icon('trash'), kind: 'quiet', testid: 'remove-member', action: async () => setRemoving(member) })))))))),
    removing && h(Dialog, {
      title: removing.user_id === self ? `Leave ${name}?` : `Remove ${removing.user_name}?`, testid: 'remove-dialog',
      submit: removing.user_id === self ? 'Leave' : 'Remove', kind: 'danger', onSubmit: drop, onClose: () => setRemoving(null),
    }, p({}, 'Nothing of the organization is shown from then on, tasks that still wait are refused, and schedules and webhooks that this account made are suspended.')));
}

function RoleChoice({ id, title, value, own, onChange }) {
  const [error, setError] = useState(null);
  const choose = async (event) => {
    setError(null);
    try {
      await onChange(event.target.value);
    } catch (failure) {
      event.target.value = value;
      setError(failure);
    }
  };
  return [
    label({ key: 'label', for: id, class: 'offscreen' }, title),
    select({ key: 'select', id, value, onChange: choose, 'data-testid': id },
      Object.entries(ROLES).filter(([role]) => role !== 'owner' || own === 'owner').map(([role, meaning]) => option({ key: role, value: role, title: meaning }, role))),
    error && span({ key: 'error', class: 'tone-bad-text small-text', role: 'alert' }, ` ${error.message}`),
  ];
}

function Teams({ slug, members, administers }) {
  const { data, error, load } = useReading(`${at(slug)}/teams`);
  const { list: all } = useStore(projects);
  const [making, setMaking] = useState(false);
  const [deleting, setDeleting] = useState(null);
  const teams = data?.data ?? [];
  const change = (does, words) => async (...values) => {
    await does(...values);
    tell(words);
    await load();
  };
  return div({ class: 'panel panel-flush', 'data-testid': 'teams-panel' },
    div({ class: 'head' },
      div({}, h2({}, 'Teams'), p({ class: 'faint' }, 'Whoever is in a team acts as developer on the projects it was given, whatever their role in the organization.')),
      administers && div({ class: 'head-end' }, h(ActionButton, { label: 'New team…', testid: 'new-team', action: async () => setMaking(true) }))),
    error && h(Failed, { error, again: load }),
    data && teams.length === 0 && p({ class: 'faint' }, 'There is no team yet.'),
    teams.map((team) => {
      const path = `${at(slug)}/teams/${encodeURIComponent(team.slug)}`;
      const others = members.filter(({ user_id: id }) => !team.members.some((member) => member.user_id === id));
      const more = all.filter((project) => project.organization_slug === slug && !team.projects.some(({ ref }) => ref === project.ref));
      return div({ key: team.slug, class: 'team', 'data-testid': `team-${team.slug}` },
        div({ class: 'head' }, h3({}, team.name, span({ class: 'ref' }, ` ${team.slug}`)),
          administers && div({ class: 'head-end' }, h(ActionButton, { label: 'Delete…', icon: icon('trash'), kind: 'quiet', testid: 'delete-team', action: async () => setDeleting(team) }))),
        h(Parts, {
          title: 'Members', id: `${team.slug}-members`, none: 'Nobody is in it.', administers,
          parts: team.members.map(({ user_id: id, email }) => ({ id, name: email ?? id })),
          more: others.map((member) => ({ id: member.user_id, name: member.user_name })), adds: 'Take somebody in',
          onAdd: change((id) => put(`${path}/members/${id}`, {}), `The team ${team.name} has one more member.`),
          onRemove: change((id) => remove(`${path}/members/${id}`), `The team ${team.name} has one member less.`),
        }),
        h(Parts, {
          title: 'Projects', id: `${team.slug}-projects`, none: 'It was given no project.', administers,
          parts: team.projects.map(({ ref, name, role }) => ({ id: ref, name: role === 'developer' ? name : `${name} as ${role}` })),
          more: more.map(({ ref, name }) => ({ id: ref, name })), adds: 'Give it a project',
          onAdd: change((ref) => put(`${path}/projects/${ref}`, { role: 'developer' }), `The team ${team.name} has one more project.`),
          onRemove: change((ref) => remove(`${path}/projects/${ref}`), `The team ${team.name} has one project less.`),
        }));
    }),
    making && h(NewTeam, { slug, onClose: () => setMaking(false), onMade: load }),
    deleting && h(Dialog, {
      title: `Delete the team ${deleting.name}?`, testid: 'delete-team-dialog', submit: 'Delete', kind: 'danger', onClose: () => setDeleting(null),
      onSubmit: change(() => remove(`${at(slug)}/teams/${encodeURIComponent(deleting.slug)}`), `Deleted the team ${deleting.name}.`),
    }, p({}, 'Its members may do no more on its projects than their role says; tasks of theirs that still wait are refused.')));
}

/** The members or projects of a team, with one to be added. */
function Parts({ title, id, none, administers, parts, more, adds, onAdd, onRemove }) {
  const [chosen, setChosen] = useState('');
  const [error, setError] = useState(null);
  const add = async (event) => {
    const value = event.target.value;
    setChosen(value);
    setError(null);
    try {
      await onAdd(value);
    } catch (failure) {
      setError(failure);
    } finally {
      setChosen('');
    }
  };
  return div({ class: 'field', 'data-testid': id },
    span({ class: 'strong' }, title),
    parts.length === 0 && span({ class: 'faint' }, none),
    parts.map((part) => div({ key: part.id, class: 'row-actions' }, span({}, part.name),
      administers && h(ActionButton, { label: 'Remove', title: `Remove ${part.name}`, icon: icon('trash'), kind: 'quiet', testid: 'remove-part', action: () => onRemove(part.id) }))),
    administers && more.length > 0 && [
      label({ key: 'label', for: `add-${id}`, class: 'offscreen' }, adds),
      select({ key: 'select', id: `add-${id}`, value: chosen, onChange: add, 'data-testid': `add-${id}` },
        [option({ key: '', value: '' }, `${adds}…`), ...more.map((one) => option({ key: one.id, value: one.id }, one.name))]),
    ],
    error && span({ class: 'tone-bad-text small-text', role: 'alert' }, error.message));
}

function NewTeam({ slug, onClose, onMade }) {
  const [name, setName] = useState('');
  const make = async () => {
    await post(`${at(slug)}/teams`, { name: name.trim() });
    tell('The team is there, with nobody in it yet.');
    await onMade();
  };
  return h(Dialog, { title: 'New team', testid: 'team-dialog', submit: 'Make it', onSubmit: make, onClose },
    h(Field, { id: 'team-name', title: 'Name', value: name, onInput: (event) => setName(event.target.value), hint: 'Its name in paths is made of it, and stays.' }));
}

function Invitations({ slug, name, own }) {
  const now = useNow();
  const { data, error, load } = useReading(`${at(slug)}/invitations`);
  const [inviting, setInviting] = useState(false);
  const [made, setMade] = useState(null);
  const open = data?.data.filter(({ state }) => state === 'open') ?? [];
  const revoke = (invitation) => async () => {
    await remove(`${at(slug)}/invitations/${invitation.id}`);
    tell('The link opens nothing any more.');
    await load();
  };
  return div({ class: 'panel panel-flush', 'data-testid': 'invitations-panel' },
    div({ class: 'head' }, h2({}, 'Invitations'),
      div({ class: 'head-end' }, h(ActionButton, { label: 'Invite…', kind: 'primary', testid: 'invite', action: async () => setInviting(true) }))),
    error && h(Failed, { error, again: load }),
    made && div({ class: 'notice tone-good', 'data-testid': 'invitation-link' },
      p({}, 'Hand this link over now: it is not shown again, and it is good once.'), h(Value, { title: 'Invitation link', value: made.url ?? made.token, testid: 'invitation-url' })),
    data && (open.length === 0 ? p({ class: 'faint' }, 'Nobody is invited at the moment.')
      : div({ class: 'table-box' }, table({ class: 'table', 'data-testid': 'invitations' },
        thead({}, tr({}, th({ scope: 'col' }, 'For'), th({ scope: 'col' }, 'Role'), th({ scope: 'col' }, 'Expires'), th({ scope: 'col' }, 'Invited by'), th({ scope: 'col' }, span({ class: 'offscreen' }, 'Actions')))),
        tbody({}, open.map((one) => tr({ key: one.id },
          td({ class: 'cell-name' }, one.email ?? span({ class: 'faint' }, 'whoever has the link')),
          td({ 'data-label': 'Role' }, one.role),
          td({ 'data-label': 'Expires' }, time({ datetime: one.expires_at, title: moment(one.expires_at) }, moment(one.expires_at))),
          td({ 'data-label': 'Invited by' }, one.invited_by.email ?? one.invited_by.id, span({ class: 'faint' }, ` ${ago(one.created_at, now)}`)),
          td({ class: 'cell-actions' }, h(ActionButton, { label: 'Revoke', icon: icon('trash'), kind: 'quiet', testid: 'revoke', action: revoke(one) })))))))),
    inviting && h(Invite, { slug, name, own, onClose: () => setInviting(false), onMade: (invitation) => { setMade(invitation); load(); } }));
}

function Invite({ slug, name, own, onClose, onMade }) {
  const [role, setRole] = useState('developer');
  const [email, setEmail] = useState('');
  const send = async () => onMade((await post(`${at(slug)}/invitations`, email.trim() === '' ? { role } : { role, email: email.trim() })).data);
  return h(Dialog, { title: `Invite somebody to ${name}`, testid: 'invite-dialog', submit: 'Make the link', onSubmit: send, onClose },
    div({ class: 'field' }, label({ for: 'invite-role' }, 'Role'),
      select({ id: 'invite-role', value: role, 'data-testid': 'invite-role', onChange: (event) => setRole(event.target.value) },
        Object.keys(ROLES).filter((one) => one !== 'owner' || own === 'owner').map((one) => option({ key: one, value: one }, one))),
      span({ class: 'hint' }, ROLES[role])),
    h(Field, { id: 'invite-email', title: 'E-mail address', type: 'email', value: email, onInput: (event) => setEmail(event.target.value), hint: 'Only the account of this address can use the link. Left empty, whoever has the link can.' }));
}

/** What the holder of a link sees. */
export function Invitation({ token }) {
  const [offer, setOffer] = useState(null);
  const [error, setError] = useState(null);
  useEffect(() => {
    post('/v1/invitations/look', { token }).then(({ data }) => setOffer(data), setError);
  }, [token]);
  const accept = async () => {
    const { organization, role } = (await post('/v1/invitations/accept', { token })).data;
    tell(`You are ${role} of ${offer.organization_name} now.`);
    await loadProjects();
    location.replace(toOrganization(organization)); // the link is used up: nobody needs it in the history
  };
  return section({ 'aria-labelledby': 'invitation-title', 'data-testid': 'invitation-page' },
    h1({ id: 'invitation-title' }, 'Invitation'),
    error && div({ class: 'notice tone-bad', role: 'alert', 'data-testid': 'invitation-error' }, p({}, error.message)),
    !offer && !error && h(Loading, { what: 'invitation' }),
    offer && div({ class: 'panel' },
      p({}, 'You are invited to ', span({ class: 'strong' }, offer.organization_name), ' as ', span({ class: 'strong' }, offer.role), '.'),
      p({ class: 'faint' }, `${ROLES[offer.role]}. Good until ${moment(offer.expires_at)}.`),
      h(ActionButton, { label: 'Accept', kind: 'primary', testid: 'accept', action: accept })));
}

/** The table of roles, as the installation checks it. */
export function Roles() {
  const { data, error, load } = useReading('/v1/roles', 3_600_000);
  const names = data?.data.map(({ name }) => name) ?? [];
  const has = (permission) => names.map((name) => data.data.find((role) => role.name === name).permissions.includes(permission.name)).concat(permission.team, permission.application);
  return section({ 'aria-labelledby': 'roles-title', 'data-testid': 'roles-page' },
    div({ class: 'head' }, div({}, h1({ id: 'roles-title' }, 'Roles'),
      p({ class: 'faint' }, 'What everybody may do in an organization. The gateway, the services and the database check this same table. A team acts as developer on the projects it was given. An application is an access token limited to scopes.'))),
    error && h(Failed, { error, again: load }),
    !data && !error && h(Loading, { what: 'roles' }),
    data && div({ class: 'table-box' }, table({ class: 'table', 'data-testid': 'roles' },
      thead({}, tr({}, th({ scope: 'col' }, 'May'), [...names, 'team', 'application'].map((name) => th({ key: name, scope: 'col' }, name)))),
      tbody({}, data.permissions.map((permission) => tr({ key: permission.name },
        td({ class: 'cell-name' }, permission.description, span({ class: 'ref' }, permission.name)),
        has(permission).map((may, column) => td({ key: column, 'data-label': [...names, 'team', 'application'][column] }, may ? span({ 'aria-label': 'yes' }, '✓') : span({ class: 'faint', 'aria-label': 'no' }, '–')))))))));
}
