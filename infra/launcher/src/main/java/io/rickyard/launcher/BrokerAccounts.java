package io.rickyard.launcher;

import static io.rickyard.broker.Grant.group;
import static io.rickyard.broker.Grant.read;
import static io.rickyard.broker.Grant.write;

import io.rickyard.broker.Access;
import io.rickyard.broker.Account;
import io.rickyard.broker.BrokerTopic;
import io.rickyard.broker.Grant;
import io.rickyard.contracts.topic.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which service may read and write which topics. What is not named here, the broker refuses. */
final class BrokerAccounts {

  /** The account that may do everything. */
  static final String OPERATOR = "launcher";

  private static final String COMMANDS = "rickyard.commands.";
  private static final String EVENTS = Topic.EVENTS.topicName();
  private static final String LOGS = Topic.LOGS.topicName();
  private static final String ORGANIZATION = Topic.ORGANIZATION_EVENTS.topicName();
  private static final String IDENTITY = Topic.IDENTITY_EVENTS.topicName();
  private static final String AUDIT = Topic.AUDIT.topicName();
  private static final String TASK_TYPES = Topic.TASK_TYPES.topicName();

  private BrokerAccounts() {}

  static Access access(Secrets secrets) {
    return new Access.Restricted(
        new Account(OPERATOR, secrets.of("kafka-" + OPERATOR), List.of()),
        List.of(
            account(
                secrets,
                "api-gateway",
                write(COMMANDS),
                read(ORGANIZATION),
                read(IDENTITY),
                read(TASK_TYPES),
                write(AUDIT)),
            account(secrets, "auth-service", read(AUDIT), write(AUDIT), write(IDENTITY)),
            account(
                secrets,
                "org-service",
                write(COMMANDS),
                write(ORGANIZATION),
                read(TASK_TYPES),
                write(AUDIT),
                // Accounts that are deleted leave their organizations.
                read(IDENTITY),
                write(deadLetters(Topic.IDENTITY_EVENTS)),
                // What consumers gave up, to look at and to publish again where it stood.
                read(deadLetters(Topic.COMMANDS_CRITICAL)),
                read(deadLetters(Topic.COMMANDS_NORMAL)),
                read(deadLetters(Topic.COMMANDS_BATCH)),
                read(deadLetters(Topic.EVENTS)),
                read(deadLetters(Topic.LOGS)),
                read(deadLetters(Topic.ORGANIZATION_EVENTS)),
                read(deadLetters(Topic.AUDIT)),
                write(EVENTS),
                write(LOGS)),
            account(
                secrets,
                "provisioner-worker",
                read(COMMANDS),
                write(COMMANDS),
                read(ORGANIZATION),
                write(deadLetters(Topic.ORGANIZATION_EVENTS)),
                write(EVENTS),
                write(LOGS),
                write(TASK_TYPES),
                write(AUDIT)),
            account(
                secrets,
                "status-projector",
                read(COMMANDS),
                read(EVENTS),
                read(LOGS),
                read(ORGANIZATION),
                write(deadLetters(Topic.EVENTS)),
                write(deadLetters(Topic.LOGS)),
                write(deadLetters(Topic.ORGANIZATION_EVENTS)),
                write(deadLetters(Topic.COMMANDS_CRITICAL)),
                write(deadLetters(Topic.COMMANDS_NORMAL)),
                write(deadLetters(Topic.COMMANDS_BATCH))),
            account(secrets, "realtime-bridge", read(ORGANIZATION), read(IDENTITY))));
  }

  /** Every topic and where its unprocessable messages go. */
  static List<BrokerTopic> topics() {
    return Arrays.stream(Topic.values())
        .flatMap(topic ->
            Stream.of(
                new BrokerTopic(topic.topicName(), topic.partitions(), settings(topic)),
                new BrokerTopic(topic.deadLetterName(), 1, settings(topic))))
        .toList();
  }

  private static Map<String, String> settings(Topic topic) {
    String retention = Long.toString(topic.retention().toMillis());
    // A single broker acknowledges from the page cache; what must not be lost is written through.
    return topic.durable()
        ? Map.of("retention.ms", retention, "flush.messages", "1")
        : Map.of("retention.ms", retention);
  }

  private static String deadLetters(Topic topic) {
    return topic.deadLetterName();
  }

  private static Account account(Secrets secrets, String service, Grant... grants) {
    var all = new ArrayList<>(List.of(grants));
    all.add(group(service));
    return new Account(service, secrets.of("kafka-" + service), all);
  }
}
