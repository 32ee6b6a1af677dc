package io.rickyard.contracts.setting;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One setting. Its values travel and are kept as text, in one form for each value.
 *
 * @param name as the Management API has it
 * @param kind what sort of value it has
 * @param least the smallest; bytes of a size, milliseconds of a span, characters of a text
 * @param most the largest
 * @param unit of a size or span that names none
 * @param choices what a choice may be
 * @param secret whether its value is shown to nobody
 * @param preset what the release gives it; null where that is nothing
 * @param refused why it cannot be changed; null where it can
 */
public record Setting(
    String name,
    SettingKind kind,
    @Nullable BigDecimal least,
    @Nullable BigDecimal most,
    @Nullable String unit,
    List<String> choices,
    boolean secret,
    @Nullable String preset,
    @Nullable String refused) {

  private static final BigDecimal LONGEST_TEXT = BigDecimal.valueOf(10_000);

  /** Checks that nothing required is missing. */
  public Setting {
    requireNonNull(name, "name");
    requireNonNull(kind, "kind");
    choices = choices == null ? List.of() : List.copyOf(choices);
  }

  /**
   * A value in its one form.
   *
   * @throws IllegalArgumentException when it is none for this setting; the message is for callers
   *     and does not repeat it
   */
  public String canonical(String value) {
    return switch (kind) {
      case TEXT -> text(value);
      case BOOLEAN -> oneOf(value, List.of("true", "false"));
      case CHOICE -> oneOf(value, choices);
      case INTEGER -> whole(value);
      case NUMBER -> ranged(number(value)).stripTrailingZeros().toPlainString();
      case SIZE -> quantity(value, Unit.SIZES);
      case SPAN -> quantity(value, Unit.SPANS);
    };
  }

  private String text(String value) {
    var characters = BigDecimal.valueOf(value.length());
    if (characters.compareTo(requireNonNullElse(least, BigDecimal.ZERO)) < 0
        || characters.compareTo(requireNonNullElse(most, LONGEST_TEXT)) > 0) {
      throw new IllegalArgumentException(
          "%s has %s to %s characters"
              .formatted(
                  name,
                  requireNonNullElse(least, BigDecimal.ZERO),
                  requireNonNullElse(most, LONGEST_TEXT)));
    }
    if (value.chars().anyMatch(c -> Character.isISOControl(c) && "\r\n\t".indexOf(c) < 0)) {
      throw new IllegalArgumentException(name + " holds no control characters");
    }
    return value;
  }

  private String oneOf(String value, List<String> allowed) {
    if (!allowed.contains(value)) {
      throw new IllegalArgumentException("%s is one of %s".formatted(name, allowed));
    }
    return value;
  }

  private String whole(String value) {
    var number = number(value);
    if (number.stripTrailingZeros().scale() > 0) {
      throw new IllegalArgumentException(name + " is a whole number");
    }
    return ranged(number).toBigInteger().toString();
  }

  private BigDecimal number(String value) {
    try {
      // A longer one is no number that anybody means, and an exponent could make it huge.
      if (value.length() <= 32 && value.indexOf('e') < 0 && value.indexOf('E') < 0) {
        return new BigDecimal(value);
      }
    } catch (NumberFormatException _) {
      // told below
    }
    throw new IllegalArgumentException(name + " is a number");
  }

  private BigDecimal ranged(BigDecimal number) {
    if ((least != null && number.compareTo(least) < 0)
        || (most != null && number.compareTo(most) > 0)) {
      throw new IllegalArgumentException(range());
    }
    return number;
  }

  private String quantity(String value, List<Unit> units) {
    var written = Unit.writtenIn(value);
    var name = written.isEmpty() ? requireNonNullElse(unit, "") : written;
    var found =
        units.stream()
            .filter(candidate -> candidate.name().equals(name))
            .findFirst()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "%s is a number with one of the units %s"
                        .formatted(this.name, units.stream().map(Unit::name).toList())));
    var amount = number(value.substring(0, value.length() - written.length()).strip());
    var _ = ranged(amount.multiply(found.size()));
    return amount.stripTrailingZeros().toPlainString() + found.name();
  }

  private String range() {
    var what =
        switch (kind) {
          case SIZE -> " bytes";
          case SPAN -> " milliseconds";
          case TEXT, BOOLEAN, INTEGER, NUMBER, CHOICE -> "";
        };
    return "%s lies between %s and %s%s"
        .formatted(
            name,
            least == null ? "anything" : least.toPlainString(),
            most == null ? "anything" : most.toPlainString(),
            what);
  }
}
