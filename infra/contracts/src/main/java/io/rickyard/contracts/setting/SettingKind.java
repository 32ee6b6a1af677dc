package io.rickyard.contracts.setting;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** What sort of value a setting has. */
public enum SettingKind {
  /** Any text without control characters other than line breaks and tabs. */
  TEXT,
  /** {@code true} or {@code false}. */
  BOOLEAN,
  /** A whole number. */
  INTEGER,
  /** A number. */
  NUMBER,
  /** An amount of memory or disk, as PostgreSQL writes it: {@code 64MB}. */
  SIZE,
  /** A span of time, as PostgreSQL writes it: {@code 30s}. */
  SPAN,
  /** One of some words. */
  CHOICE;

  /** The name in the lists. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static SettingKind named(String name) {
    return Arrays.stream(values())
        .filter(value -> value.wireName().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("There is no kind " + name));
  }
}
