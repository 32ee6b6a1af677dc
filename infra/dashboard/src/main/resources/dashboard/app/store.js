// A value that views can watch.
import { useEffect, useState } from './elements.js';

export class Store {
  constructor(value) {
    this.value = value;
    this.listeners = new Set();
  }

  get() {
    return this.value;
  }

  set(value) {
    this.value = value;
    this.listeners.forEach((listener) => listener(value));
  }

  update(change) {
    this.set({ ...this.value, ...change });
  }

  watch(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

/** The store's value, kept current in a view. */
export function useStore(store) {
  const [value, setValue] = useState(store.get());
  useEffect(() => {
    setValue(store.get()); // it may have changed between the first drawing and now
    return store.watch(setValue);
  }, [store]);
  return value;
}
