package io.rickyard.org.domain;

import static java.util.Objects.requireNonNull;

import io.rickyard.org.organization.Deed;

/**
 * Who deals with domains.
 *
 * @param deed what is done, and by whom
 * @param administrator whether that is an administrator of the installation, who sees to domains of
 *     all projects without being a member anywhere
 */
public record Standing(Deed deed, boolean administrator) {
  /** Checks that nothing is missing. */
  public Standing {
    requireNonNull(deed, "deed");
  }
}
