package io.rickyard.gateway.setting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.contracts.setting.Setting;
import io.rickyard.contracts.setting.SettingList;
import java.math.BigDecimal;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Settings in the Management API's forms. */
final class SettingsJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private SettingsJson() {}

  /** Only what differs from the release. */
  static ObjectNode chosen(SectionSettings settings, UnaryOperator<String> names) {
    var body = NODES.objectNode();
    for (var setting : SettingList.of(settings.section()).all()) {
      var value = settings.chosen().values().get(setting.name());
      if (value != null) {
        body.set(names.apply(setting.name()), node(setting, value));
      }
    }
    return body;
  }

  /** All of them; null where the release gives none a value. */
  static ObjectNode all(SectionSettings settings) {
    var body = NODES.objectNode();
    SettingList.of(settings.section())
        .all()
        .forEach(setting -> body.set(setting.name(), node(setting, value(settings, setting))));
    return body;
  }

  /** All of them, with nothing in the place of null where a service takes nothing for something. */
  static ObjectNode effective(SectionSettings settings) {
    var body = NODES.objectNode();
    SettingList.of(settings.section())
        .all()
        .forEach(setting -> {
          var value = value(settings, setting);
          body.set(setting.name(), value == null ? nothing(setting) : node(setting, value));
        });
    return body;
  }

  /** All of them, in objects that the parts of their names name. */
  static ObjectNode nested(SectionSettings settings, UnaryOperator<String> names) {
    var body = NODES.objectNode();
    for (var setting : SettingList.of(settings.section()).all()) {
      var parts = setting.name().split("\\.", -1);
      var place = body;
      for (int i = 0; i < parts.length - 1; i++) {
        place = place.withObjectProperty(names.apply(parts[i]));
      }
      place.set(names.apply(parts[parts.length - 1]), node(setting, value(settings, setting)));
    }
    return body;
  }

  /** What is in use; of what is secret its digest. */
  private static @Nullable String value(SectionSettings settings, Setting setting) {
    var chosen = settings.chosen();
    return setting.secret()
        ? chosen.digests().get(setting.name())
        : chosen.values().getOrDefault(setting.name(), setting.preset());
  }

  private static JsonNode node(Setting setting, @Nullable String value) {
    if (value == null) {
      return NODES.nullNode();
    }
    return switch (setting.kind()) {
      case BOOLEAN -> NODES.booleanNode(Boolean.parseBoolean(value));
      case INTEGER -> NODES.numberNode(Long.parseLong(value));
      case NUMBER -> NODES.numberNode(new BigDecimal(value));
      case TEXT, SIZE, SPAN, CHOICE -> NODES.textNode(value);
    };
  }

  private static JsonNode nothing(Setting setting) {
    return switch (setting.kind()) {
      case BOOLEAN -> NODES.booleanNode(false);
      case INTEGER, NUMBER -> NODES.numberNode(0);
      case TEXT, SIZE, SPAN, CHOICE -> NODES.textNode("");
    };
  }
}
