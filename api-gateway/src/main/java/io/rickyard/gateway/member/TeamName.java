package io.rickyard.gateway.member;

import static java.util.Objects.requireNonNull;

/** Another name for a team. */
record TeamName(String name) {
  TeamName {
    requireNonNull(name, "name");
  }
}
