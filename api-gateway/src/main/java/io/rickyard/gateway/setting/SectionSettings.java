package io.rickyard.gateway.setting;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.stack.SettingsView;
import org.jspecify.annotations.Nullable;

/**
 * A section's settings as they are for one project.
 *
 * @param section whose
 * @param chosen what differs from the release; nothing, where none takes effect
 * @param notApplied why none takes effect; null where they do
 */
record SectionSettings(SettingSection section, SettingsView chosen, @Nullable String notApplied) {
  /** Checks that nothing required is missing. */
  SectionSettings {
    requireNonNull(section, "section");
    requireNonNull(chosen, "chosen");
  }
}
