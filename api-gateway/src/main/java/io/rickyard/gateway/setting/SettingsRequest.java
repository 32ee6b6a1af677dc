package io.rickyard.gateway.setting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.contracts.setting.Setting;
import io.rickyard.contracts.setting.SettingList;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.setting.SettingsChange;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A body that says what settings shall be.
 *
 * @param values by name; null puts one back to what the release gives it
 * @param whole whether what it does not name goes back, too
 */
record SettingsRequest(Map<String, JsonNode> values, boolean whole) {

  /**
   * What has to be changed.
   *
   * @param change without what is secret
   * @param secrets what is, by the field that it is sealed for
   */
  record Wanted(SettingsChange change, Map<String, String> secrets) {}

  /** What a flat object names. */
  static SettingsRequest of(ObjectNode body, boolean whole) {
    var values = new LinkedHashMap<String, JsonNode>();
    body.properties().forEach(field -> values.put(field.getKey(), field.getValue()));
    return new SettingsRequest(values, whole);
  }

  /** What an object names whose objects' names are parts of names. */
  static SettingsRequest nested(ObjectNode body) {
    var values = new LinkedHashMap<String, JsonNode>();
    flatten("", body, values);
    return new SettingsRequest(values, false);
  }

  private static void flatten(String prefix, ObjectNode object, Map<String, JsonNode> values) {
    object
        .properties()
        .forEach(field -> {
          if (field.getValue() instanceof ObjectNode inner) {
            flatten(prefix + field.getKey() + ".", inner, values);
          } else {
            values.put(prefix + field.getKey(), field.getValue());
          }
        });
  }

  /** What of it differs from what is; nothing, when nothing does. */
  Optional<Wanted> against(SectionSettings now) {
    var section = now.section();
    var set = new TreeMap<String, String>();
    var unset = new HashSet<String>();
    var secrets = new HashMap<String, String>();
    for (var value : values.entrySet()) {
      var setting = setting(section, value.getKey());
      var text = text(setting, value.getValue());
      if (unchanged(setting, text, now)) {
        continue;
      }
      if (text == null) {
        unset.add(setting.name());
      } else if (setting.secret()) {
        secrets.put(setting.name(), text);
      } else {
        set.put(setting.name(), text);
      }
    }
    if (whole) {
      now.chosen().values().keySet().stream()
          .filter(name -> !values.containsKey(name))
          .forEach(unset::add);
    }
    return set.isEmpty() && unset.isEmpty() && secrets.isEmpty()
        ? Optional.empty()
        : Optional.of(wanted(section, set, unset, secrets));
  }

  private static Wanted wanted(
      SettingSection section,
      Map<String, String> set,
      Set<String> unset,
      Map<String, String> secrets) {
    var fields = new HashMap<String, String>();
    secrets.forEach((name, value) -> fields.put(SettingsChange.field(section, name), value));
    try {
      return new Wanted(new SettingsChange(section, set, unset, secrets.keySet()), fields);
    } catch (IllegalArgumentException e) {
      throw invalid(e);
    }
  }

  /** Also where somebody sends back what was told of a secret. */
  private static boolean unchanged(Setting setting, @Nullable String text, SectionSettings now) {
    if (setting.secret()) {
      var digest = now.chosen().digests().get(setting.name());
      return text != null && text.equals(digest);
    }
    var chosen = now.chosen().values().get(setting.name());
    if (text == null) {
      return chosen == null;
    }
    return text.equals(chosen == null ? setting.preset() : chosen);
  }

  private static Setting setting(SettingSection section, String name) {
    return SettingList.of(section)
        .find(name)
        .orElseThrow(() ->
            new RequestRefused(
                ErrorCode.UNKNOWN_FIELD,
                "'%s' is no setting of %s".formatted(name, section.wireName())));
  }

  /** An empty secret is none. */
  private static @Nullable String text(Setting setting, JsonNode value) {
    if (value.isNull() || (setting.secret() && value.isTextual() && value.asText().isEmpty())) {
      return null;
    }
    if (!value.isValueNode()) {
      throw new RequestRefused(
          ErrorCode.INVALID_REQUEST, setting.name() + " is a single value, and no list or object");
    }
    try {
      return setting.canonical(
          value.isNumber() ? value.decimalValue().toPlainString() : value.asText());
    } catch (IllegalArgumentException e) {
      throw invalid(e);
    }
  }

  private static RequestRefused invalid(IllegalArgumentException e) {
    return new RequestRefused(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
  }
}
