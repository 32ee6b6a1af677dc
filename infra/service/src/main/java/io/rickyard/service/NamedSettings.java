package io.rickyard.service;

import io.micronaut.context.env.Environment;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.PropertySource.PropertyConvention;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Settings whose last part is chosen by who installs, such as {@code rickyard.signing.keys.<key
 * id>}. In the environment that part is read in lower case with dashes, since a variable's name
 * tells neither from capitals and underscores.
 */
public final class NamedSettings {

  private NamedSettings() {}

  /**
   * All that begin so.
   *
   * @param prefix the beginning, without the dot that follows it
   * @return values by the last part; empty when there are none
   */
  public static Map<String, String> under(Environment environment, String prefix) {
    String variables = prefix.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT) + "_";
    Map<String, String> found = new TreeMap<>();
    for (PropertySource source : weakestFirst(environment)) {
      boolean variable = source.getConvention() == PropertyConvention.ENVIRONMENT_VARIABLE;
      for (String name : source) {
        if (variable && name.startsWith(variables)) {
          String last = name.substring(variables.length());
          found.put(
              last.replace('_', '-').toLowerCase(Locale.ROOT), String.valueOf(source.get(name)));
        } else if (!variable && name.startsWith(prefix + ".")) {
          String last = name.substring(prefix.length() + 1);
          environment.getProperty(name, String.class).ifPresent(value -> found.put(last, value));
        }
      }
    }
    return found;
  }

  private static List<PropertySource> weakestFirst(Environment environment) {
    return environment.getPropertySources().stream()
        .sorted(Comparator.comparingInt(PropertySource::getOrder))
        .toList();
  }
}
