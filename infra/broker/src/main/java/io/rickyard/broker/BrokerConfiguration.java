package io.rickyard.broker;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;

/**
 * Kafka's settings for one small node. Sized for a machine of two cores that runs everything else
 * too.
 */
final class BrokerConfiguration {

  static final int NODE_ID = 1;
  static final String NODE_USER = "node";
  static final String HOST = "127.0.0.1";
  static final String CLIENT_LISTENER = "CLIENT";
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private BrokerConfiguration() {}

  static Map<String, Object> of(BrokerSettings settings, int clientPort, int controllerPort) {
    Map<String, Object> config = new HashMap<>();
    node(config, settings, clientPort, controllerPort);
    smallness(config);
    logs(config);
    coordinators(config);
    switch (settings.access()) {
      case Access.Open _ -> protocols(config, "PLAINTEXT");
      case Access.Restricted restricted -> {
        protocols(config, "SASL_PLAINTEXT");
        credentials(config, restricted);
      }
    }
    return config;
  }

  private static void node(
      Map<String, Object> config, BrokerSettings settings, int clientPort, int controllerPort) {
    String client = CLIENT_LISTENER + "://" + HOST + ":" + clientPort;
    String controller = CONTROLLER_LISTENER + "://" + HOST + ":" + controllerPort;
    config.put("process.roles", "broker,controller");
    config.put("node.id", Integer.toString(NODE_ID));
    config.put("listeners", client + "," + controller);
    config.put("advertised.listeners", client);
    config.put("inter.broker.listener.name", CLIENT_LISTENER);
    config.put("controller.listener.names", CONTROLLER_LISTENER);
    // Static voters: the port may change from start to start, and a dynamic quorum would store it.
    config.put("controller.quorum.voters", NODE_ID + "@" + HOST + ":" + controllerPort);
    config.put("log.dirs", settings.dataDirectory().toAbsolutePath().toString());
    // A node that did not stop cleanly is let back in only when its old session has ended. Also
    // after a stall of that length the node is fenced until its next heartbeat; clients retry.
    config.put("broker.session.timeout.ms", "1000");
    config.put("broker.heartbeat.interval.ms", "250");
    config.put("server.max.startup.time.ms", "120000");
    // No empty records in the metadata log while nothing happens.
    config.put("metadata.max.idle.interval.ms", "0");
    config.put("auto.create.topics.enable", "false");
  }

  private static void smallness(Map<String, Object> config) {
    config.put("num.network.threads", "1");
    // They wait for the disk where a topic is flushed with each message; readers must not wait too.
    config.put("num.io.threads", "8");
    config.put("background.threads", "1");
    config.put("num.replica.fetchers", "1");
    config.put("num.recovery.threads.per.data.dir", "2");
    config.put("queued.max.requests", "64");
    config.put("socket.send.buffer.bytes", "65536");
    config.put("socket.receive.buffer.bytes", "65536");
    config.put("log.cleaner.threads", "1");
    config.put("log.cleaner.dedupe.buffer.size", "2097152");
    config.put("log.cleaner.io.buffer.size", "65536");
    config.put("log.index.size.max.bytes", "1048576");
    config.put("producer.purgatory.purge.interval.requests", "100");
    config.put("fetch.purgatory.purge.interval.requests", "100");
  }

  private static void logs(Map<String, Object> config) {
    config.put("log.segment.bytes", "67108864");
    config.put("metadata.log.segment.bytes", "8388608");
    config.put("metadata.log.max.record.bytes.between.snapshots", "4194304");
    config.put("metadata.max.retention.bytes", "33554432");
    config.put("default.replication.factor", "1");
    config.put("min.insync.replicas", "1");
    config.put("message.max.bytes", "1048588");
  }

  private static void coordinators(Map<String, Object> config) {
    config.put("offsets.topic.num.partitions", "1");
    config.put("offsets.topic.replication.factor", "1");
    config.put("offsets.topic.segment.bytes", "8388608");
    config.put("offsets.load.buffer.size", "262144");
    config.put("transaction.state.log.num.partitions", "1");
    config.put("transaction.state.log.replication.factor", "1");
    config.put("transaction.state.log.min.isr", "1");
    config.put("transaction.state.log.segment.bytes", "8388608");
    config.put("share.coordinator.state.topic.num.partitions", "1");
    config.put("share.coordinator.state.topic.replication.factor", "1");
    config.put("share.coordinator.state.topic.min.isr", "1");
    config.put("group.coordinator.threads", "1");
    config.put("share.coordinator.threads", "1");
    // Members of a group all start at once here: waiting for more would only delay the first.
    config.put("group.initial.rebalance.delay.ms", "0");
    config.put("group.min.session.timeout.ms", "2000");
  }

  private static void protocols(Map<String, Object> config, String protocol) {
    config.put(
        "listener.security.protocol.map",
        CLIENT_LISTENER + ":" + protocol + "," + CONTROLLER_LISTENER + ":" + protocol);
  }

  private static void credentials(Map<String, Object> config, Access.Restricted access) {
    // The node logs in to itself; nobody outside this JVM ever learns this password.
    String nodePassword = randomPassword();
    String clients =
        Stream.concat(Stream.of(access.operator()), access.services().stream())
            .map(account -> user(account.username(), account.password()))
            .collect(Collectors.joining());
    String node =
        PlainLoginModule.class.getName()
            + " required username=\"%s\" password=\"%s\"".formatted(NODE_USER, nodePassword)
            + user(NODE_USER, nodePassword);
    for (String listener : new String[] {CLIENT_LISTENER, CONTROLLER_LISTENER}) {
      String prefix = "listener.name." + listener.toLowerCase(Locale.ROOT) + ".";
      String users = listener.equals(CLIENT_LISTENER) ? clients : "";
      config.put(prefix + "sasl.enabled.mechanisms", "PLAIN");
      config.put(prefix + "plain.sasl.jaas.config", node + users + ";");
    }
    config.put("sasl.enabled.mechanisms", "PLAIN");
    config.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
    config.put("sasl.mechanism.controller.protocol", "PLAIN");
    config.put("authorizer.class.name", StandardAuthorizer.class.getName());
    config.put("allow.everyone.if.no.acl.found", "false");
    config.put("super.users", "User:" + NODE_USER + ";User:" + access.operator().username());
  }

  private static String user(String name, String password) {
    return " user_%s=\"%s\"".formatted(name, password);
  }

  private static String randomPassword() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
