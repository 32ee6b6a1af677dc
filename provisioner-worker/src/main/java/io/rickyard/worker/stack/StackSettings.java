package io.rickyard.worker.stack;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.rickyard.contracts.setting.Setting;
import io.rickyard.contracts.setting.SettingList;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.stack.DatabaseAccess;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of a stack's services that differ from its release, in plain. They say nothing in
 * toString: some are secret.
 *
 * @param bySection by section and name
 */
public record StackSettings(Map<SettingSection, Map<String, String>> bySection) {

  /** All as the release says. */
  public static final StackSettings NONE = new StackSettings(Map.of());

  /** Copies what is given. */
  public StackSettings {
    bySection =
        bySection.entrySet().stream()
            .collect(toUnmodifiableMap(Map.Entry::getKey, entry -> Map.copyOf(entry.getValue())));
  }

  /** Those of one section. */
  public Map<String, String> of(SettingSection section) {
    return bySection.getOrDefault(section, Map.of());
  }

  /** One of them. */
  public Optional<String> find(SettingSection section, String name) {
    return Optional.ofNullable(of(section).get(name));
  }

  /**
   * Who may open the database, and how.
   *
   * @throws IllegalArgumentException when that cannot be understood; the message is for people
   */
  public DatabaseAccess access() {
    return DatabaseAccess.of(of(SettingSection.ACCESS));
  }

  /** The values that are shown to nobody. */
  public List<String> secrets() {
    return bySection.entrySet().stream()
        .map(entry -> secrets(entry.getKey(), entry.getValue()))
        .flatMap(Collection::stream)
        .toList();
  }

  private static List<String> secrets(SettingSection section, Map<String, String> values) {
    var list = SettingList.of(section);
    return values.entrySet().stream()
        .filter(value -> list.find(value.getKey()).filter(Setting::secret).isPresent())
        .map(Map.Entry::getValue)
        .toList();
  }

  @Override
  public String toString() {
    return "StackSettings" + bySection.keySet();
  }
}
