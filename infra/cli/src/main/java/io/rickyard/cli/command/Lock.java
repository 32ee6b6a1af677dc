package io.rickyard.cli.command;

import io.rickyard.cli.CommandRefused;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Runs a command while nobody else holds a lock. Whatever ends this process but a kill gives the
 * lock up; after a kill it passes on when its lease ends.
 */
@Command(
    name = "lock",
    description =
        "Run a command while nobody else holds the lock, and end with its exit code. For example:"
            + " lock deploy/shop --organization acme --wait 10m -- ./deploy.sh")
public final class Lock implements Callable<Integer> {
  private final Invocation invocation;

  @Parameters(index = "0", paramLabel = "NAME", description = "The lock's name.")
  private String name = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "The command and its arguments, after --.")
  private List<String> command = List.of();

  @Option(
      names = {"--organization", "--org"},
      paramLabel = "ORG",
      description = "Whose lock it is.")
  private @Nullable String organization;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      defaultValue = "10m",
      description = "The longest wait (${DEFAULT-VALUE}).")
  private String wait = "10m";

  @Option(
      names = "--lease",
      paramLabel = "TIME",
      defaultValue = "1m",
      description = "How long the lock outlives this process when it is killed (${DEFAULT-VALUE}).")
  private String lease = "1m";

  private volatile @Nullable Process running;

  /** A command that works with this invocation. */
  public Lock(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws InterruptedException {
    var place = new Directory(invocation).organization(organization);
    var ticket = LockTicket.ask(invocation, name, place, Times.of(wait), Times.of(lease));
    var giveUp = new Thread(() -> stop(ticket));
    Runtime.getRuntime().addShutdownHook(giveUp);
    try {
      return ticket.await() ? run(ticket) : ExitCode.CONFLICT.number();
    } finally {
      ticket.release();
      forget(giveUp);
    }
  }

  /** This process is asked to end: first what it runs ends, and then the lock is free. */
  private void stop(LockTicket ticket) {
    try {
      var process = running;
      if (process != null) {
        end(process);
      }
      ticket.release();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // the lock ends with its lease
    }
  }

  private int run(LockTicket ticket) throws InterruptedException {
    var process = start(ticket);
    running = process;
    try {
      while (!process.waitFor(ticket.untilRenewal().toMillis(), TimeUnit.MILLISECONDS)) {
        if (!ticket.renew()) {
          invocation.remark("The lock " + name + " is lost; the command is ended.");
          return ExitCode.CONFLICT.number();
        }
      }
      return process.exitValue();
    } finally {
      end(process);
    }
  }

  /** The lock is given up only when the command and what it started are gone. */
  private static void end(Process process) throws InterruptedException {
    var all = process.descendants().toList();
    if (process.isAlive()) {
      all.forEach(ProcessHandle::destroy);
      process.destroy();
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        all.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
    }
  }

  private Process start(LockTicket ticket) {
    var builder = new ProcessBuilder(command).inheritIO();
    builder.environment().putAll(ticket.variables());
    try {
      return builder.start();
    } catch (IOException e) {
      throw new CommandRefused(
          ExitCode.USAGE, "Can't run " + command.getFirst() + ": " + e.getMessage(), null);
    }
  }

  private static void forget(Thread hook) {
    try {
      boolean _ = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The process is ending: the hook has run or runs.
    }
  }
}
