package io.rickyard.stack.blueprint;

import static java.util.Objects.requireNonNull;

/**
 * A value computed from another, for a place that cannot take it as it is.
 *
 * @param name how blueprints refer to it
 * @param of the value it is computed from
 * @param how in which way
 * @param meaning where it is needed
 */
record Derived(String name, String of, How how, String meaning) {

  /** In which way a value is computed. */
  enum How {
    /** Every byte but letters, digits and {@code -._~} as in RFC 3986, for an address. */
    PERCENT_ENCODED,
    /**
     * A JSON object from the names of opaque keys to the keys: of a stack whose keys nobody has
     * changed, the one key there is, as {@code default}.
     */
    KEYS_BY_NAME,
    /** As it is, unless members have changed the project's signing keys. */
    SAME,
    /** There is none before members have changed the project's signing keys. */
    ONCE_CHANGED
  }

  Derived {
    requireNonNull(name, "name");
    requireNonNull(of, "of");
    requireNonNull(how, "how");
    requireNonNull(meaning, "meaning");
  }
}
