package io.rickyard.bench;

import io.rickyard.auth.argon2.Argon2Hasher;
import io.rickyard.auth.password.PasswordHash;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.systemtests.LocalInstallation;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;

/** People who sign in with passwords, as fast as they are let in. */
final class SignIns {

  private static final String PASSWORD = "five otters on a raft";
  private static final int PEOPLE = 8;
  private static final int CONNECTIONS = 4;
  private static final int HASHES = 40;

  /** Between two of the other requests, in milliseconds. */
  private static final int PACE = 10;

  private final LocalInstallation installation;
  private final String secretKey;

  SignIns(LocalInstallation installation) {
    this.installation = installation;
    this.secretKey = installation.announced().path("secret_key").asText();
  }

  /**
   * What was measured.
   *
   * @param perSecond sign-ins a second
   * @param quiet times of other requests while nobody signs in
   * @param meanwhile times of the same while everybody does
   */
  record Figures(double perSecond, Latencies quiet, Latencies meanwhile) {}

  /** Makes the accounts, and signs the first of them in: a session's access token. */
  String prepare() throws IOException {
    for (int i = 0; i < PEOPLE; i++) {
      var account =
          RickyardClient.object()
              .put("email", address(i))
              .put("password", PASSWORD)
              .put("email_confirm", true);
      try (var connection =
          RawConnection.posting(
              installation.url(),
              "/auth/v1/admin/users",
              RawConnection.bearer(secretKey),
              account.toString())) {
        connection.send(200);
      }
    }
    try (var connection = signingIn(0)) {
      return RickyardClient.JSON.readTree(connection.send(200)).path("access_token").asText();
    }
  }

  /** Measures for so long. */
  Figures run(int seconds) throws IOException, InterruptedException {
    signInFor(seconds / 2 + 1);
    var quiet = others(seconds, new AtomicBoolean());
    var over = new AtomicBoolean();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var meanwhile = threads.submit(() -> others(seconds, over));
      double perSecond = signInFor(seconds);
      over.set(true);
      return new Figures(perSecond, quiet, meanwhile.get());
    } catch (ExecutionException e) {
      throw new IOException("A request failed while people signed in", e);
    }
  }

  /** Hashes of the same cost a second, with as many threads as there are processors. */
  static double hashesPerSecond() throws InterruptedException {
    int processors = Runtime.getRuntime().availableProcessors();
    try (var hasher =
            new Argon2Hasher(PasswordHash.Cost.USUAL, processors, HASHES, new SecureRandom());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<PasswordHash>> hashes = new ArrayList<>();
      for (int i = 0; i < HASHES; i++) {
        hashes.add(() -> hasher.hash(PASSWORD));
      }
      threads.invokeAll(hashes.subList(0, HASHES / 2));
      long begun = System.nanoTime();
      threads.invokeAll(hashes);
      return HASHES / ((System.nanoTime() - begun) / 1e9);
    }
  }

  private double signInFor(int seconds) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    long until = begun + TimeUnit.SECONDS.toNanos(seconds);
    var callers = new ArrayList<Callable<Integer>>();
    for (int i = 0; i < CONNECTIONS; i++) {
      int person = i;
      callers.add(() -> {
        int signedIn = 0;
        try (var connection = signingIn(person)) {
          for (; System.nanoTime() - until < 0; signedIn++) {
            connection.send(200);
          }
        }
        return signedIn;
      });
    }
    int all = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var signedIn : threads.invokeAll(callers)) {
        all += signedIn.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("A sign-in failed", e);
    }
    return all / ((System.nanoTime() - begun) / 1e9);
  }

  /** Other requests at a steady pace, until it is over or the time is. */
  private Latencies others(int seconds, AtomicBoolean over)
      throws IOException, InterruptedException {
    var nanos = LongStream.builder();
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    try (var connection =
        RawConnection.getting(
            installation.url(),
            "/v1/organizations/" + installation.organization(),
            RawConnection.bearer(installation.token()))) {
      while (System.nanoTime() - until < 0 && !over.get()) {
        long begun = System.nanoTime();
        connection.send(200);
        nanos.add(System.nanoTime() - begun);
        TimeUnit.MILLISECONDS.sleep(PACE);
      }
    }
    return Latencies.of(nanos.build().toArray());
  }

  private RawConnection signingIn(int person) throws IOException {
    var proof = RickyardClient.object().put("email", address(person)).put("password", PASSWORD);
    return RawConnection.posting(
        installation.url(), "/auth/v1/token?grant_type=password", Map.of(), proof.toString());
  }

  private static String address(int person) {
    return "person" + person + "@bench.example";
  }
}
