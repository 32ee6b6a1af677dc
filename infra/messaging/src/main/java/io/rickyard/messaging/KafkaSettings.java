package io.rickyard.messaging;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the brokers.
 *
 * @param bootstrapServers host and port of some of them, separated by commas
 * @param username the account, where the brokers ask for one
 * @param password its password
 * @param clientId the name under which the brokers' logs and quotas know this process
 */
public record KafkaSettings(
    String bootstrapServers,
    @Nullable String username,
    @Nullable String password,
    String clientId) {

  /** Checks that account and password come together. */
  public KafkaSettings {
    requireNonNull(bootstrapServers, "rickyard.kafka.bootstrap-servers");
    requireNonNull(clientId, "clientId");
    if (bootstrapServers.isBlank()) {
      throw new IllegalArgumentException("rickyard.kafka.bootstrap-servers is empty");
    }
    if ((username == null) != (password == null)) {
      throw new IllegalArgumentException(
          "rickyard.kafka.username and rickyard.kafka.password belong together");
    }
    requireUnquoted(username, "rickyard.kafka.username");
    requireUnquoted(password, "rickyard.kafka.password");
  }

  /** Without an account, as tests do. */
  public static KafkaSettings open(String bootstrapServers, String clientId) {
    return new KafkaSettings(bootstrapServers, null, null, clientId);
  }

  Map<String, Object> clientConfig(String purpose) {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", bootstrapServers);
    config.put("client.id", clientId + "-" + purpose);
    config.put("reconnect.backoff.ms", 50);
    config.put("reconnect.backoff.max.ms", 1_000);
    config.put("metric.reporters", "");
    config.put("enable.metrics.push", false);
    if (username != null) {
      config.put("security.protocol", "SASL_PLAINTEXT");
      config.put("sasl.mechanism", "PLAIN");
      config.put(
          "sasl.jaas.config",
          "%s required username=\"%s\" password=\"%s\";"
              .formatted(PlainLoginModule.class.getName(), username, password));
    }
    return config;
  }

  private static void requireUnquoted(@Nullable String value, String key) {
    if (value != null && (value.contains("\"") || value.contains("\\"))) {
      throw new IllegalArgumentException(key + " must hold no quotes and no backslashes");
    }
  }

  @Override
  public String toString() {
    return "KafkaSettings[" + bootstrapServers + ", " + username + ", " + clientId + "]";
  }
}
