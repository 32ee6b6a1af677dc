package io.rickyard.worker.content;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.setting.SettingsChange;
import java.util.Optional;

/**
 * A change of contents.
 *
 * @param section what it concerned
 * @param number the revision that holds it
 */
public record Revision(SettingSection section, long number) {

  private static final String SETTING = "revision";

  /** Checks that it is one of contents. */
  public Revision {
    requireNonNull(section, "section");
    if (!Contents.SECTIONS.contains(section)) {
      throw new IllegalArgumentException(section + " says nothing of contents");
    }
  }

  /** The one that a change of settings brings about; none where it is about something else. */
  public static Optional<Revision> of(SettingsChange change) {
    return Contents.SECTIONS.contains(change.section())
        ? Optional.ofNullable(change.set().get(SETTING))
            .map(number -> new Revision(change.section(), Long.parseLong(number)))
        : Optional.empty();
  }
}
