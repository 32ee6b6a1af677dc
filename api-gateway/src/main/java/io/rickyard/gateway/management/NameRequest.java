package io.rickyard.gateway.management;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * A body that says what something is to be called.
 *
 * @param name 1 to 100 characters, no control characters
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record NameRequest(String name) {
  NameRequest {
    requireNonNull(name, "name");
    name = Names.checked(name);
  }
}
