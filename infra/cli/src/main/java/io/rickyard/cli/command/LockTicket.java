package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.ApiFailure;
import io.rickyard.cli.api.InstallationUnreachable;
import io.rickyard.cli.api.RequestRefused;
import io.rickyard.cli.api.RickyardClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A place in the line for a lock, and then the lock. */
final class LockTicket {
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final int RENEWALS_PER_LEASE = 3;
  private static final int NOT_FOUND = 404;

  private final Invocation invocation;
  private final RickyardClient client;
  private final String name;
  private final String id;
  private final Duration lease;
  private final @Nullable String position;
  private final AtomicBoolean over = new AtomicBoolean();
  private final long askedAt = System.nanoTime();
  private String said = "";
  private String token = "";
  private long sureUntil;

  private LockTicket(
      Invocation invocation, String name, String id, Duration lease, @Nullable String position) {
    this.invocation = invocation;
    this.client = invocation.client();
    this.name = name;
    this.id = id;
    this.lease = lease;
    this.position = position;
  }

  /** Asks for a lock. */
  static LockTicket ask(
      Invocation invocation, String name, String organization, Duration wait, Duration lease) {
    var body =
        RickyardClient.object()
            .put("name", name)
            .put("organization", organization)
            .put("wait", wait.toString())
            .put("lease", lease.toString());
    var answer = invocation.client().post(Locks.all(), body);
    return new LockTicket(
        invocation, name, text(answer.body(), "ticket"), lease, answer.position());
  }

  /** Waits until the lock is held; false when the wait was over before. */
  boolean await() throws InterruptedException {
    while (true) {
      long asked = System.nanoTime();
      var lock = look();
      switch (text(lock, "state")) {
        case "held" -> {
          token = text(lock, "token");
          sureUntil = asked;
          if (renew()) {
            say("Holding " + name + ".");
            return true;
          }
        }
        case "waiting", "" -> say(lock.has("position") ? waiting(lock) : "Asked for " + name + ".");
        default -> {
          over.set(true);
          say("Did not get " + name + ": " + text(lock, "state").replace('_', ' ') + ".");
          return false;
        }
      }
      TimeUnit.MILLISECONDS.sleep(Math.min(LOOK.toMillis(), lease.toMillis() / 4));
    }
  }

  private String waiting(JsonNode lock) {
    return "Waiting for " + name + ": position " + text(lock, "position") + ".";
  }

  /** What is not known a moment after it was accepted will be. */
  private JsonNode look() {
    try {
      return client.get(Locks.of(id), position);
    } catch (RequestRefused e) {
      boolean fresh = System.nanoTime() - askedAt < lease.toNanos();
      if (e.status() == NOT_FOUND && fresh) {
        return RickyardClient.object();
      }
      throw e;
    }
  }

  /** When the lease should be renewed next. */
  Duration untilRenewal() {
    return lease.dividedBy(RENEWALS_PER_LEASE);
  }

  /**
   * Begins the lease anew. While nobody answers, the lock counts as held for the rest of the lease
   * by this process' own clock, which began it before the installation did.
   */
  boolean renew() {
    long asked = System.nanoTime();
    try {
      var _ = client.post(Locks.of(id).segment("renew"), RickyardClient.object());
      sureUntil = asked + lease.toNanos();
      return true;
    } catch (InstallationUnreachable _) {
      return isSure();
    } catch (RequestRefused e) {
      return e.status() >= 500 && isSure();
    }
  }

  /** Whether the lease lasts until the renewal after this one. */
  private boolean isSure() {
    return sureUntil - System.nanoTime() > untilRenewal().toNanos();
  }

  /** Gives it up, once; without an answer it ends with its lease. */
  void release() {
    if (over.compareAndSet(false, true)) {
      try {
        var _ = client.post(Locks.of(id).segment("release"), null);
      } catch (ApiFailure e) {
        invocation.remark("Can't release " + name + ", it ends with its lease: " + e.getMessage());
      }
    }
  }

  /** What the command finds in its environment. */
  Map<String, String> variables() {
    return Map.of("RICKYARD_LOCK_TICKET", id, "RICKYARD_LOCK_TOKEN", token);
  }

  private void say(String line) {
    if (!line.equals(said)) {
      said = line;
      invocation.remark(line);
    }
  }
}
