// Elements as functions: div({ class: 'card' }, h2({}, 'Services')). The libraries are loaded as plain
// scripts (see index.html); this is the one module that knows it.
const { h, render, Fragment } = globalThis.preact;
const hooks = globalThis.preactHooks;

export { h, render, Fragment };
export const { useState, useEffect, useLayoutEffect, useRef, useMemo, useCallback } = hooks;

/** One function per HTML element: `const { div, span } = tags`. */
export const tags = new Proxy({}, {
  get: (_, name) => (attributes, ...children) => h(name, attributes, ...children),
});

/** Joins the class names that hold: names('badge', busy && 'badge-busy'). */
export const names = (...all) => all.filter(Boolean).join(' ');
