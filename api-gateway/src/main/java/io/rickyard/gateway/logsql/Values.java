package io.rickyard.gateway.logsql;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What can be done with values of rows. */
final class Values {

  private Values() {}

  static boolean truth(Object value) {
    return switch (value) {
      case Boolean truth -> truth;
      case Number number -> number.doubleValue() != 0;
      default -> throw new LogSqlRefused("A condition is expected in place of a text");
    };
  }

  /** Numbers as numbers, everything else as text. */
  static int compare(Object left, Object right) {
    return left instanceof Number one && right instanceof Number other
        ? Double.compare(one.doubleValue(), other.doubleValue())
        : left.toString().compareTo(right.toString());
  }

  static boolean isLike(Object text, Object form, boolean anyCase) {
    return anyCase
        ? isLike(text.toString().toLowerCase(Locale.ROOT), form.toString().toLowerCase(Locale.ROOT))
        : isLike(text.toString(), form.toString());
  }

  /** Goes back to the last % where something does not fit: never more than text times form. */
  private static boolean isLike(String text, String form) {
    int at = 0;
    int in = 0;
    int wild = -1;
    int from = 0;
    while (at < text.length()) {
      if (in < form.length() && form.charAt(in) == '%') {
        wild = in++;
        from = at;
      } else if (in < form.length()
          && (form.charAt(in) == '_' || form.charAt(in) == text.charAt(at))) {
        in++;
        at++;
      } else if (wild >= 0) {
        in = wild + 1;
        at = ++from;
      } else {
        return false;
      }
    }
    return form.substring(in).chars().allMatch(letter -> letter == '%');
  }

  static Set<String> chosen(Set<String> all, List<Expression> choices) {
    return choices.stream()
        .filter(choice -> choice instanceof Expression.Constant)
        .map(choice -> ((Expression.Constant) choice).value().toString())
        .filter(all::contains)
        .collect(Collectors.toSet());
  }

  static Set<String> union(Set<String> one, Set<String> other) {
    var all = new HashSet<>(one);
    all.addAll(other);
    return all;
  }
}
