package io.rickyard.gateway.domain;

import static java.util.Objects.requireNonNull;

/**
 * A domain that a project claims.
 *
 * @param name a host name
 */
record NewDomain(String name) {
  /** Checks that nothing is missing. */
  NewDomain {
    requireNonNull(name, "name");
  }
}
