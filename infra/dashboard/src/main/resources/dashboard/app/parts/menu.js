// A menu of buttons under a button; closes on Escape, on a click elsewhere and after a choice.
import { tags, useEffect, useRef } from '../elements.js';

const { details, summary, div, button } = tags;

/** items: [{ label, icon, testid, kind, action }] */
export function Menu({ label, face, testid, items, align = 'end' }) {
  const box = useRef(null);

  useEffect(() => {
    const elsewhere = (event) => {
      if (box.current.open && !box.current.contains(event.target)) {
        box.current.open = false;
      }
    };
    document.addEventListener('pointerdown', elsewhere);
    document.addEventListener('focusin', elsewhere);
    return () => {
      document.removeEventListener('pointerdown', elsewhere);
      document.removeEventListener('focusin', elsewhere);
    };
  }, []);

  const close = () => {
    box.current.open = false;
    box.current.querySelector('summary').focus();
  };

  return details({ ref: box, class: `menu menu-${align}`, onKeyDown: (event) => event.key === 'Escape' && close() },
    summary({ class: 'button quiet', 'aria-label': label, title: label, 'data-testid': testid }, face),
    div({ class: 'menu-items' },
      items.map((item) => button({
        key: item.label, type: 'button', class: item.kind ?? '', 'data-testid': item.testid,
        onClick: () => {
          close();
          item.action();
        },
      }, item.icon, item.label))));
}
