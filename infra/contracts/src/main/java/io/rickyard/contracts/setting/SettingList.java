package io.rickyard.contracts.setting;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import io.rickyard.contracts.json.ContractJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings of one section, in the order in which they are shown. */
public final class SettingList {

  private static final TypeReference<List<Setting>> SETTINGS = new TypeReference<>() {};
  private static final Map<SettingSection, SettingList> ALL = read();

  private final SettingSection section;
  private final Map<String, Setting> settings;

  private SettingList(SettingSection section, List<Setting> settings) {
    this.section = section;
    this.settings =
        settings.stream()
            .collect(
                toMap(
                    Setting::name,
                    setting -> setting,
                    (one, _) -> {
                      throw new IllegalStateException("Twice in a list: " + one.name());
                    },
                    LinkedHashMap::new));
  }

  /** The settings of a section. */
  public static SettingList of(SettingSection section) {
    return requireNonNull(ALL.get(section));
  }

  /** All of them. */
  public Collection<Setting> all() {
    return Collections.unmodifiableCollection(settings.values());
  }

  /** The one of that name. */
  public Optional<Setting> find(String name) {
    return Optional.ofNullable(settings.get(name));
  }

  /**
   * The one of that name.
   *
   * @throws IllegalArgumentException when there is none; the message is for callers
   */
  public Setting get(String name) {
    return find(name)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'%s' is no setting of %s".formatted(name, section.wireName())));
  }

  private static Map<SettingSection, SettingList> read() {
    var all = new EnumMap<SettingSection, SettingList>(SettingSection.class);
    Arrays.stream(SettingSection.values()).forEach(section -> all.put(section, read(section)));
    return all;
  }

  private static SettingList read(SettingSection section) {
    var resource = section.wireName() + ".json";
    try (var in = SettingList.class.getResourceAsStream(resource)) {
      return new SettingList(
          section,
          ContractJson.mapper()
              .readerFor(SETTINGS)
              // What is not said to be secret is not.
              .without(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
              .readValue(requireNonNull(in, resource)));
    } catch (IOException e) {
      throw new UncheckedIOException(resource + " cannot be read", e);
    }
  }
}
