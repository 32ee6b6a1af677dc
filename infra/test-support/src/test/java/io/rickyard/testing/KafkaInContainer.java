package io.rickyard.testing;

import static org.assertj.core.api.Assertions.fail;

import io.rickyard.contracts.topic.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Network;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Kafka in a container, from an image that engine/build-images makes; it lasts for a test class.
 */
final class KafkaInContainer implements SuiteBroker {

  private static final String IMAGE = "rickyard-test/kafka:current";
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Not the engine's own: that one is gone where another engine without it was started. */
  private final Network network = Network.newNetwork();

  private final KafkaContainer container =
      new KafkaContainer(DockerImageName.parse(IMAGE).asCompatibleSubstituteFor("apache/kafka"))
          // A client of a topic that is just being replaced must not make it.
          .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
          .withEnv("KAFKA_BROKER_SESSION_TIMEOUT_MS", "3000")
          .withNetwork(network)
          .withImagePullPolicy(_ -> false);

  private KafkaInContainer() {}

  /** Starts it, or the test is skipped. */
  static KafkaInContainer start() {
    requireImage();
    var kafka = new KafkaInContainer();
    kafka.container.start();
    return kafka;
  }

  private static void requireImage() {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      missing("no container engine answers");
    }
    var images = DockerClientFactory.lazyClient().listImagesCmd().withReferenceFilter(IMAGE).exec();
    if (images.isEmpty()) {
      missing("infra/system-tests/engine/build-images has not made " + IMAGE);
    }
  }

  private static void missing(String why) {
    if (Boolean.parseBoolean(System.getenv("RICKYARD_REQUIRE_ENGINE"))) {
      fail("RICKYARD_REQUIRE_ENGINE is set, but " + why);
    }
    Assumptions.abort(why);
  }

  @Override
  public String bootstrapServers() {
    return container.getBootstrapServers();
  }

  @Override
  public void away() {
    container.getDockerClient().pauseContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void back() {
    container.getDockerClient().unpauseContainerCmd(container.getContainerId()).exec();
  }

  /** Puts new topics in the place of those that a test has used. */
  void empty() {
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
      var names = topics().map(NewTopic::name).collect(Collectors.toUnmodifiableSet());
      admin.deleteTopics(present(admin, names)).all().get();
      Eventually.until(() -> present(admin, names).isEmpty());
      admin.createTopics(topics().toList()).all().get();
      Eventually.within(MINUTE).until(() -> present(admin, names).size() == names.size());
    } catch (ExecutionException e) {
      throw new AssertionError("The topics could not be replaced", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static Set<String> present(Admin admin, Set<String> names)
      throws ExecutionException, InterruptedException {
    var present = new HashSet<>(admin.listTopics().names().get());
    present.retainAll(names);
    return present;
  }

  private static Stream<NewTopic> topics() {
    return Arrays.stream(Topic.values())
        .flatMap(topic ->
            Stream.of(
                new NewTopic(topic.topicName(), topic.partitions(), (short) 1),
                new NewTopic(topic.deadLetterName(), 1, (short) 1)));
  }

  /** A test is over; the next one empties it. */
  @Override
  public void close() {}

  void stop() {
    container.stop();
    network.close();
  }
}
