package io.rickyard.contracts.setting;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.rickyard.contracts.stack.DatabaseAccess;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What shall be different in a section's settings; all others stay.
 *
 * @param section whose settings
 * @param set values by name, in their one form; none is secret
 * @param unset what goes back to what the release gives it
 * @param sealed whose values are secret and travel sealed, under {@link #field}
 */
public record SettingsChange(
    SettingSection section, Map<String, String> set, Set<String> unset, Set<String> sealed) {

  private static final int MOST_CHARACTERS = 400_000;

  /** Checks names and values against the section's list. */
  public SettingsChange {
    requireNonNull(section, "section");
    var list = SettingList.of(section);
    var canonical = new TreeMap<String, String>();
    set.forEach(
        (name, value) -> canonical.put(name, open(changeable(list.get(name))).canonical(value)));
    set = Collections.unmodifiableMap(canonical);
    unset = Collections.unmodifiableSet(new TreeSet<>(unset));
    sealed = Collections.unmodifiableSet(new TreeSet<>(sealed));
    unset.forEach(list::get);
    sealed.forEach(name -> requireSecret(changeable(list.get(name))));
    if (section == SettingSection.ACCESS) {
      var _ = DatabaseAccess.of(set);
    }
    if (set.isEmpty() && unset.isEmpty() && sealed.isEmpty()) {
      throw new IllegalArgumentException("A change of settings names at least one");
    }
    if (!Collections.disjoint(set.keySet(), unset) || !Collections.disjoint(unset, sealed)) {
      throw new IllegalArgumentException("A setting is set or unset, not both");
    }
    if (set.values().stream().mapToInt(String::length).sum() > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "A change of settings has at most " + MOST_CHARACTERS + " characters");
    }
  }

  /** Takes what came over the wire; what was left out is empty. */
  @JsonCreator
  public static SettingsChange of(
      @JsonProperty("section") SettingSection section,
      @JsonProperty("set") @Nullable Map<String, String> set,
      @JsonProperty("unset") @Nullable Set<String> unset,
      @JsonProperty("sealed") @Nullable Set<String> sealed) {
    return new SettingsChange(
        requireNonNull(section, "section"),
        set == null ? Map.of() : set,
        unset == null ? Set.of() : unset,
        sealed == null ? Set.of() : sealed);
  }

  /** The field that a secret value is sealed for. */
  public static String field(SettingSection section, String name) {
    return "setting:" + section.wireName() + ":" + name;
  }

  /**
   * The settings after it.
   *
   * @param before by name, only those that differ from the release
   * @param opened the values of what is sealed
   */
  public Map<String, String> after(Map<String, String> before, Map<String, String> opened) {
    var list = SettingList.of(section);
    var after = new TreeMap<>(before);
    after.keySet().removeAll(unset);
    after.putAll(set);
    after.putAll(
        sealed.stream()
            .collect(
                toMap(
                    name -> name,
                    name -> list.get(name).canonical(requireNonNull(opened.get(name), name)))));
    return Collections.unmodifiableMap(after);
  }

  private static Setting changeable(Setting setting) {
    if (setting.refused() != null) {
      throw new IllegalArgumentException(
          "%s cannot be changed here: %s".formatted(setting.name(), setting.refused()));
    }
    return setting;
  }

  private static Setting open(Setting setting) {
    if (setting.secret()) {
      throw new IllegalArgumentException(setting.name() + " is secret and travels sealed");
    }
    return setting;
  }

  private static void requireSecret(Setting setting) {
    if (!setting.secret()) {
      throw new IllegalArgumentException(setting.name() + " is no secret and travels open");
    }
  }
}
