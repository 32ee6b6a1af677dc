// What every view stands in: the bar at the top with navigation, the state of the stream, theme and account.
import { h, names, tags, useEffect, useState } from '../elements.js';
import { live } from '../live.js';
import { go, route, toAccount, toMail, toOrganizations, toProjects, toQueues, toSchedules, toTasks } from '../router.js';
import { session, signOut } from '../session.js';
import { useStore } from '../store.js';
import { taskEnded } from '../words.js';
import { complain } from './announce.js';
import { icon } from './icons.js';
import { Menu } from './menu.js';

const { header, nav, a, img, span, button, main, div, p } = tags;

const THEMES = { auto: ['auto', 'Theme: as the system'], light: ['sun', 'Theme: light'], dark: ['moon', 'Theme: dark'] };
const NEXT = { auto: 'light', light: 'dark', dark: 'auto' };

export function ThemeButton() {
  const [theme, setTheme] = useState(document.documentElement.dataset.theme ?? 'auto');
  const change = () => {
    const next = NEXT[theme];
    setTheme(next);
    if (next === 'auto') {
      delete document.documentElement.dataset.theme;
      localStorage.removeItem('rickyard.theme');
    } else {
      document.documentElement.dataset.theme = next;
      localStorage.setItem('rickyard.theme', next);
    }
  };
  const [picture, label] = THEMES[theme];
  return button({ type: 'button', class: 'button quiet', 'data-testid': 'theme', 'aria-label': label, title: label, onClick: change }, icon(picture));
}

const CONNECTIONS = {
  connecting: ['Connecting…', 'moving'],
  live: ['Live', 'good'],
  reconnecting: ['Reconnecting…', 'warning'],
};

function Connection() {
  const { connection, reason } = useStore(live);
  const [label, tone] = CONNECTIONS[connection];
  return span({ class: names('connection', `tone-${tone}`), role: 'status', 'data-testid': 'connection', 'data-state': connection, title: reason },
    span({ class: 'badge-shape', 'aria-hidden': 'true' }), span({}, label));
}

function Link({ to, current, testid, children }) {
  return a({ href: to, class: 'nav-link', 'data-testid': testid, 'aria-current': current ? 'page' : null }, children);
}

export function Shell({ children }) {
  const { view, id } = useStore(route);
  const { user } = useStore(session);
  const { tasks, connection, refused } = useStore(live);
  const running = [...tasks.values()].filter((task) => !taskEnded(task)).length;

  // A new view is read from its top, by eye and by screen reader.
  useEffect(() => {
    scrollTo(0, 0);
    document.getElementById('content').focus({ preventScroll: true });
  }, [view, id]);

  return div({ class: 'shell' },
    a({ href: '#content', class: 'skip', onClick: (event) => { event.preventDefault(); document.getElementById('content').focus(); } }, 'Skip to content'),
    header({ class: 'top' },
      a({ href: toProjects(), class: 'brand', 'aria-label': 'Rickyard, projects' }, img({ src: 'icon.svg', alt: '', width: 26, height: 26 }), span({}, 'Rickyard')),
      nav({ 'aria-label': 'Main' },
        h(Link, { to: toProjects(), current: view === 'projects', testid: 'nav-projects' }, 'Projects'),
        h(Link, { to: toTasks(), current: view === 'tasks', testid: 'nav-tasks' }, 'Tasks',
          running > 0 && span({ class: 'count', 'data-testid': 'running-count', title: `${running} under way` }, running, span({ class: 'offscreen' }, ' under way'))),
        h(Link, { to: toSchedules(), current: view === 'schedules', testid: 'nav-schedules' }, 'Schedules'),
        h(Link, { to: toQueues(), current: view === 'queues', testid: 'nav-queues' }, 'Queues'),
        h(Link, { to: toOrganizations(), current: ['organizations', 'audit', 'roles'].includes(view), testid: 'nav-organizations' }, 'Organizations')),
      div({ class: 'top-end' },
        h(Connection),
        h(ThemeButton),
        h(Menu, {
          label: `Account ${user?.email ?? ''}`, testid: 'account', face: span({ class: 'avatar', 'aria-hidden': 'true' }, (user?.email ?? '?').slice(0, 1).toUpperCase()),
          items: [{ label: 'Account', testid: 'nav-account', action: () => go(toAccount()) }, user?.administrator && { label: 'Mail', testid: 'nav-mail', action: () => go(toMail()) }, { label: `Sign out ${user?.email ?? ''}`, testid: 'sign-out', action: () => signOut().catch(complain) }].filter(Boolean),
        }))),
    connection === 'reconnecting' && p({ class: 'strip tone-warning', 'data-testid': 'reconnecting' },
      refused ? refused.message : 'The live connection broke; what you see may be out of date. Connecting again…'),
    main({ id: 'content', tabindex: -1 }, children));
}
