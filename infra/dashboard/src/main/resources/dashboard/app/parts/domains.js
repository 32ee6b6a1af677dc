// The domains that a project brought along: which record proves each, and whether requests for it arrive.
import { h, tags, useState } from '../elements.js';
import { post, remove } from '../api.js';
import { at } from '../projects.js';
import { useReading } from '../reading.js';
import { ago, moment, useNow } from '../time.js';
import { tell } from './announce.js';
import { domainBadge } from './badge.js';
import { ActionButton } from './button.js';
import { Dialog, Field } from './dialog.js';
import { Value } from './secret.js';
import { Failed, Loading } from './states.js';

const { div, h2, p, ul, li, span, strong, time, button } = tags;

export function Domains({ project }) {
  const { data, error, load } = useReading(`${at(project)}/domains`);
  const [asked, setAsked] = useState(null); // { kind: 'add' } or { kind: 'remove', domain }
  const onClose = () => setAsked(null);
  return div({ class: 'panel', 'data-testid': 'domains' },
    div({ class: 'log-head' }, h2({}, 'Domains'),
      div({ class: 'head-end' }, button({ type: 'button', class: 'button', 'data-testid': 'add-domain', onClick: () => setAsked({ kind: 'add' }) }, 'Add…'))),
    project.profile === 'database' && p({ class: 'faint' }, 'Its profile has no gateway: requests for them are answered with 404.'),
    error && !data ? h(Failed, { error, again: load })
      : !data ? h(Loading, { what: 'domains' })
        : data.data.length === 0 ? p({ class: 'faint' }, 'It is reached under its own name only.')
          : ul({ class: 'domains' }, data.data.map((domain) => h(Domain, { key: domain.name, project, domain, load, drop: () => setAsked({ kind: 'remove', domain }) }))),
    asked?.kind === 'add' && h(Add, { project, load, onClose }),
    asked?.kind === 'remove' && h(Remove, { project, domain: asked.domain, load, onClose }));
}

const one = (project, domain) => `${at(project)}/domains/${encodeURIComponent(domain.name)}`;

function Domain({ project, domain, load, drop }) {
  const now = useNow();
  const proved = domain.state === 'active';
  const verify = async () => {
    try {
      await post(`${one(project, domain)}/verify`);
      tell(`Requests for ${domain.name} go to ${project.name}.`);
    } finally {
      await load(); // the claim may be gone
    }
  };
  return li({ class: 'domain', 'data-testid': `domain-${domain.name}` },
    div({ class: 'domain-head' },
      strong({ class: 'domain-name' }, domain.name), ' ', domainBadge(domain.state),
      proved && span({ class: 'faint small-text' }, `by ${domain.verified_by === 'dns' ? 'its record' : 'an administrator'}, `, time({ datetime: domain.verified_at, title: moment(domain.verified_at) }, ago(domain.verified_at, now))),
      div({ class: 'head-end' },
        !proved && h(ActionButton, { label: 'Verify', kind: 'small', testid: `verify-${domain.name}`, action: verify }),
        button({ type: 'button', class: 'button quiet small', 'data-testid': `remove-${domain.name}`, onClick: drop }, 'Remove…'))),
    !proved && div({ class: 'values' },
      p({ class: 'faint small-text' }, `Publish this ${domain.proof.type} record, then verify. Have the name itself lead here too.`),
      h(Value, { title: 'Name', value: domain.proof.name, testid: 'proof-name' }),
      h(Value, { title: 'Value', value: domain.proof.value, testid: 'proof-value' })));
}

function Add({ project, load, onClose }) {
  const [name, setName] = useState('');
  const add = async () => {
    await post(`${at(project)}/domains`, { name: name.trim() });
    await load();
  };
  return h(Dialog, { title: 'Add a domain', testid: 'new-domain', submit: 'Add', ready: name.trim() !== '', onSubmit: add, onClose },
    p({ class: 'faint' }, 'Requests for it reach the project once a DNS record has proved that it is yours.'),
    h(Field, { id: 'domain-name', title: 'Name', required: true, maxlength: 253, autofocus: true, spellcheck: false, placeholder: 'api.example.com', value: name, onInput: (event) => setName(event.target.value) }));
}

function Remove({ project, domain, load, onClose }) {
  const confirmed = async () => {
    await remove(one(project, domain));
    tell(`Removed ${domain.name}.`);
    await load();
  };
  return h(Dialog, { title: `Remove ${domain.name}`, testid: 'remove-domain', submit: 'Remove', kind: 'danger', onSubmit: confirmed, onClose },
    p({}, domain.state === 'active' ? 'Requests for it are refused from then on. ' : '', 'To have it back, another record has to be published.'));
}
