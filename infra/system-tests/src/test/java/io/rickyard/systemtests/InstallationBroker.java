package io.rickyard.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rickyard.cli.api.RickyardClient;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.KafkaPublisher;
import io.rickyard.messaging.KafkaSettings;
import io.rickyard.messaging.OutgoingMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.regex.Pattern;

/** An installation's broker, used by who made its accounts and may do everything. */
final class InstallationBroker {

  private static final String OPERATOR = "launcher";
  private static final Pattern ADDRESS = Pattern.compile("bootstrap_servers=(\\S+)");

  private final KafkaSettings settings;

  InstallationBroker(LocalInstallation installation) throws IOException {
    var secrets =
        RickyardClient.JSON.readTree(
            installation.data().resolve("secrets/installation.json").toFile());
    String log = Files.readString(installation.data().resolve("run/rickyard.log"));
    String address = ADDRESS.matcher(log).results().map(found -> found.group(1)).toList().getLast();
    settings =
        new KafkaSettings(
            address, OPERATOR, secrets.at("/values/kafka-" + OPERATOR).asText(), "test");
  }

  /** Puts something into a topic that is no message of ours. */
  void publishNonsense(Topic topic) {
    try (var publisher = KafkaPublisher.open(settings)) {
      var _ =
          publisher
              .publish(new OutgoingMessage(topic, "nobody", "{\"no\": ".getBytes(UTF_8), Map.of()))
              .join();
    }
  }
}
