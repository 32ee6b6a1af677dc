package io.rickyard.gateway.member;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Makes a team.
 *
 * @param name its name, for people
 * @param slug its name in paths: 1 to 40 small letters, digits and hyphens; made of the name when
 *     left out, and never changed
 */
record NewTeam(String name, @Nullable String slug) {
  NewTeam {
    requireNonNull(name, "name");
  }
}
