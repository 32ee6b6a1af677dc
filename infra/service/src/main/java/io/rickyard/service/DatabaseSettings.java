package io.rickyard.service;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a service reaches the database.
 *
 * @param url the JDBC address, without credentials
 * @param username the service's own role, which may use its schema's tables and nothing else
 * @param password that role's password
 * @param migratorUsername the role that may act as the schema's owner while the changelog runs
 * @param migratorPassword that role's password
 * @param poolSize the most connections the service holds
 */
record DatabaseSettings(
    String url,
    String username,
    String password,
    String migratorUsername,
    String migratorPassword,
    int poolSize) {

  private static final int POOL_SIZE = 10;

  static DatabaseSettings read(Function<String, @Nullable String> property) {
    String poolSize = property.apply("rickyard.database.pool-size");
    return new DatabaseSettings(
        required(property, "rickyard.database.url"),
        required(property, "rickyard.database.username"),
        required(property, "rickyard.database.password"),
        required(property, "rickyard.database.migrator-username"),
        required(property, "rickyard.database.migrator-password"),
        poolSize == null ? POOL_SIZE : positive("rickyard.database.pool-size", poolSize));
  }

  /** What Micronaut's connection pool wants to be told. */
  Map<String, Object> dataSource() {
    var settings = new LinkedHashMap<String, Object>();
    settings.put("datasources.default.url", url);
    settings.put("datasources.default.driver-class-name", "org.postgresql.Driver");
    settings.put("datasources.default.username", username);
    settings.put("datasources.default.password", password);
    settings.put("datasources.default.maximum-pool-size", poolSize);
    settings.put("datasources.default.minimum-idle", 1);
    settings.put("datasources.default.dialect", "POSTGRES");
    settings.put("datasources.default.connection-timeout", 5_000);
    return settings;
  }

  private static String required(Function<String, @Nullable String> property, String key) {
    String value = property.apply(key);
    if (value == null || value.isBlank()) {
      throw new InvalidSetting(key, "is missing");
    }
    return value;
  }

  private static int positive(String key, String value) {
    try {
      int number = Integer.parseInt(value);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new InvalidSetting(key, "is no number: " + value, e);
    }
    throw new InvalidSetting(key, "is not positive: " + value);
  }
}
