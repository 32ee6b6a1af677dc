package io.rickyard.contracts.task;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A field of an extension's input, as far as it can be told without the class that reads it.
 *
 * @param name its name
 * @param kind what stands in it
 * @param required whether it must be there
 * @param choices the texts it may be, of a {@link Kind#CHOICE}; empty otherwise
 */
public record InputField(
    String name,
    Kind kind,
    Boolean required,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> choices) {

  /** What stands in a field. */
  public enum Kind {
    /** Text. */
    TEXT,
    /** A whole number. */
    INTEGER,
    /** A number. */
    NUMBER,
    /** True or false. */
    BOOLEAN,
    /** A duration such as PT5M. */
    DURATION,
    /** A time such as 2026-11-21T08:00:00Z. */
    TIME,
    /** One of several texts. */
    CHOICE,
    /** A list. */
    LIST,
    /** An object. */
    OBJECT,
    /** Something that only the class which reads it can judge. */
    ANY;

    /** The name on the wire. */
    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The one of that name; a newer release's is {@link #ANY}, since it cannot be judged here. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Kind named(String name) {
      return Arrays.stream(values())
          .filter(value -> value.wireName().equals(name))
          .findFirst()
          .orElse(ANY);
    }
  }

  /** Checks that nothing required is missing. */
  public InputField {
    requireNonNull(name, "name");
    requireNonNull(kind, "kind");
    requireNonNull(required, "required");
    choices = choices == null ? List.of() : List.copyOf(choices);
  }

  /** What is wrong with what was given for it, for callers; empty when nothing is. */
  Optional<String> complaint(JsonNode given) {
    if (given.isMissingNode() || given.isNull()) {
      return required ? Optional.of("the field input." + name + " is missing") : Optional.empty();
    }
    return fits(given)
        ? Optional.empty()
        : Optional.of("the field input.%s is not %s".formatted(name, expected()));
  }

  private boolean fits(JsonNode given) {
    return switch (kind) {
      case TEXT -> given.isTextual();
      case INTEGER -> given.isIntegralNumber();
      case NUMBER -> given.isNumber();
      case BOOLEAN -> given.isBoolean();
      case DURATION -> given.isTextual() && isDuration(given.textValue());
      case TIME -> given.isTextual() && isTime(given.textValue());
      case CHOICE -> given.isTextual() && choices.contains(given.textValue());
      case LIST -> given.isArray();
      case OBJECT -> given.isObject();
      case ANY -> true;
    };
  }

  private String expected() {
    return switch (kind) {
      case TEXT -> "text";
      case INTEGER -> "a whole number";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      case DURATION -> "a duration such as PT5M";
      case TIME -> "a time such as 2026-11-21T08:00:00Z";
      case CHOICE -> "one of " + choices;
      case LIST -> "a list";
      case OBJECT -> "an object";
      case ANY -> "a value";
    };
  }

  private static boolean isDuration(String text) {
    try {
      return Duration.parse(text) != null;
    } catch (DateTimeException _) {
      return false;
    }
  }

  private static boolean isTime(String text) {
    try {
      return OffsetDateTime.parse(text) != null;
    } catch (DateTimeException _) {
      return false;
    }
  }
}
