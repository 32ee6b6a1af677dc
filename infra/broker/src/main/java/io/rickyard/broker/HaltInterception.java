package io.rickyard.broker;

import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps Kafka from ending the JVM on its own. Kafka's exit procedures are one per JVM, so every
 * broker that runs in this one is told of a halt.
 */
final class HaltInterception implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HaltInterception.class);
  private static final Set<HaltInterception> ACTIVE = new CopyOnWriteArraySet<>();

  private final Consumer<String> onHalt;

  private HaltInterception(Consumer<String> onHalt) {
    this.onHalt = onHalt;
  }

  static HaltInterception begin(Consumer<String> onHalt) {
    var interception = new HaltInterception(onHalt);
    ACTIVE.add(interception);
    Exit.setHaltProcedure(HaltInterception::intercept);
    Exit.setExitProcedure(HaltInterception::intercept);
    return interception;
  }

  /** The procedures stay in place: a thread of a closed broker must not end the JVM either. */
  @Override
  public void close() {
    ACTIVE.remove(this);
  }

  private static void intercept(int statusCode, @Nullable String message) {
    String reason = "Kafka gave up with status " + statusCode + describe(message);
    LOG.error("event=broker_halted reason=\"{}\" active={}", reason, ACTIVE.size());
    ACTIVE.forEach(interception -> interception.onHalt.accept(reason));
    throw new BrokerHalted(reason);
  }

  private static String describe(@Nullable String message) {
    return message == null ? "; the log before this line says why" : ": " + message;
  }
}
