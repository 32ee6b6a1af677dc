package io.rickyard.worker.runtime.docker;

import io.rickyard.contracts.OrganizationId;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which stacks may be adopted. An engine may hold what is nobody's business here, and who adopts a
 * stack reads its logs and stops it: so none may, unless who runs the installation says so.
 *
 * @param entries compose's names, {@code name@organization} where only one organization may have
 *     it, or {@code *}
 */
record Adoptable(Set<String> entries) {

  private static final String SETTING = "rickyard.runtime.docker.adoptable";
  private static final Pattern ENTRY = Pattern.compile("[*]|[a-z0-9][a-z0-9_-]*(@[a-z]{20})?");

  Adoptable {
    entries = Set.copyOf(entries);
    entries.stream()
        .filter(entry -> !ENTRY.matcher(entry).matches())
        .findFirst()
        .ifPresent(entry -> {
          throw new IllegalArgumentException(
              "%s lists names of compose's, name@organization or *, not '%s'"
                  .formatted(SETTING, entry));
        });
  }

  /** As the setting says it, with commas between. */
  static Adoptable parse(String text) {
    return new Adoptable(
        Arrays.stream(text.split(","))
            .map(String::strip)
            .filter(entry -> !entry.isEmpty())
            .collect(Collectors.toUnmodifiableSet()));
  }

  boolean by(OrganizationId organization, String composeProject) {
    return entries.contains("*")
        || entries.contains(composeProject)
        || entries.contains(composeProject + "@" + organization.value());
  }
}
