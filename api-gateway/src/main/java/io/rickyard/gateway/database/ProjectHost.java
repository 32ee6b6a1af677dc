package io.rickyard.gateway.database;

import io.rickyard.contracts.ProjectRef;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name under which the hosted platform's clients look for a database first: {@code
 * db.<reference>.<domain>}. A wildcard leads it here together with the projects' other names.
 */
final class ProjectHost {

  private static final String PREFIX = "db.";
  private static final Pattern NAME = Pattern.compile("db\\.([a-z]{20})\\..+");

  private ProjectHost() {}

  /** Which project such a name is of. */
  static Optional<ProjectRef> project(String name) {
    var matcher = NAME.matcher(name);
    return matcher.matches() ? Optional.of(new ProjectRef(matcher.group(1))) : Optional.empty();
  }

  /**
   * The name that a certificate is likely to be good for: a wildcard is good for one label, and so
   * for the project's name and not for its database's. Clients that verify names do not take it.
   */
  static String certified(String name) {
    return NAME.matcher(name).matches() ? name.substring(PREFIX.length()) : name;
  }
}
