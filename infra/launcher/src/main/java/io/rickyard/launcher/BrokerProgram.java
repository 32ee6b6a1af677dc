package io.rickyard.launcher;

import io.rickyard.broker.BrokerSettings;
import io.rickyard.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker of an installation as a process of its own, with the accounts that {@link
 * SeparateParts} made. It runs until it is ended; it ends with 1 when the disk or the broker gives
 * up.
 */
public final class BrokerProgram {

  private static final Logger LOG = LoggerFactory.getLogger(BrokerProgram.class);
  private static final int GAVE_UP = 1;

  private BrokerProgram() {}

  /** Takes the installation's data directory, the port for clients and the controller's port. */
  public static void main(String[] arguments) throws InterruptedException {
    Path root = Path.of(arguments[0]);
    var halted = new CountDownLatch(1);
    var broker =
        EmbeddedBroker.start(
            new BrokerSettings(
                DataDirectory.broker(root),
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                BrokerAccounts.access(
                    Secrets.kept(DataDirectory.secretsFile(root), ServiceSettings.SECRETS)),
                BrokerAccounts.topics()),
            reason -> {
              LOG.error("event=broker_gave_up reason=\"{}\" repair=\"see to the disk\"", reason);
              halted.countDown();
            });
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "broker-stop"));
    halted.await();
    // Not an orderly exit: what could not be written cannot be written by closing it either.
    Runtime.getRuntime().halt(GAVE_UP);
  }
}
