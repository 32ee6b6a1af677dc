package io.rickyard.org.http;

import static java.util.Objects.requireNonNull;

import io.rickyard.org.organization.DisplayName;

/** A new name on the wire. */
record NameForm(String name) {
  NameForm {
    requireNonNull(name, "name");
  }

  DisplayName displayName() {
    return Reading.of(() -> new DisplayName(name));
  }
}
