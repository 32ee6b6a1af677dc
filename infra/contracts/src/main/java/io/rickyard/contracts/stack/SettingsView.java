package io.rickyard.contracts.stack;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the services of a stack are told that differs from its release.
 *
 * @param values by name, those that are not secret
 * @param digests of those that are, where the caller may see secrets
 * @param awaitsRestart whether the service runs with other settings until its next restart; null
 *     where nobody knows
 */
public record SettingsView(
    Map<String, String> values, Map<String, String> digests, @Nullable Boolean awaitsRestart) {

  /** All as the release says. */
  public static final SettingsView NONE = new SettingsView(Map.of(), Map.of(), null);

  /** Copies what is given. */
  public SettingsView {
    values = Map.copyOf(values);
    digests = Map.copyOf(digests);
  }
}
