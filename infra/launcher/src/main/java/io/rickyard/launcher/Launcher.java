package io.rickyard.launcher;

import io.rickyard.cli.api.ApiFailure;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program behind {@code infra/up}: starts an installation, tells about it, and stays. */
@Command(
    name = "infra/up",
    mixinStandardHelpOptions = true,
    versionProvider = Launcher.Version.class,
    sortOptions = false,
    description = {
      "Starts Rickyard on this machine: PostgreSQL, Kafka and the six services in one process,",
      "and on the first run an administrator, an organization and a project called demo."
    },
    footer = {
      "",
      "Ctrl-C stops everything cleanly; data and desired states stay. infra/down stops a detached"
          + " one.",
      "Exit codes: 0 stopped on request, 1 could not start or had to give up, 2 wrong usage."
    })
public final class Launcher implements Callable<Integer> {

  private static final int GAVE_UP = 1;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Where the installation lives. By default the user's data directory; /var/lib/rickyard"
              + " for root.")
  private @Nullable Path data;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8000",
      description = "The port for dashboard and API (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(names = "--no-demo", description = "Do not create the project called demo.")
  private boolean noDemo;

  @Option(
      names = "--detach",
      description = "Return when everything is ready and leave it running in the background.")
  private boolean detach;

  @Option(
      names = "--json",
      description = "Print one JSON object on standard output; progress goes to standard error.")
  private boolean json;

  /** Set by infra/up, which has put this process into the background. */
  @Option(names = "--detached", hidden = true)
  private boolean detached;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Optional<StartCache> cache = StartCache.asked(System.getProperties());
  private volatile boolean worthLearningFrom;

  private Launcher() {}

  /** Starts; ends with one of the exit codes that the help text names. */
  public static void main(String[] arguments) {
    var commandLine = new CommandLine(new Launcher());
    commandLine.setExecutionExceptionHandler(Launcher::explain);
    int status = commandLine.execute(arguments);
    StartCache.asked(System.getProperties()).ifPresent(StartCache::forget); // it did not last
    if (status != 0) {
      System.exit(status);
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    if (detach) {
      throw new LaunchFailed("--detach is done by the script; run infra/up --detach");
    }
    if (port < 1 || port > 65_535) {
      throw new LaunchFailed("--port lies between 1 and 65535");
    }
    var console = new Console(System.err);
    console.line(Version.TEXT);
    var directory = DataDirectory.take(DataDirectory.chosen(data));
    System.setProperty("rickyard.log", directory.run().resolve("rickyard.log").toString());
    FreePorts.require("127.0.0.1", port);
    var secrets = Secrets.kept(directory.secretsFile(), ServiceSettings.SECRETS);
    var plane = ControlPlane.start(directory, secrets, port, console, this::haltedByBroker);
    var stop = new Thread(() -> stop(plane, directory, console), "rickyard-stop");
    Runtime.getRuntime().addShutdownHook(stop);
    var pid = new PidFile(directory.pidFile());
    pid.write();
    var installation = new FirstRun(plane, directory, secrets, console).run(!noDemo);
    var announcement = new Announcement(System.out, installation, directory);
    if (json) {
      announcement.json();
    } else {
      announcement.text(!detached);
    }
    if (detached) {
      announcement.ready();
    }
    worthLearningFrom = true;
    ended.await();
    return GAVE_UP;
  }

  /**
   * The broker writes no more, so nothing can be accepted any more: better to end than to pretend.
   */
  private void haltedByBroker(String reason) {
    worthLearningFrom = false;
    log().error("broker gave up: {}; Rickyard ends; see to the disk, then start it again", reason);
    System.err.println(
        "Kafka had to give up ("
            + reason
            + "). Rickyard ends; see to the disk and start it again.");
    ended.countDown();
  }

  private void stop(ControlPlane plane, DataDirectory directory, Console console) {
    console.line("");
    console.line("Stopping ...");
    plane.close();
    new PidFile(directory.pidFile()).remove();
    directory.close();
    console.line("Stopped. Data are in " + directory.root() + ".");
    cache.ifPresent(worthLearningFrom ? StartCache::write : StartCache::forget);
  }

  private static int explain(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    switch (failure) {
      case LaunchFailed launch -> {
        log().error("could not start", launch);
        command
            .getErr()
            .println(command.getColorScheme().errorText("infra/up: " + launch.getMessage()));
      }
      case ApiFailure refused -> {
        log().error("could not get ready", refused);
        command
            .getErr()
            .println(command.getColorScheme().errorText("infra/up: " + refused.getMessage()));
      }
      default -> {
        log().error("could not start", failure);
        command
            .getErr()
            .println(
                command.getColorScheme().errorText("infra/up: unforeseen failure: " + failure));
      }
    }
    return GAVE_UP;
  }

  /** Asked for late: the log's place is known once the data directory is. */
  private static Logger log() {
    return LoggerFactory.getLogger(Launcher.class);
  }

  /** Which version this is, as the build wrote it into the jar. */
  static final class Version implements CommandLine.IVersionProvider {

    private static final String TEXT =
        "Rickyard "
            + Objects.requireNonNullElse(
                Launcher.class.getPackage().getImplementationVersion(), "without version");

    @Override
    public String[] getVersion() {
      return new String[] {TEXT};
    }
  }
}
