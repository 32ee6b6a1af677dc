package io.rickyard.broker;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.security.plain.PlainLoginModule;

/**
 * Brings topics and rights to what the settings say: makes topics that are missing, updates their
 * settings, and replaces the rights, so that a grant that was taken back is gone. Topics are never
 * deleted and their partitions never changed.
 */
final class BrokerProvisioning {

  private static final String ANY_HOST = "*";
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(5);

  private final Admin admin;
  private final BrokerSettings settings;

  private BrokerProvisioning(Admin admin, BrokerSettings settings) {
    this.admin = admin;
    this.settings = settings;
  }

  static void apply(String bootstrapServers, BrokerSettings settings) {
    try (Admin admin = Admin.create(connection(bootstrapServers, settings.access()))) {
      var provisioning = new BrokerProvisioning(admin, settings);
      provisioning.topics();
      provisioning.rights();
    }
  }

  private static Map<String, Object> connection(String bootstrapServers, Access access) {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", bootstrapServers);
    config.put("client.id", "rickyard-provisioning");
    config.put("request.timeout.ms", 10_000);
    config.put("default.api.timeout.ms", 30_000);
    config.put("retry.backoff.ms", 20);
    config.put("enable.metrics.push", false);
    if (access instanceof Access.Restricted restricted) {
      Account operator = restricted.operator();
      config.put("security.protocol", "SASL_PLAINTEXT");
      config.put("sasl.mechanism", "PLAIN");
      config.put(
          "sasl.jaas.config",
          "%s required username=\"%s\" password=\"%s\";"
              .formatted(
                  PlainLoginModule.class.getName(), operator.username(), operator.password()));
    }
    return config;
  }

  private void topics() {
    Set<String> existing = await(admin.listTopics().names());
    List<NewTopic> missing =
        settings.topics().stream()
            .filter(topic -> !existing.contains(topic.name()))
            .map(topic ->
                new NewTopic(topic.name(), topic.partitions(), (short) 1).configs(topic.config()))
            .toList();
    if (!missing.isEmpty()) {
      await(admin.createTopics(missing).all());
    }
    updateSettings(
        settings.topics().stream().filter(topic -> existing.contains(topic.name())).toList());
  }

  private void updateSettings(List<BrokerTopic> topics) {
    if (topics.isEmpty()) {
      return;
    }
    Map<ConfigResource, Config> current =
        await(
            admin
                .describeConfigs(topics.stream().map(BrokerProvisioning::resource).toList())
                .all());
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
    for (BrokerTopic topic : topics) {
      Config config = requireNonNull(current.get(resource(topic)), topic.name());
      List<AlterConfigOp> operations =
          topic.config().entrySet().stream()
              .filter(entry -> !isSet(config, entry.getKey(), entry.getValue()))
              .map(entry -> new ConfigEntry(entry.getKey(), entry.getValue()))
              .map(entry -> new AlterConfigOp(entry, AlterConfigOp.OpType.SET))
              .toList();
      if (!operations.isEmpty()) {
        changes.put(resource(topic), operations);
      }
    }
    if (!changes.isEmpty()) {
      await(admin.incrementalAlterConfigs(changes).all());
    }
  }

  private static ConfigResource resource(BrokerTopic topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
  }

  private static boolean isSet(Config config, String key, String value) {
    ConfigEntry entry = config.get(key);
    return entry != null && value.equals(entry.value());
  }

  private void rights() {
    if (!(settings.access() instanceof Access.Restricted restricted)) {
      return;
    }
    Set<AclBinding> wanted =
        restricted.services().stream()
            .flatMap(service ->
                service.grants().stream().map(grant -> binding(service.username(), grant)))
            .collect(toSet());
    Set<AclBinding> existing = inForce();
    List<AclBinding> missing = wanted.stream().filter(acl -> !existing.contains(acl)).toList();
    List<AclBindingFilter> stale =
        existing.stream().filter(acl -> !wanted.contains(acl)).map(AclBinding::toFilter).toList();
    if (!missing.isEmpty()) {
      await(admin.createAcls(missing).all());
    }
    if (!stale.isEmpty()) {
      await(admin.deleteAcls(stale).all());
    }
    awaitInForce(wanted);
  }

  private Set<AclBinding> inForce() {
    return new HashSet<>(await(admin.describeAcls(AclBindingFilter.ANY).values()));
  }

  /** The controller has taken them; the broker, which checks them, follows a moment later. */
  private void awaitInForce(Set<AclBinding> wanted) {
    long begun = System.nanoTime();
    while (!inForce().equals(wanted)) {
      if (System.nanoTime() - begun > LONGEST.toNanos()) {
        throw new KafkaException("The broker does not know the rights that were granted");
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private static AclBinding binding(String username, Grant grant) {
    return new AclBinding(
        new ResourcePattern(grant.right().resource(), grant.prefix(), PatternType.PREFIXED),
        new AccessControlEntry(
            "User:" + username, ANY_HOST, grant.right().operation(), AclPermissionType.ALLOW));
  }

  private static <T> T await(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("Interrupted while topics and rights were being made", e);
    } catch (ExecutionException e) {
      throw new KafkaException(e.getCause());
    }
  }
}
