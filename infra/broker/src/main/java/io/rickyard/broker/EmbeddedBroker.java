package io.rickyard.broker;

import static java.util.Objects.requireNonNull;

import java.util.function.Consumer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka node that lives in this JVM and listens on loopback only.
 *
 * <p>Its data survive {@link #close()} and a kill; a start after a kill takes about a second
 * longer. It never ends the JVM: where Kafka would, the caller of {@link #start} is told and
 * decides.
 */
public final class EmbeddedBroker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

  private final KafkaRaftServer server;
  private final HaltInterception interception;
  private final String bootstrapServers;
  private boolean closed;

  private EmbeddedBroker(
      KafkaRaftServer server, HaltInterception interception, String bootstrapServers) {
    this.server = server;
    this.interception = interception;
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Starts a node and waits until its topics can be used.
   *
   * @param settings what it needs to know
   * @param onHalt told, on a thread of Kafka's, that the node has given up for good, for instance
   *     because its disk failed; must not block. The node still has to be closed
   * @throws BrokerStartFailed when a port is taken, the data directory is damaged or in use, or
   *     Kafka does not come up
   */
  public static EmbeddedBroker start(BrokerSettings settings, Consumer<String> onHalt) {
    requireNonNull(onHalt, "onHalt");
    int clientPort = Ports.claim(settings.clientPort());
    int controllerPort = Ports.claimOtherThan(clientPort, settings.controllerPort());
    new DataDirectory(settings.dataDirectory()).formatIfNew();
    HaltInterception interception = HaltInterception.begin(onHalt);
    String bootstrapServers = BrokerConfiguration.HOST + ":" + clientPort;
    EmbeddedBroker broker = null;
    try {
      var config =
          new KafkaConfig(BrokerConfiguration.of(settings, clientPort, controllerPort), false);
      broker =
          new EmbeddedBroker(
              new KafkaRaftServer(config, Time.SYSTEM), interception, bootstrapServers);
      broker.server.startup();
      BrokerProvisioning.apply(bootstrapServers, settings);
      LOG.info("event=broker_started bootstrap_servers={}", bootstrapServers);
      return broker;
    } catch (RuntimeException | BrokerHalted e) {
      abandon(broker, interception, e);
      throw new BrokerStartFailed(
          "The broker in %s did not start: %s"
              .formatted(settings.dataDirectory(), rootCause(e).getMessage()),
          e);
    }
  }

  /** Where clients connect, as host and port. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** Stops the node cleanly, so that the next start has nothing to recover. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      server.shutdown();
      server.awaitShutdown();
    } finally {
      interception.close();
    }
    LOG.info("event=broker_stopped bootstrap_servers={}", bootstrapServers);
  }

  private static void abandon(
      @Nullable EmbeddedBroker broker, HaltInterception interception, Throwable reason) {
    try {
      if (broker == null) {
        interception.close();
      } else {
        broker.close();
      }
    } catch (RuntimeException | BrokerHalted e) {
      reason.addSuppressed(e);
    }
  }

  private static Throwable rootCause(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
